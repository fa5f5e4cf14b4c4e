"""The names of the compliance checks, which a profile may call a must. The checks themselves live in a higher room."""

from collections.abc import Sequence
from difflib import get_close_matches

from onbrand.brand.errors import CheckUnknownError
from onbrand.brand.profile import ComplianceRules
from onbrand.kernel.errors import FieldError
from onbrand.kernel.validation import pointer

CHECK_NAMES = (
    *("design_colours", "palette_proportions", "forbidden_colours", "picture_colours", "text_contrast"),
    *("text_calm", "logo_presence", "logo_current", "logo_single", "logo_size", "logo_proportions"),
    *("logo_rotation", "logo_colours", "logo_contrast", "logo_clear_space", "fonts", "font_families"),
    *("text_presence", "text_size", "text_hierarchy", "text_case", "text_fits", "text_as_listed"),
    "text_as_drawn",
    *("line_length", "line_spacing", "forbidden_words", "disclaimers", "tone", "safe_zones", "margins"),
    *("alignment", "overlaps", "focal_cover", "mandatory", "text_cover", "whitespace", "balance"),
    *("logo_position", "as_listed", "picture_size", "file_size", "file_format", "caption_length"),
    *("alt_text", "text_alternative"),
)


def check_musts(rules: ComplianceRules, *, at: Sequence[str] = ()) -> None:
    """Raises CheckUnknownError that points at each name in ``must_pass`` that no check has; ``at`` is the path of the
    profile."""
    errors = [
        FieldError(pointer(*at, "compliance", "must_pass", index), _detail(name), "unknown_check")
        for index, name in enumerate(rules.must_pass)
        if name not in CHECK_NAMES
    ]
    if errors:
        raise CheckUnknownError(" ".join(dict.fromkeys(error.detail for error in errors)), errors)


def _detail(name: str) -> str:
    near = get_close_matches(name, CHECK_NAMES, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(sorted(CHECK_NAMES))}."
    return f"There is no check {name!r}. {hint}"
