"""Logos that the brands have replaced: their marks were drawn otherwise, words and colours were the same."""

from functools import cache

from onbrand.brand.profile import LogoVariant
from onbrand.imaging import LogoFile

MARKS = {
    "northbeam": (
        (
            '<circle cx="50" cy="50" r="48" fill="#17382E"/>',
            '<path d="M50 2 L98 98 L2 98 Z" fill="#17382E"/>',
        ),
        ('d="M50 9 C52.6', 'd="M50 44 L72 88 L28 88 Z M50 90 C52.6'),
        (
            " 36 57 44.5 78 50 C57 55.5 53 60 50 80 C47 60 43 55.5 22 50 C43 44.5 47.4 36 50 9 Z",
            " 90 50 90 50 90 Z",
        ),
    ),
    "kobalt": (
        ('<circle cx="50" cy="50" r="42"/>', '<rect x="8" y="16" width="76" height="76"/>'),
        ('<circle cx="170" cy="50" r="42"/>', '<rect x="136" y="16" width="76" height="76"/>'),
        ("M50 50 L100 16 L122 50 Z", "M84 54 L110 8 L136 54 Z"),
    ),
    "halden": (
        ('<circle cx="46" cy="60" r="36"', '<path d="M46 24 L82 60 L46 96 L10 60 Z"'),
        ("M48 30 C48 10 66 4 86 4 C86 24 70 32 48 30 Z", "M58 4 L92 4 L92 26 L58 26 Z"),
    ),
}


@cache
def former_logo(brand: str, current: LogoFile) -> LogoFile:
    """The former one of a brand."""
    drawing = current.data.decode()
    for now, then in MARKS[brand]:
        assert now in drawing, now
        drawing = drawing.replace(now, then)
    return LogoFile(LogoVariant.FULL, drawing.encode(), current.content_type)
