"""The HTTP doors: a Powertools resolver whose every error, its own included, is a problem document."""

import base64
import binascii
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError, ServiceError
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestUnsupportedContentType,
    RequestValidationError,
    ResponseValidationError,
)

from onbrand.entry.caller import subject_of
from onbrand.entry.limits import CountPerson, limit_headers, standings, tell
from onbrand.entry.observability import begin, logger
from onbrand.entry.problems import (
    PROBLEM_JSON,
    BodyUnreadableError,
    field_errors,
    headers_of,
    problem,
    status_of,
)
from onbrand.kernel.errors import FieldError, OnBrandError
from onbrand.kernel.limits import RateLimitedError

MAX_BODY_BYTES = 512 * 1024
Document = dict[str, Any]


def json_object(text: str) -> Document:
    """One JSON object: no doubled names, no NaN, no lone surrogates. Raises BodyUnreadableError."""

    def once(pairs: list[tuple[str, Any]]) -> Document:
        document = dict(pairs)
        if len(document) < len(pairs):
            raise ValueError("a name is there twice")
        return document

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is no number in JSON")

    try:
        document = json.loads(text, object_pairs_hook=once, parse_constant=refuse)
        json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BodyUnreadableError(
            "The body is not well-formed JSON.", [FieldError("", "not JSON", "json")]
        ) from error
    if not isinstance(document, dict):
        raise BodyUnreadableError(
            "The body must be one JSON object.", [FieldError("", "not an object", "json")]
        )
    return document


def make_resolver(forms: Mapping[str, str] | None = None) -> APIGatewayHttpResolver:
    """A validating resolver that answers every error as a problem; ``forms`` as in ``field_errors``."""
    app = APIGatewayHttpResolver(
        enable_validation=True,
        response_validation_error_http_code=HTTPStatus.INTERNAL_SERVER_ERROR,
        json_body_deserializer=json_object,
    )

    def answer(status: HTTPStatus, name: str, detail: str, errors: Any = ()) -> Response[str]:
        return problem_response(status, name, detail, _request_id(app.current_event.raw_event), errors)

    @app.exception_handler(OnBrandError)  # type: ignore[untyped-decorator]
    def on_known(error: OnBrandError) -> Response[str]:
        status = status_of(type(error))
        logger().info(error.detail, error=type(error).__name__, status=status.value)
        response = answer(status, type(error).__name__, error.detail, error.errors)
        if isinstance(error, RateLimitedError):
            response.headers["Retry-After"] = str(error.wait_s)
            if error.standing:
                tell(error.standing)
        return response

    @app.exception_handler(RequestValidationError)  # type: ignore[untyped-decorator]
    def on_invalid(error: RequestValidationError) -> Response[str]:
        found = error.errors()
        places = {str(one["loc"][0]) for one in found}
        if "path" in places:
            return answer(HTTPStatus.NOT_FOUND, "NotFound", "There is nothing with this id.")
        if "body" in places:
            detail = "Some fields of the body are not as they must be."
            errors = field_errors(found, app.current_event.json_body, forms)
            return answer(HTTPStatus.UNPROCESSABLE_ENTITY, "Unprocessable", detail, errors)
        detail = "Some parameters or headers are missing or wrong."
        return answer(HTTPStatus.BAD_REQUEST, "Invalid", detail, field_errors(found, forms=forms))

    @app.exception_handler(RequestUnsupportedContentType)  # type: ignore[untyped-decorator]
    def on_content_type(_: RequestUnsupportedContentType) -> Response[str]:
        return answer(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", "Send the body as application/json."
        )

    @app.exception_handler(NotFoundError)  # type: ignore[untyped-decorator]
    def on_no_route(_: NotFoundError) -> Response[str]:
        allowed = _methods_of(app, app.current_event.path)
        if not allowed:
            return answer(HTTPStatus.NOT_FOUND, "NotFound", "There is no such address.")
        response = answer(
            HTTPStatus.METHOD_NOT_ALLOWED, "MethodNotAllowed", "This address has no such method."
        )
        response.headers["Allow"] = ", ".join(allowed)
        return response

    @app.exception_handler(ServiceError)  # type: ignore[untyped-decorator]
    def on_service_error(error: ServiceError) -> Response[str]:
        status = HTTPStatus(error.status_code)
        return answer(status, status.phrase.replace(" ", ""), status.phrase + ".")

    @app.exception_handler([ResponseValidationError, Exception])  # type: ignore[untyped-decorator]
    def on_unexpected(error: Exception) -> Response[str]:
        logger().error("unexpected error", exc_info=error)
        detail = "Something went wrong on our side. Nothing you sent is at fault; please try again."
        return answer(HTTPStatus.INTERNAL_SERVER_ERROR, "InternalError", detail)

    return app


def serve(
    app: APIGatewayHttpResolver, event: Document, context: Any, count: CountPerson | None = None
) -> Document:
    """Answers one call (payload format 2.0); ``count`` counts the calls of whoever is signed in."""
    with standings() as told:
        result = _answer(app, event, context, count)
        result["headers"] = {**(result.get("headers") or {}), **limit_headers(told)}
    return result


def _answer(
    app: APIGatewayHttpResolver, event: Document, context: Any, count: CountPerson | None
) -> Document:
    request_id = _request_id(event)
    begin(context, request_id=request_id, route=event.get("routeKey"))
    more: dict[str, str] = {}
    refusal = _body_refusal(event)
    try:
        # Of the claims only the subject is certain here: whether the organization is the caller's own is not.
        if count and refusal is None and (subject := subject_of(event)):
            tell(count(subject))
    except RateLimitedError as error:
        refusal = HTTPStatus.TOO_MANY_REQUESTS, type(error).__name__, error.detail
        more = {"Retry-After": str(error.wait_s)}
        if error.standing:
            tell(error.standing)
    if refusal is not None:
        status, name, detail = refusal
        response = problem_response(status, name, detail, request_id)
        return {"statusCode": status.value,
                "headers": {**response.headers, "Content-Type": PROBLEM_JSON, **more},
                "body": response.body, "isBase64Encoded": False}  # fmt: skip
    result: Document = app.resolve(event, context)
    return result


def problem_response(
    status: HTTPStatus, name: str, detail: str, request_id: str | None, errors: Any = ()
) -> Response[str]:
    """A problem as an answer."""
    body = json.dumps(problem(status, name, detail, request_id, errors), ensure_ascii=False)
    return Response(
        status_code=status.value, content_type=PROBLEM_JSON, body=body, headers=dict(headers_of(status))
    )


def _request_id(event: Mapping[str, Any]) -> str | None:
    return (event.get("requestContext") or {}).get("requestId")


def _body_refusal(event: Mapping[str, Any]) -> tuple[HTTPStatus, str, str] | None:
    body = event.get("body") or ""
    try:
        data = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
        data.decode()
    except (binascii.Error, UnicodeError):
        return HTTPStatus.BAD_REQUEST, "BodyUnreadableError", "The body is not text in UTF-8."
    if len(data) > MAX_BODY_BYTES:
        detail = f"The body is larger than {MAX_BODY_BYTES // 1024} KB."
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "BodyTooLargeError", detail
    return None


def _methods_of(app: APIGatewayHttpResolver, path: str) -> list[str]:
    routes = app._static_routes + app._dynamic_routes
    return sorted({route.method for route in routes if route.rule.match(path)})
