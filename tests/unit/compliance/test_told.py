"""What a layer list tells of a text, held against strokes and reading."""

from hypothesis import given
from hypothesis import strategies as st

from onbrand.compliance import Post, ReadText, Severity
from onbrand.compliance.redrawn import Likeness
from onbrand.compliance.told import UNLIKE, Told
from onbrand.imaging import LayerType, PlacedLayer
from tests.support.drawings import BODY_BOX, Drawing, answer, text

BOX = (0, 0, 10, 10)
WORDS = "A spring filter roast, out now."
CHEAP = {"wording": {"forbidden": ["cheap"]}}
LEGAL = {"wording": {"disclaimers": ["A spring filter roast, out now"]}}


def told(shares: list[float], lines: int, read: str = "") -> Told:
    layer = PlacedLayer(id="t", type=LayerType.TEXT, box=BOX, text="One more", lines=("One more",) * lines)
    return Told(layer, tuple(Likeness(share, "One more", BOX) for share in shares), read)


@given(
    st.lists(st.floats(-1, 1), max_size=4),
    st.integers(1, 4),
    st.sampled_from(["", "One more", "One mare", "Gratis!"]),
)
def test_nothing_is_confirmed_and_contradicted_at_once(shares: list[float], lines: int, read: str) -> None:
    one = told(shares[:lines], lines, read)
    assert not (one.is_drawn and one.is_contradicted)
    assert one.says_it or not one.is_drawn
    worse = told([*shares[: lines - 1], UNLIKE - 0.01], lines, read)
    assert worse.is_contradicted
    assert not worse.is_drawn


def test_strokes_are_believed_before_a_reader() -> None:
    assert told([1.0], 1, "Gratis!").says_it
    assert not told([1.0], 1, "Gratis!").is_contradicted
    assert told([], 1, "Gratis!").is_contradicted
    assert told([0.3], 1, "One more").says_it


def lying(words: str, listed: str = WORDS) -> Drawing:
    drawing = Drawing().logo().write(text("body", BODY_BOX, words, 32))
    drawing.layers[-1] = text("body", BODY_BOX, listed, 32)
    return drawing


def busy(words: str = WORDS) -> Drawing:
    drawing = Drawing().logo()
    for x in range(0, 1080, 9):
        drawing.picture.paste("#17382E", (x, 540, x + 3, 620))
    return drawing.write(text("body", BODY_BOX, words, 32))


def read(drawing: Drawing, *lines: str) -> Drawing:
    drawing.read = tuple(
        ReadText(words=one, box=(60, 560 + 200 * at, 470, 30)) for at, one in enumerate(lines)
    )
    return drawing


def test_a_word_that_the_list_hides_is_never_said_to_be_missing() -> None:
    result = answer("forbidden_words", lying("Cheap spring roast, out now."), **CHEAP)
    assert result.severity is Severity.OK
    assert result.findings[-1].unknown
    assert "contradicts" in result.findings[-1].message
    honest = answer("forbidden_words", lying(WORDS), **CHEAP)
    assert (honest.score, [one.unknown for one in honest.findings]) == (1.0, [False])


def test_a_reader_finds_it() -> None:
    drawing = read(lying("Cheap spring roast, out now."), "Cheap spring roast, out now.")
    result = answer("forbidden_words", drawing, **CHEAP)
    assert (result.score, result.findings[0].box) == (0.0, (60, 560, 470, 30))
    assert not any(one.unknown for one in result.findings)
    assert "reads" in answer("text_as_drawn", drawing).findings[-1].message


def test_a_word_in_the_photograph_is_found_too() -> None:
    drawing = read(lying(WORDS), WORDS, "CHEAP")
    result = answer("forbidden_words", drawing, **CHEAP)
    assert (result.score, result.findings[0].box) == (0.0, (60, 760, 470, 30))


def test_a_phrase_over_two_read_lines_is_found() -> None:
    drawing = read(lying(WORDS), "This is the last", "chance ever")
    assert answer("forbidden_words", drawing, wording={"forbidden": ["last chance"]}).score == 0.0


def test_a_required_sentence_that_only_a_lying_list_has_is_not_there() -> None:
    assert answer("disclaimers", lying(WORDS), **LEGAL).score == 1.0
    blind = answer("disclaimers", lying("Cheap spring roast, get it."), **LEGAL)
    assert (blind.score, blind.findings[0].unknown) == (None, True)
    seen = read(lying("Cheap spring roast, get it."), "Cheap spring roast, get it.")
    assert answer("disclaimers", seen, **LEGAL).score == 0.0
    posted = lying("Cheap spring roast, get it.")
    posted.post = Post(caption=WORDS)
    assert answer("disclaimers", posted, **LEGAL).score == 1.0


def test_what_rests_on_the_lists_word_is_said() -> None:
    for check, rules in (("forbidden_words", CHEAP), ("fonts", {}), ("tone", {"wording": {"tone": TONE}})):
        result = answer(check, busy(), **rules)
        assert result.score == 1.0
        assert result.findings[-1].unknown
        assert "only the layer list's word" in result.findings[-1].message
    drawn = answer("text_as_drawn", busy())
    assert (drawn.score, drawn.findings[0].unknown) == (None, True)


def test_a_reader_confirms_words_and_no_font() -> None:
    drawing = read(busy(), WORDS)
    assert not any(one.unknown for one in answer("forbidden_words", drawing, **CHEAP).findings)
    assert answer("fonts", drawing).findings[-1].unknown
    assert answer("text_as_drawn", drawing).score == 1.0


def test_a_font_is_not_praised_where_the_picture_shows_another() -> None:
    result = answer("fonts", lying("Cheap spring roast, out now."))
    assert (result.score, result.findings[0].unknown) == (None, True)


TONE = [{"name": "warm", "words": ["spring"], "wanted": True}]
