"""Brand profiles, brand assets and templates: the versioned values that others draw and judge by."""

from onbrand.brand.assets import AssetKind, AssetStatus, BrandAsset
from onbrand.brand.library import BrandLibrary
from onbrand.brand.profile import BrandProfile, LogoVariant, ProfileDesign
from onbrand.brand.service import Brands
from onbrand.brand.template import Template, TemplateDesign, TemplateStatus
from onbrand.brand.templates import Templates
from onbrand.brand.uploads import BrandAssets, NewAsset, Uploads

__all__ = [
    "AssetKind",
    "AssetStatus",
    "BrandAsset",
    "BrandAssets",
    "BrandLibrary",
    "BrandProfile",
    "Brands",
    "LogoVariant",
    "NewAsset",
    "ProfileDesign",
    "Template",
    "TemplateDesign",
    "TemplateStatus",
    "Templates",
    "Uploads",
]
