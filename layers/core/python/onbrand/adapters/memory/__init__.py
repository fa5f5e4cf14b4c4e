"""Adapters with real behaviour that live in the process: they pass the same contract tests as AWS's."""
