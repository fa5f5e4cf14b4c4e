"""Provides brand profiles, brand assets, templates."""

from onbrand.adapters.dynamodb.brand import DynamoBrandRepository
from onbrand.bootstrap.parts import parts
from onbrand.bootstrap.shelf import BrandShelf
from onbrand.brand import BrandAssets, BrandLibrary, Brands, Templates


def brand_repository() -> DynamoBrandRepository:
    """The records of brands."""
    return DynamoBrandRepository(parts().table)


def brands() -> Brands:
    """Use cases of profiles."""
    return Brands(brand_repository(), parts().clock, parts().ids)


def templates() -> Templates:
    """Use cases of templates."""
    return Templates(brand_repository(), parts().clock, parts().ids)


def brand_assets() -> BrandAssets:
    """Use cases of brand assets that need no pixels."""
    return BrandAssets(brand_repository(), parts().objects, parts().clock, parts().ids)


def library() -> BrandLibrary:
    """What other rooms read of brands."""
    return BrandLibrary(brand_repository())


def shelf() -> BrandShelf:
    """The same, with the files of logos and pictures."""
    own = parts()
    return BrandShelf(brand_repository(), lambda: own.objects)
