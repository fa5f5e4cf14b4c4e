"""Benchmarks: ratios of our own work to a plain baseline, measured side by side in one run. Never a timed test."""

import os

# As in Lambda; it has to stand before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
