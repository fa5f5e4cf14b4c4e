"""What goes wrong with brands, their templates and assets."""

from onbrand.kernel.errors import Conflict, Invalid, NotFound, PreconditionFailed, Unprocessable


class BrandUnknownError(NotFound):
    """There is no such brand, or no such version of it."""


class TemplateUnknownError(NotFound):
    """There is no such template, or no such version of it."""


class AssetUnknownError(NotFound):
    """There is no such brand asset."""


class BrandMovedError(PreconditionFailed):
    """The brand, template or asset has changed since it was read."""


class TemplateMisfitError(Unprocessable):
    """The template uses something that the brand's profile does not have."""


class TemplateUnpublishedError(Unprocessable):
    """Only a published template of the brand can be its default."""


class TemplateInUseError(Conflict):
    """The template is used; ``errors`` lists by whom."""


class AssetInUseError(Conflict):
    """The asset is used; ``errors`` lists by which templates, or by the profile."""


class FontUnknownError(Unprocessable):
    """The profile names a font or a weight that is neither among the open ones nor uploaded."""


class CheckUnknownError(Unprocessable):
    """The profile says that a check must pass which does not exist."""


class AssetKindError(Invalid):
    """Kind, variant, name, type or size of the upload do not go together."""


class UploadMissingError(Conflict):
    """Nothing was uploaded yet."""


class AssetNotReadyError(Conflict):
    """The upload was not completed, or was refused; it says which."""
