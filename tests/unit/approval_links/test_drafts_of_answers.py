"""What has been put into the form survives every page that is not an answer."""

from hypothesis import given
from hypothesis import strategies as st

from functions.approval_links.drafts import Draft, Pin, draft_of
from functions.approval_links.findings import Finding
from onbrand.content import Decision

PLACES = ("instagram_square", "facebook_feed")
FINDINGS = [Finding(number, "minor", "logo", f"check_{number}", [("x", PLACES[:1])]) for number in (1, 2)]
SHARES = st.floats(0, 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40).map(str.strip)
DRAFTS = st.builds(
    Draft,
    comment=TEXTS,
    remarks=st.dictionaries(st.sampled_from([1, 2]), TEXTS.filter(bool)),
    pins=st.lists(st.builds(Pin, st.sampled_from(PLACES), SHARES, SHARES, TEXTS), max_size=5),
    sent_back=st.sets(st.sampled_from(PLACES)).map(lambda chosen: [one for one in PLACES if one in chosen]),
)


def fields(draft: Draft) -> dict[str, list[str]]:
    """As the page sends them."""
    sent = {"comment": [draft.comment], "sent_back": list(draft.sent_back)}
    sent |= {f"remark-{number}": [text] for number, text in draft.remarks.items()}
    for index, pin in enumerate(draft.pins):
        sent |= {f"pin-{index}-at": [pin.place], f"pin-{index}": [pin.text]}
    return sent


@given(draft=DRAFTS)
def test_a_page_gives_back_what_it_was_given(draft: Draft) -> None:
    again = draft_of(fields(draft), PLACES, FINDINGS)
    assert fields(again) == fields(draft)


@given(draft=DRAFTS, decision=st.sampled_from(Decision))
def test_what_has_no_problem_can_be_written(draft: Draft, decision: Decision) -> None:
    if draft.problem(decision) is None:
        said = draft.comments(FINDINGS)
        assert len(said) == len(draft.remarks) + len(draft.pins)
        assert decision is Decision.CHANGES_REQUESTED or not draft.sent_back
        assert decision is Decision.APPROVED or draft.comment or said


def test_fields_that_the_page_does_not_have_are_left_out() -> None:
    sent = {
        "remark-9": ["x"],
        "sent_back": ["pinterest_pin"],
        "pin-0-at": ["pinterest_pin:0.5000:0.5000"],
        "pin-1-at": ["facebook_feed:nan:0.5"],
        "pin-2-at": ["facebook_feed:1.9000:0.5000"],
        "pin-2": ["there"],
    }
    draft = draft_of(sent, PLACES, FINDINGS)
    assert draft == Draft(pins=[Pin("facebook_feed", 1.0, 0.5, "there")], sent_back=[])


def test_lines_end_as_people_write_them() -> None:
    assert draft_of({"comment": ["a\r\nb"]}, PLACES, FINDINGS).comment == "a\nb"


def test_a_text_that_is_too_long_is_told_and_not_cut() -> None:
    assert "2000 characters" in str(Draft(comment="x" * 2001).problem(Decision.APPROVED))
    assert Draft(comment="x" * 2000).problem(Decision.APPROVED) is None


def test_too_many_remarks_are_told() -> None:
    pins = [Pin(PLACES[0], 0.5, 0.5, "x") for _ in range(21)]
    assert "At most 20" in str(Draft(pins=pins).problem(Decision.APPROVED))
