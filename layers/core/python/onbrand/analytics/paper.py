"""Paper of reports: A4, our own fonts, sentences from left to right, names in the direction of their own letters."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from fpdf import FPDF
from fpdf.enums import XPos, YPos

MARGIN = 18
WIDTH = 210 - 2 * MARGIN
INK, PALE = (28, 36, 48), (90, 100, 114)
FALLBACKS = ("noto_sans_hebrew", "noto_sans_arabic")
WEIGHTS = (("", 400), ("B", 600))
NUMBERS_WIDTH = 20
LONGEST_NAME = 80
"""Millimetres of a page's foot: of its number, and at most of the organization's name."""


class Paper(FPDF):
    """``running``: what stands at the foot of each page after the organization's name."""

    def __init__(self, organization: str, running: str) -> None:
        super().__init__(format="A4")
        self._organization = organization
        self._running = f" · {running}"
        root = files("onbrand_fonts")
        for family in ("inter", *FALLBACKS):
            for style, weight in WEIGHTS:
                self.add_font(family, style, str(root.joinpath(family, f"{family}-{weight}.ttf")))
        self.set_fallback_fonts(list(FALLBACKS), exact_match=False)
        self.set_text_shaping(use_shaping_engine=True, direction="ltr")
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=20)

    def header(self) -> None:
        """Nothing that is seen."""
        self._anchor()

    def footer(self) -> None:
        """The name, cut when it is long, so that title and period are always there."""
        self.set_y(-14)
        self.face(8, colour=PALE)
        with self.name():
            name = self.fitted(self._organization, LONGEST_NAME)
            width = self.get_string_width(name)
            self.cell(width + 2 * self.c_margin, 5, name)
        left = WIDTH - NUMBERS_WIDTH - width - 2 * self.c_margin
        self.set_x(self.get_x() - 2 * self.c_margin)
        self.cell(left + 2 * self.c_margin, 5, self.fitted(self._running, left))
        self.cell(NUMBERS_WIDTH, 5, f"{self.page_no()} / {{nb}}", align="R")

    @contextmanager
    def name(self) -> Iterator[None]:
        """Within it, a text's first letter decides the direction; a sentence that begins with a foreign name must
        not turn round, but a name alone does."""
        self.set_text_shaping(use_shaping_engine=True)
        try:
            yield
        finally:
            self.set_text_shaping(use_shaping_engine=True, direction="ltr")

    def face(self, size: float, style: str = "", colour: tuple[int, int, int] = INK) -> None:
        """Size in points."""
        self.set_font("inter", style, size)
        self.set_text_color(*colour)
        self._anchor()

    def _anchor(self) -> None:
        """Puts the font that is set onto the page: when the first letters after that are a fallback font's, fpdf2 2.8.9
        takes the font back after them, and what follows is drawn in another one."""
        if self.page and self.font_family:
            left = self.x
            self.cell(0.01, 0, " ")
            self.x = left

    def words(self, text: str, height: float) -> None:
        """A paragraph over the whole width; ``height`` of a line in millimetres."""
        self.multi_cell(WIDTH, height, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def room(self, height: float) -> None:
        """Starts a page when less than this is left."""
        if self.will_page_break(height):
            self.add_page()

    def heading(self, text: str, follows: float) -> None:
        """A heading on the page of what ``follows`` it, in millimetres."""
        self.room(14 + follows)
        self.ln(6)
        self.face(13, "B")
        self.words(text, 6)
        self.ln(1.5)

    def fitted(self, text: str, width: float) -> str:
        """As much of the text as fits on one line."""
        if self.get_string_width(text) <= width:
            return text
        while text and self.get_string_width(f"{text}…") > width:
            text = text[:-1]
        return f"{text.rstrip()}…"
