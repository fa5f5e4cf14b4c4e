"""The OpenAPI 3.1 document: what the routes say of themselves, with the problems, examples and headers they
share."""

import json
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.models import HTTPBearer, Server, Tag

from functions.api.examples import BODIES
from functions.api.limits import HEADERS, TOO_MANY, tell_limits
from functions.api.told import messages
from onbrand.compliance.model import Verdict
from onbrand.content.preview import PreviewRequest, TemplatePreview
from onbrand.content.simulate import Simulation, SimulationResult
from onbrand.content.visuals import VisualToScore
from onbrand.entry.problems import PROBLEM_JSON

TAGS = [
    Tag(name="people", description="Who you are, your organization and its members."),
    Tag(
        name="brands",
        description="Brand profiles, brand assets and templates. Every change makes a new version.",
    ),
    Tag(name="requests", description="Content, from the brief to the package."),
    Tag(name="approvals", description="Approval workflows, and what waits for your decision."),
    Tag(name="messages", description="What you are told, and what became of messages."),
    Tag(name="billing", description="Plans and budgets: what may be spent, and what is left of it."),
    Tag(name="reports", description="Reports that are sent regularly, and reports on demand."),
    Tag(name="records", description="What was used and what happened."),
    Tag(name="webhooks", description="Your own servers, told what happens; and what they are told."),
    Tag(name="service", description="About this API."),
]
DESCRIPTION = """On-brand social visuals: a brief goes in, approved pictures for every placement come out.

Sign in with the user pool, send the **ID token** once with `PUT /v1/me`, and an **access token** with
every other
call. Who belongs to several organizations names one in the header `OnBrand-Organization`.

Errors are problem documents (RFC 9457) with the request id in `instance`; `errors[]` points at the
fields. Lists take
`limit` and `cursor`, and answer with `next_cursor`, which is null on the last page. Amounts of money are
texts."""
PROBLEM = {
    "type": "object",
    "description": "RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri",
            "description": "Names the kind of problem; made for programs.",
        },
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for a person."},
        "instance": {
            "type": "string",
            "format": "uri",
            "description": "Holds the request id, as in our logs.",
        },
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemField"}},
    },
    "examples": [
        {
            "type": "urn:onbrand:problem:unprocessable",
            "title": "Unprocessable",
            "status": 422,
            "detail": "Some fields of the body are not as they must be.",
            "instance": "urn:onbrand:request:Yp3lHj6XoAMESkQ=",
            "errors": [{"pointer": "/brief/keywords", "detail": "This is needed.", "code": "missing"}],
        }
    ],
}
PROBLEM_FIELD = {
    "type": "object",
    "required": ["pointer", "detail", "code"],
    "properties": {
        "pointer": {
            "type": "string",
            "description": "RFC 6901, into the body; for a parameter or header, its name.",
        },
        "detail": {"type": "string"},
        "code": {"type": "string"},
    },
}
ORGANIZATION = {
    "name": "OnBrand-Organization",
    "in": "header",
    "required": False,
    "description": "The organization that is meant; may be left out by somebody with one membership.",
    "schema": {"type": "string"},
}
WITHOUT_ORGANIZATION = ("registerMe", "getMe", "createOrganization", "getHealth")
GENERATED = ("HTTPValidationError", "ValidationError", "ResponseValidationError")
COMPLETE = "/v1/brands/{brand_id}/assets/{asset_id}/complete"
PREVIEW = "/v1/templates/{template_id}/preview"
SIMULATE = "/v1/brands/{brand_id}/simulate"
SCORE = "/v1/brands/{brand_id}/assets/{asset_id}/score"


def describe(app: APIGatewayHttpResolver) -> str:
    """The document as JSON."""
    document: dict[str, Any] = json.loads(
        app.get_openapi_json_schema(
            title="OnBrand",
            version="1.0.0",
            openapi_version="3.1.0",
            summary="On-brand social visuals, composed, measured, approved.",
            description=DESCRIPTION,
            tags=TAGS,
            servers=[Server(url="/")],
            security_schemes={
                "bearer": HTTPBearer(bearerFormat="JWT", description="An access token of the user pool.")
            },
            security=[{"bearer": []}],
        )
    )
    components = document["components"]
    for name in GENERATED:
        components["schemas"].pop(name, None)
    components["schemas"] |= {"Problem": PROBLEM, "ProblemField": PROBLEM_FIELD}
    components["responses"] = {
        "Problem": _content("A problem.", PROBLEM_JSON, "Problem"),
        "TooManyCalls": TOO_MANY,
    }
    components["headers"] = HEADERS
    components["parameters"] = {"Organization": ORGANIZATION}
    document["webhooks"] = messages()
    document["paths"][COMPLETE] = {"post": _complete()}
    document["paths"][PREVIEW] = {"post": _preview()}
    document["paths"][SIMULATE] = {"post": _simulate()}
    document["paths"][SCORE] = {"post": _score()}
    document["paths"][f"{SCORE}/report"] = {"post": _score_report()}
    for model in (PreviewRequest, TemplatePreview, Simulation, SimulationResult, VisualToScore, Verdict):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        components["schemas"] |= {**schema.pop("$defs", {}), model.__name__: schema}
    for path in document["paths"].values():
        for operation in path.values():
            _finish(operation)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _finish(operation: dict[str, Any]) -> None:
    name = operation["operationId"]
    for status in ("422", "500"):
        operation["responses"].pop(status, None)
    problem = {"$ref": "#/components/responses/Problem"}
    tell_limits(operation)
    operation["responses"] |= {"4XX": problem, "5XX": problem}
    if name not in WITHOUT_ORGANIZATION:
        operation.setdefault("parameters", []).append({"$ref": "#/components/parameters/Organization"})
    if name in BODIES:
        operation["requestBody"]["content"]["application/json"]["example"] = BODIES[name]


def _complete() -> dict[str, Any]:
    """A function of its own answers this one, because it decodes pictures."""
    return {
        "tags": ["brands"],
        "operationId": "completeBrandAsset",
        "summary": "Check an uploaded file and make it usable",
        "description": "Reads the file to its end. The asset is then ready, or refused with the reason.",
        "parameters": [_identifier("brand_id"), _identifier("asset_id")],
        "responses": {"200": _content("The asset.", "application/json", "BrandAssetView")},
    }


def _preview() -> dict[str, Any]:
    """A function of its own answers this one, because it draws pictures."""
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/PreviewRequest"}}}
    return {
        "tags": ["brands"],
        "operationId": "previewTemplate",
        "summary": "Try a template",
        "description": "A dry run of the newest version: costs nothing, stores nothing. Answers where every layer "
        "came to stand, and with the picture (JPEG in base64) when exactly one placement is named. Texts that "
        "do not fit are a problem that lists each placement with the longest beginning that would fit.",
        "parameters": [_identifier("template_id")],
        "requestBody": {"required": True, "content": body},
        "responses": {"200": _content("How the texts fit.", "application/json", "TemplatePreview")},
    }


def _simulate() -> dict[str, Any]:
    """A function of its own answers this one, because it judges pictures."""
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/Simulation"}}}
    return {
        "tags": ["brands"],
        "operationId": "simulateProfile",
        "summary": "Try a draft of the profile",
        "description": "Judges the leading picture of the brand's last requests by the present profile and by the "
        "draft, and stores nothing. Tells how many outcomes change, and which findings differ. It takes as many "
        "pictures as time allows; ask for the rest with `before`.",
        "parameters": [_identifier("brand_id")],
        "requestBody": {"required": True, "content": body},
        "responses": {"200": _content("What would change.", "application/json", "SimulationResult")},
    }


def _score() -> dict[str, Any]:
    """A function of its own answers this one, because it judges pictures."""
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/VisualToScore"}}}
    return {
        "tags": ["brands"],
        "operationId": "scoreVisual",
        "summary": "Judge a visual that was made elsewhere",
        "description": "The verdict on a ready `visual`, by the brand's present profile and by the file's very bytes; "
        "the document is the one that `GET /v1/requests/{request_id}/compliance` shows. There is no list of layers: "
        "the logo is looked for, colours and lines of text are found by their pixels. Where the deployment uses "
        "Amazon Rekognition it reads the texts (`read_by`), once for each file; that call is in your costs. What "
        "cannot be judged is said. With a `placement` its exact size, formats, bytes and unsafe areas are judged, "
        "too; with `alt_text` or `caption` so are these. A conflict while the upload is not ready.",
        "parameters": [_identifier("brand_id"), _identifier("asset_id")],
        "requestBody": {"required": False, "content": body},
        "responses": {"200": _content("The verdict.", "application/json", "Verdict")},
    }


def _score_report() -> dict[str, Any]:
    """Likewise."""
    page = {"description": "The page.", "content": {"text/html": {"schema": {"type": "string"}}}}
    return {
        **_score(),
        "operationId": "reportVisual",
        "summary": "Judge a visual, and show it as a page",
        "description": "The same verdict as one page that opens and prints alone, like "
        "`GET /v1/requests/{request_id}/compliance/report`. A file of more than 4 MB is shown by a smaller copy.",
        "responses": {"200": page},
    }


def _identifier(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _content(description: str, media_type: str, schema: str) -> dict[str, Any]:
    content = {media_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": description, "content": content}
