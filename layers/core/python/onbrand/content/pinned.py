"""What a request was pinned to, as the later states load it."""

from onbrand.brand.profile import BrandProfile
from onbrand.brand.template import ImageLayer
from onbrand.compliance.model import Post
from onbrand.content.assets import Asset, SourcedPicture
from onbrand.content.errors import StageMissingError
from onbrand.content.model import ContentRequest, Pinned
from onbrand.content.ports import BrandFiles, Brands, Objects, RequestRepository
from onbrand.imaging.metadata import Rights
from onbrand.imaging.model import Artwork


def pins(request: ContentRequest) -> Pinned:
    """The pinned versions. Raises StageMissingError when PrepareRequest has not run."""
    if request.pinned is None:
        raise StageMissingError("The request's profile and template are not pinned yet.")
    return request.pinned


def pinned_profile(brands: Brands, request: ContentRequest) -> BrandProfile:
    """The profile in the version that the request is judged by."""
    return brands.profile(request.organization_id, request.brand_id, pins(request).profile_version)


def asset_of(repository: RequestRepository, request: ContentRequest) -> Asset:
    """The request's asset. Raises StageMissingError when SourceImage has not run."""
    asset = repository.asset(request)
    if asset is None:
        raise StageMissingError("The request has no picture yet.")
    return asset


def picture_of(asset: Asset) -> SourcedPicture:
    """The asset's picture. Raises StageMissingError when there is none."""
    if asset.source is None:
        raise StageMissingError("The request has no picture yet.")
    return asset.source


def post_of(asset: Asset) -> Post:
    """The words that go with the asset's pictures."""
    return Post(alt_text=asset.alt_text or "", caption=asset.caption or "")


def rights_of(picture: SourcedPicture) -> Rights:
    """What the files made of a picture say of its licence."""
    library = picture.provider.capitalize()
    return Rights(
        notice=f"Photograph: {picture.author}, {library}",
        by_line=picture.author,
        credit=picture.credit or f"{picture.author} / {library}",
        source=library,
        terms=f"{library} licence: {picture.licence}",
        licence_url=picture.licence_url,
        ai_made=picture.is_ai_generated,
    )


def artwork_of(brands: BrandFiles, objects: Objects, request: ContentRequest, asset: Asset) -> Artwork:
    """Everything that the request is composed of, in the pinned versions."""
    pinned = pins(request)
    profile = pinned_profile(brands, request)
    template = brands.template(request.organization_id, pinned.template_id, pinned.template_version)
    wanted = tuple(layer.image for layer in template.design.layers if isinstance(layer, ImageLayer))
    picture = picture_of(asset)
    return Artwork(
        profile=profile.design,
        template=template.design,
        photo=objects.get(picture.key),
        texts=request.brief.texts,
        logos=tuple(brands.logos(request.organization_id, request.brand_id)),
        images=brands.pictures(request.organization_id, request.brand_id, wanted) if wanted else {},
        rights=rights_of(picture),
        faces=tuple(face.box for face in picture.seen.faces),
        fonts=tuple(brands.fonts(profile)),
    )
