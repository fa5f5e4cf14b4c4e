"""What the description says of the API's limits: headers of every counted answer, and the refusal of one too many."""

from typing import Any

from onbrand.entry.problems import PROBLEM_JSON

UNCOUNTED = ("getHealth",)
"""Operations that need nobody to be signed in, so that nobody's calls are counted."""

POLICY = '"person";q=600;w=60, "tenant";q=3000;w=60'
LEFT = '"person";r=598;t=60, "tenant";r=2991;t=60'
HEADERS: dict[str, Any] = {
    "RateLimit-Policy": {
        "description": "The limits that the call was counted in: `q` calls in any `w` seconds, of the person and of the "
        "organization (draft-ietf-httpapi-ratelimit-headers).",
        "schema": {"type": "string"},
        "example": POLICY,
    },
    "RateLimit": {
        "description": "What is left of each: `r` calls, and `t` seconds until it is whole again.",
        "schema": {"type": "string"},
        "example": LEFT,
    },
    "Retry-After": {
        "description": "Seconds after which another try makes sense.",
        "schema": {"type": "integer", "minimum": 1},
        "example": 7,
    },
}
COUNTED = {name: {"$ref": f"#/components/headers/{name}"} for name in ("RateLimit-Policy", "RateLimit")}
TOO_MANY: dict[str, Any] = {
    "description": "Too many calls, of the person or of the organization.",
    "headers": {**COUNTED, "Retry-After": {"$ref": "#/components/headers/Retry-After"}},
    "content": {
        PROBLEM_JSON: {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": {
                "type": "urn:onbrand:problem:rate-limited",
                "title": "Rate limited",
                "status": 429,
                "detail": "Too many calls: this person may make 600 in 60 seconds. Try again in 7 s.",
                "instance": "urn:onbrand:request:Yp3lHj6XoAMESkQ=",
            },
        }
    },
}


def tell_limits(operation: dict[str, Any]) -> None:
    """Adds the headers to the operation's good answers, and the answer 429."""
    if operation["operationId"] in UNCOUNTED:
        return
    for status, response in operation["responses"].items():
        if status[0] in "23":
            response["headers"] = {**response.get("headers", {}), **COUNTED}
    operation["responses"]["429"] = {"$ref": "#/components/responses/TooManyCalls"}
