"""How long each function takes to be ready, against one that imports only Powertools' Logger and makes a boto3 client."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

from infra.manifest import FUNCTIONS
from tests.bench.timing import compare

BASELINE = """
from aws_lambda_powertools import Logger
import boto3
Logger(service="onbrand")
boto3.client("dynamodb", region_name="eu-central-1")
"""
# The runtime client of Lambda has these loaded before the handler is imported.
PROLOGUE = "import json, logging, http.client, time\nstart = time.perf_counter()\n"
EPILOGUE = "\nprint((time.perf_counter() - start) * 1000)\n"


def _start(code: str) -> Callable[[], float]:
    def run() -> float:
        answer = subprocess.run(
            [sys.executable, "-c", PROLOGUE + code + EPILOGUE], capture_output=True, text=True, check=True
        )
        return float(answer.stdout.strip().splitlines()[-1])

    return run


def measure(rounds: int) -> list[dict[str, Any]]:
    """One row a function: milliseconds of wall clock to import its handler in a fresh interpreter."""
    return [
        compare(
            f"init {row.name}",
            "Logger and one boto3 client",
            _start(f"import functions.{row.name}.handler"),
            _start(BASELINE),
            rounds,
        )
        for row in FUNCTIONS
    ]
