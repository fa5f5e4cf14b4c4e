"""Every check, in the order that findings are reported. A check is a module with ``RULE`` and
``check(subject)``."""

from onbrand.compliance.checks import (
    as_listed,
    design_colours,
    fonts,
    logo_clear_space,
    logo_colours,
    logo_position,
    logo_presence,
    logo_size,
    margins,
    overlaps,
    picture_colours,
    safe_zones,
    text_case,
    text_contrast,
    text_cover,
    text_hierarchy,
    text_presence,
    text_size,
    whitespace,
)

MODULES = (
    design_colours,
    picture_colours,
    text_contrast,
    logo_colours,
    logo_presence,
    logo_size,
    logo_clear_space,
    fonts,
    text_presence,
    text_size,
    text_hierarchy,
    text_case,
    safe_zones,
    margins,
    overlaps,
    text_cover,
    whitespace,
    logo_position,
    as_listed,
)
CHECKS = tuple(module.check for module in MODULES)
RULES = tuple(module.RULE for module in MODULES)
