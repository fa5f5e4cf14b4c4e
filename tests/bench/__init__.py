"""Benchmarks: ratios of our own work to a plain baseline, measured side by side in one run. Never a timed test."""
