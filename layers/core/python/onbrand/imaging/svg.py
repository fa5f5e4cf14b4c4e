"""SVG logos: refused when they hold more than drawing, rasterised without network, files or fonts."""

import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import resvg_py
from PIL import Image

from onbrand.imaging.errors import DamagedPictureError, NotAPictureError, UnsafeLogoError

MAX_SVG_BYTES = 1_000_000
SVG = "{http://www.w3.org/2000/svg}"
DRAWING = frozenset(
    SVG + name
    for name in [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "defs",
        "title",
        "desc",
        "metadata",
        "style",
        "use",
        "symbol",
        "clipPath",
        "mask",
        "linearGradient",
        "radialGradient",
        "stop",
    ]
)
"""What a logo may be made of. Text is not, since the font would be missing; pictures and filters are not
either."""

MAX_DEPTH = 64
MAX_DRAWN = 20_000
"""Elements, counted again wherever ``use`` repeats them: a few of those could make millions."""

OUTSIDE = re.compile(r"url\(\s*['\"]?(?!['\"]?#)|@import|javascript:|expression\(", re.IGNORECASE)


def check_svg(data: bytes) -> tuple[float, float]:
    """Width and height of a harmless SVG in its own units. Raises NotAPictureError, UnsafeLogoError."""
    if len(data) > MAX_SVG_BYTES:
        raise UnsafeLogoError(f"The SVG is larger than {MAX_SVG_BYTES // 1000} kB.")
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", data, re.IGNORECASE) or b"\x00" in data:
        raise UnsafeLogoError("The SVG declares a document type or entities. Export it without them.")
    try:
        # without a document type there are no entities to expand, the one danger of this parser
        root = ElementTree.fromstring(data)  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise NotAPictureError("The file is not a readable SVG.") from error
    if root.tag != SVG + "svg":
        raise NotAPictureError("The file is not an SVG.")
    for complaint in _complaints(root):
        raise UnsafeLogoError(complaint)
    named = {element.attrib["id"]: element for element in root.iter() if "id" in element.attrib}
    if _drawn(root, named, {}, MAX_DEPTH) > MAX_DRAWN:
        raise UnsafeLogoError(f"The SVG draws more than {MAX_DRAWN} elements. Simplify it.")
    return _size(root)


def _drawn(
    element: ElementTree.Element,
    named: dict[str, ElementTree.Element],
    known: dict[ElementTree.Element, int],
    depth: int,
) -> int:
    """How many elements are drawn for this one."""
    if depth == 0:
        raise UnsafeLogoError(f"The SVG nests its elements more than {MAX_DEPTH} deep. Flatten its groups.")
    if element not in known:
        href = next((value for key, value in element.attrib.items() if key.endswith("href")), "")
        repeated = [named[href[1:]]] if element.tag == SVG + "use" and href[1:] in named else []
        known[element] = 1 + sum(_drawn(one, named, known, depth - 1) for one in [*element, *repeated])
    return known[element]


def _complaints(root: ElementTree.Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag not in DRAWING and not _is_foreign_metadata(element):
            name = str(element.tag).rpartition("}")[2]
            if name in ("text", "tspan"):
                yield "The SVG holds text. Convert its text to paths."
            yield f"The SVG holds <{name}>, which a logo must not."
        if element.tag == SVG + "style" and OUTSIDE.search(element.text or ""):
            yield "The SVG's styles refer to something outside the file."
        for key, value in element.attrib.items():
            name = key.rpartition("}")[2].lower()
            if name.startswith("on"):
                yield f"The SVG holds a script ({name})."
            if name == "href" and not value.startswith("#"):
                yield "The SVG refers to another file."
            if OUTSIDE.search(value):
                yield f"The SVG's {name} refers to something outside the file."


def _is_foreign_metadata(element: ElementTree.Element) -> bool:
    """Drawing programs leave notes in namespaces of their own; they draw nothing."""
    return isinstance(element.tag, str) and element.tag.startswith("{") and not element.tag.startswith(SVG)


def _size(root: ElementTree.Element) -> tuple[float, float]:
    try:
        if "viewBox" in root.attrib:
            width, height = (float(part) for part in re.split(r"[\s,]+", root.attrib["viewBox"].strip())[2:4])
        else:
            width, height = (float(root.attrib[side].removesuffix("px")) for side in ("width", "height"))
    except (KeyError, ValueError) as error:
        raise NotAPictureError("The SVG has no view box.") from error
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise NotAPictureError("The SVG's view box has no area.")
    return width, height


def rasterised(data: bytes, width: int, height: int) -> Image.Image:
    """The SVG in RGBA at this size. Raises DamagedPictureError."""
    check_svg(data)
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=data.decode("utf-8-sig"), width=width, height=height, skip_system_fonts=True
        )
    except ValueError as error:
        raise DamagedPictureError("The SVG cannot be drawn.") from error
    with Image.open(io.BytesIO(bytes(png)), formats=("PNG",)) as image:
        drawn = image.convert("RGBA")
    return drawn if drawn.size == (width, height) else drawn.resize((width, height), Image.Resampling.LANCZOS)
