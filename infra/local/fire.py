"""`onbrand local fire`: talks to the cloud that `onbrand up` runs, and loads nothing of it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import boto3
from botocore.exceptions import EndpointConnectionError

from infra.local.functions import DUMMY_CREDENTIALS
from infra.local.schedules import Schedule
from onbrand.kernel.errors import Invalid, NotFound, Unavailable

STATE = Path(".build/local")
RUNNING = STATE / "running.json"


def fire(name: str, at: str | None) -> str:
    """Run a schedule of the running local cloud as if it were ``at``; the function's answer.

    Raises Unavailable when no local cloud runs, NotFound for an unknown schedule, Invalid for a time that is none.
    """
    try:
        running = json.loads(RUNNING.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Unavailable("No local cloud is running here; start one with: onbrand up.") from None
    try:
        moment = datetime.now(UTC) if at is None else datetime.fromisoformat(at)
    except ValueError:
        raise Invalid(f"--at takes an ISO 8601 time such as 2026-03-01T01:15:00+00:00, not {at!r}.") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    schedules = [Schedule(**entry) for entry in running["schedules"]]
    wanted = name.replace("_", "").lower()
    found = [one for one in schedules if wanted in one.name.replace("_", "").replace("-", "").lower()]
    if len(found) != 1:
        raise NotFound(
            f"There is no schedule {name!r}; there are {', '.join(one.name for one in schedules)}."
        )
    credentials = {key.lower(): value for key, value in DUMMY_CREDENTIALS.items()}
    functions = boto3.client(
        "lambda", endpoint_url=running["aws_url"], region_name=running["region"], **credentials
    )
    try:
        answer = functions.invoke(FunctionName=found[0].function, Payload=found[0].payload(moment))
    except EndpointConnectionError:
        raise Unavailable("The local cloud does not answer; start it again with: onbrand up.") from None
    return answer["Payload"].read().decode()
