"""Pictures drawn for the checks, so that the right answer is known; their layer lists may be made to lie."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from onbrand.brand.profile import LogoVariant, ProfileDesign
from onbrand.compliance import CheckResult, FileFacts, Post, ReadText
from onbrand.compliance.checks import CHECKS, RULES
from onbrand.compliance.subject import Subject
from onbrand.imaging import Composition, LayerType, LogoFile, PlacedLayer
from onbrand.imaging.logo import drawn
from onbrand.placement import placement
from onbrand_fonts import __file__ as fonts

FONTS = Path(fonts).parent
CREAM, GREEN, COPPER = "#F6EFE3", "#17382E", "#E39A55"
SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80"><circle cx="40" cy="40" r="36"
fill="{GREEN}"/>
<path d="M40 12L48 32L68 40L48 48L40 68L32 48L12 40L32 32Z" fill="{COPPER}"/><path d="M92 64V16H104L132
48V16H142V64H130L102
32V64Z" fill="{GREEN}"/><rect x="154" y="16" width="36" height="12" fill="{GREEN}"/><rect x="154" y="36"
width="26"
height="10" fill="{GREEN}"/><rect x="154" y="54" width="36" height="10" fill="{GREEN}"/></svg>"""
LOGO = LogoFile(LogoVariant.FULL, SVG.encode(), "image/svg+xml")
LOGO_BOX, HEADING_BOX, BODY_BOX = (60, 60, 200, 80), (60, 400, 560, 90), (60, 560, 560, 40)


def profile(**changes) -> ProfileDesign:
    return ProfileDesign.model_validate(
        {
            "name": "Drawn",
            "palette": [
                {"name": "cream", "hex": CREAM, "role": "background"},
                {"name": "green", "hex": GREEN, "role": "text"},
                {"name": "copper", "hex": COPPER, "role": "accent"},
            ],
            "typography": {
                "heading": {"family": "Fraunces", "weights": [600]},
                "body": {"family": "Inter", "weights": [400]},
                **changes.pop("typography", {}),
            },
            **changes,
        }
    )


def text(
    name: str, box: tuple[int, int, int, int], words: str, size: int, role: str = "body", **changes
) -> PlacedLayer:
    return PlacedLayer(
        **{
            "id": name,
            "type": LayerType.TEXT,
            "box": box,
            "colours": (GREEN,),
            "text": words,
            "lines": (words,),
            "role": role,
            "font_family": "Fraunces" if role == "heading" else "Inter",
            "font_weight": 600 if role == "heading" else 400,
            "font_size": float(size),
            "line_height": 1.2 * size,
            **changes,
        }
    )


class Drawing:
    """A cream picture of 1080x1080 with a logo, a heading and a body text; the layer list may be made to
    lie."""

    def __init__(self, ground: str = CREAM) -> None:
        self.picture = Image.new("RGB", (1080, 1080), ground)
        self.layers = [
            PlacedLayer(id="ground", type=LayerType.COLOUR, box=(0, 0, 1080, 1080), colours=(CREAM,))
        ]
        self.logos = (LOGO,)
        self.placement_id: str | None = "instagram_square"
        self.file: FileFacts | None = None
        self.post: Post | None = None
        self.read: tuple[ReadText, ...] | None = None
        self.is_listed = True

    def logo(self, box=LOGO_BOX, listed=None, changed=None) -> "Drawing":
        pixels = drawn(LOGO, box[2], box[3])
        pixels = changed(pixels) if changed else pixels
        self.picture.paste(pixels, box[:2], pixels)
        self.layers.append(PlacedLayer(id="logo", type=LayerType.LOGO, box=listed or box))
        return self

    def write(self, layer: PlacedLayer, size: int | None = None, fill: str = GREEN) -> "Drawing":
        file = "fraunces/fraunces-600.ttf" if layer.font_family == "Fraunces" else "inter/inter-400.ttf"
        font = ImageFont.truetype(str(FONTS / file), size or round(layer.font_size))
        ImageDraw.Draw(self.picture).text(layer.box[:2], layer.lines[0], fill=fill, font=font, anchor="lt")
        self.layers.append(layer)
        return self

    def texts(self) -> "Drawing":
        return self.write(text("heading", HEADING_BOX, "Meet Morning", 80, "heading")).write(
            text("body", BODY_BOX, "A spring filter roast, out now.", 32)
        )

    def subject(self, **changes) -> Subject:
        composition = Composition(
            placement=self.placement_id or "none",
            width=self.picture.width,
            height=self.picture.height,
            layers=tuple(self.layers),
        )
        return Subject(
            picture=self.picture,
            design=profile(**changes),
            composition=composition if self.is_listed else None,
            placement=placement(self.placement_id) if self.placement_id else None,
            logos=self.logos,
            file=self.file,
            post=self.post,
            read=self.read,
        )


def answer(check: str, drawing: Drawing, **changes) -> CheckResult:
    return answered(check, drawing.subject(**changes))


def answered(check: str, subject: Subject) -> CheckResult:
    index = [rule.check for rule in RULES].index(check)
    return CHECKS[index](subject)


def good() -> Drawing:
    return Drawing().logo().texts()
