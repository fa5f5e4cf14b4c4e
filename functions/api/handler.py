"""Door of the members' API: one router a room, all errors as problem documents."""

from typing import Any

from functions.api.application import make_application
from onbrand.bootstrap.metering import count_person
from onbrand.entry.http import serve

app = make_application()


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers one call."""
    return serve(app, event, context, count_person)
