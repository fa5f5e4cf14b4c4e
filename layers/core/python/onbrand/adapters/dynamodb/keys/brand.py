"""Keys of brands, their assets and templates."""

from onbrand.adapters.dynamodb.keys.shape import aggregate_partition, ordinal, organization_partition
from onbrand.adapters.dynamodb.table import Key


def brand(organization_id: str, brand_id: str) -> Key:
    """The current profile. Prefix ``BRANDS``."""
    return Key(organization_partition(organization_id), f"BRAND#{brand_id}")


def brand_version(organization_id: str, brand_id: str, version: int) -> Key:
    """A version of the profile; never changed."""
    return Key(aggregate_partition(organization_id, "brand", brand_id), f"V#{ordinal(version)}")


def brand_asset(organization_id: str, brand_id: str, asset_id: str) -> Key:
    """A brand asset. Prefix ``brand_assets_prefix``."""
    return Key(organization_partition(organization_id), f"{brand_assets_prefix(brand_id)}{asset_id}")


def brand_assets_prefix(brand_id: str) -> str:
    """Sort keys of a brand's assets."""
    return f"BRANDASSET#{brand_id}#"


def brand_logos_partition(organization_id: str, brand_id: str) -> str:
    """gsi1 partition of a brand's ready logos; sort key: the asset's id."""
    return f"ORG#{organization_id}#BRAND#{brand_id}#LOGOS"


BRANDS = "BRAND#"


def current_asset(organization_id: str, brand_id: str, kind: str, name: str) -> Key:
    """The newest ready asset of a place: a logo's variant, a font's family and weight, or a picture's name (a slug)."""
    return Key(organization_partition(organization_id), f"{current_assets_prefix(brand_id, kind)}{name}")


def current_assets_prefix(brand_id: str, kind: str) -> str:
    """Sort keys of a brand's current logos, pictures or fonts."""
    return f"BRANDCURRENT#{brand_id}#{kind}#"


def template(organization_id: str, template_id: str) -> Key:
    """The current template. Prefix ``TEMPLATES``."""
    return Key(organization_partition(organization_id), f"{TEMPLATES}{template_id}")


TEMPLATES = "TEMPLATE#"


def published_template(organization_id: str, template_id: str) -> Key:
    """The newest published version of a template."""
    return Key(aggregate_partition(organization_id, "template", template_id), "PUBLISHED")


def brand_templates_partition(organization_id: str, brand_id: str) -> str:
    """gsi1 partition of a brand's templates; sort key: the template's id."""
    return f"ORG#{organization_id}#BRAND#{brand_id}#TEMPLATES"


def brand_published_partition(organization_id: str, brand_id: str) -> str:
    """gsi1 partition of a brand's published templates; sort key: the template's id."""
    return f"ORG#{organization_id}#BRAND#{brand_id}#PUBLISHED"


def template_version(organization_id: str, template_id: str, version: int) -> Key:
    """A version of the template; never changed."""
    return Key(aggregate_partition(organization_id, "template", template_id), f"V#{ordinal(version)}")


def use_of_template(organization_id: str, template_id: str, request_id: str) -> Key:
    """A request that uses the template. Prefix ``USES`` of ``aggregate_partition(o, "template", t)``."""
    return Key(aggregate_partition(organization_id, "template", template_id), f"{USES}{request_id}")


def use_of_brand(organization_id: str, brand_id: str, request_id: str) -> Key:
    """A request that uses the profile. Prefix ``USES`` of ``aggregate_partition(o, "brand", b)``."""
    return Key(aggregate_partition(organization_id, "brand", brand_id), f"{USES}{request_id}")


USES = "USE#"
