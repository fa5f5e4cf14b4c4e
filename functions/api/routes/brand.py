"""Brand profiles, brand assets and templates."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.router import Router

from functions.api.calls import (
    DEFAULT_LIMIT,
    Cursor,
    IfMatch,
    Limit,
    PathId,
    access,
    created,
    expected_version,
    page,
    versioned,
)
from functions.api.views import BrandAssetView
from onbrand.bootstrap.brand import brand_assets, brands, templates
from onbrand.brand import BrandProfile, NewAsset, ProfileDesign, Template, TemplateDesign
from onbrand.kernel.ids import Id
from onbrand.kernel.values import Value

router = Router()
TAGS = ["brands"]
Version = Annotated[
    int | None, Query(ge=1, le=99_999_999, description="A version; the newest when left out.")
]


class BrandPage(Value):
    """Some brands."""

    items: tuple[BrandProfile, ...]
    next_cursor: str | None


class AssetPage(Value):
    """Some brand assets."""

    items: tuple[BrandAssetView, ...]
    next_cursor: str | None


class TemplatePage(Value):
    """Some templates."""

    items: tuple[Template, ...]
    next_cursor: str | None


class UploadForm(Value):
    """A form to send as ``multipart/form-data`` with the file as its last field, ``file``, within ten
    minutes."""

    url: str
    fields: dict[str, str]


class StartedUpload(Value):
    """The pending asset and where its file goes. Call ``complete`` when it is there."""

    asset: BrandAssetView
    upload: UploadForm


class DefaultTemplate(Value):
    """The template for requests that name none."""

    template_id: Id | None


@router.post("/v1/brands", tags=TAGS, operation_id="createBrand", summary="Make a brand", status_code=201)
def create_brand(design: ProfileDesign) -> Response[BrandProfile]:
    """Refused with reasons when nothing could be drawn by it."""
    profile = brands().create(access(router), design)
    return created(profile, f"/v1/brands/{profile.id}", profile.version)


@router.get("/v1/brands", tags=TAGS, operation_id="listBrands", summary="Your brands")
def list_brands(limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> BrandPage:
    """Current profiles."""
    who = access(router)
    return page(BrandPage, who, "brands", cursor, lambda start: brands().profiles(who, limit, start))


@router.get("/v1/brands/<brand_id>", tags=TAGS, operation_id="getBrand", summary="A brand's profile")
def get_brand(brand_id: PathId, version: Version = None) -> Response[BrandProfile]:
    """In its current version, or the one named."""
    profile = brands().profile(access(router), brand_id, version)
    return versioned(profile, profile.version)


@router.put(
    "/v1/brands/<brand_id>",
    tags=TAGS,
    operation_id="changeBrand",
    summary="Make a new version",
)
def change_brand(brand_id: PathId, design: ProfileDesign, if_match: IfMatch = None) -> Response[BrandProfile]:
    """`If-Match` names the version that you change."""
    profile = brands().update(access(router), brand_id, design, expected_version(if_match))
    return versioned(profile, profile.version)


@router.put(
    "/v1/brands/<brand_id>/default-template",
    tags=TAGS,
    operation_id="setDefaultTemplate",
    summary="Choose the default template",
)
def set_default(brand_id: PathId, new: DefaultTemplate, if_match: IfMatch = None) -> Response[BrandProfile]:
    """`If-Match` names the version of the profile that you change."""
    version = expected_version(if_match)
    profile = brands().set_default_template(access(router), brand_id, new.template_id, version)
    return versioned(profile, profile.version)


@router.post(
    "/v1/brands/<brand_id>/assets",
    tags=TAGS,
    operation_id="startUpload",
    summary="Upload a logo, picture, font or visual",
    status_code=201,
)
def start_upload(brand_id: PathId, new: NewAsset) -> Response[StartedUpload]:
    """Answers with a form for the file; `POST .../complete` makes the asset usable. Of logos, pictures and fonts our
    own copy is kept. A `visual` is a finished picture made elsewhere: it keeps its bytes, and `POST .../score` judges it."""
    asset, form = brand_assets().begin_upload(access(router), brand_id, new)
    body = StartedUpload(asset=BrandAssetView.of(asset), upload=UploadForm(url=form.url, fields=form.fields))
    return created(body, f"/v1/brands/{brand_id}/assets/{asset.id}", asset.version)


@router.get("/v1/brands/<brand_id>/assets", tags=TAGS, operation_id="listAssets", summary="A brand's assets")
def list_assets(brand_id: PathId, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> AssetPage:
    """Newest first."""
    who = access(router)
    return page(
        AssetPage,
        who,
        f"assets/{brand_id}",
        cursor,
        lambda start: brand_assets().assets(who, brand_id, limit, start),
        lambda found: [BrandAssetView.of(one) for one in found],
    )


@router.get(
    "/v1/brands/<brand_id>/assets/<asset_id>", tags=TAGS, operation_id="getAsset", summary="A brand asset"
)
def get_asset(brand_id: PathId, asset_id: PathId) -> BrandAssetView:
    """Its status, and the reason when it was refused."""
    return BrandAssetView.of(brand_assets().asset(access(router), brand_id, asset_id))


@router.delete(
    "/v1/brands/<brand_id>/assets/<asset_id>",
    tags=TAGS,
    operation_id="deleteAsset",
    summary="Delete an asset",
    status_code=204,
)
def delete_asset(brand_id: PathId, asset_id: PathId) -> Response[None]:
    """A conflict that lists the users when it is in use."""
    brand_assets().delete(access(router), brand_id, asset_id)
    return Response(204)


@router.post(
    "/v1/brands/<brand_id>/templates",
    tags=TAGS,
    operation_id="createTemplate",
    summary="Draft a template",
    status_code=201,
)
def create_template(brand_id: PathId, design: TemplateDesign) -> Response[Template]:
    """A draft until it is published."""
    template = templates().create(access(router), brand_id, design)
    return created(template, f"/v1/templates/{template.id}", template.version)


@router.get(
    "/v1/brands/<brand_id>/templates", tags=TAGS, operation_id="listTemplates", summary="A brand's templates"
)
def list_templates(brand_id: PathId, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> TemplatePage:
    """Newest versions."""
    who = access(router)
    return page(
        TemplatePage,
        who,
        f"templates/{brand_id}",
        cursor,
        lambda start: templates().templates(who, brand_id, limit, start),
    )


@router.get("/v1/templates/<template_id>", tags=TAGS, operation_id="getTemplate", summary="A template")
def get_template(template_id: PathId, version: Version = None) -> Response[Template]:
    """In its newest version, or the one named."""
    template = templates().template(access(router), template_id, version)
    return versioned(template, template.version)


@router.put(
    "/v1/templates/<template_id>", tags=TAGS, operation_id="changeTemplate", summary="Make a new version"
)
def change_template(
    template_id: PathId, design: TemplateDesign, if_match: IfMatch = None
) -> Response[Template]:
    """A draft; what is published stays in use. `If-Match` names the version that you change."""
    template = templates().update(access(router), template_id, design, expected_version(if_match))
    return versioned(template, template.version)


@router.post(
    "/v1/templates/<template_id>/publish", tags=TAGS, operation_id="publishTemplate", summary="Publish"
)
def publish_template(template_id: PathId, if_match: IfMatch = None) -> Response[Template]:
    """Makes the newest version the one that requests use. `If-Match` names it."""
    template = templates().publish(access(router), template_id, expected_version(if_match))
    return versioned(template, template.version)


@router.delete(
    "/v1/templates/<template_id>",
    tags=TAGS,
    operation_id="deleteTemplate",
    summary="Delete a template",
    status_code=204,
)
def delete_template(template_id: PathId) -> Response[None]:
    """A conflict that lists the users when it is in use."""
    templates().delete(access(router), template_id)
    return Response(204)
