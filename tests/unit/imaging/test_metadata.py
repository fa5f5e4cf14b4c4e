"""Rights in a file: what readers of XMP find there."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from onbrand.imaging.metadata import PARTLY_AI_MADE, PREFIXES, Rights, xmp_packet

WHOLE = Rights(
    notice="Photograph: Ærlig & Sønn <foto>",
    credit="Image by Ann on Freepik",
    terms="Freepik licence: freemium",
    licence_url="https://www.freepik.com/legal?a=1&b=2",
    ai_made=True,
)


def fields(rights: Rights) -> dict[str, str]:
    """Every property with its text, by its usual prefix."""
    packet = xmp_packet(rights).decode()
    root = ElementTree.fromstring(packet[packet.index("?>") + 2 : packet.rindex("<?")])  # noqa: S314
    (about,) = root.iter(f"{{{PREFIXES['rdf']}}}Description")
    prefixes = {uri: prefix for prefix, uri in PREFIXES.items()}
    found = {}
    for element in about:
        uri, _, name = element.tag[1:].partition("}")
        found[f"{prefixes[uri]}:{name}"] = "".join(element.itertext())
    return found


def test_licence_and_credit_are_where_iptc_has_them() -> None:
    assert fields(WHOLE) == {
        "dc:rights": WHOLE.notice,
        "photoshop:Credit": WHOLE.credit,
        "xmpRights:Marked": "True",
        "xmpRights:UsageTerms": WHOLE.terms,
        "xmpRights:WebStatement": WHOLE.licence_url,
        "Iptc4xmpExt:DigitalSourceType": PARTLY_AI_MADE,
    }


def test_only_ai_made_pictures_carry_the_mark() -> None:
    assert fields(Rights(credit="Ann")) == {"photoshop:Credit": "Ann"}


def test_nothing_to_say_is_no_packet() -> None:
    assert xmp_packet(Rights()) == b""


@given(st.text(st.characters(exclude_categories=()), max_size=1500))
def test_any_text_makes_a_packet_that_can_be_read_and_fits_a_jpeg(text: str) -> None:
    packet = xmp_packet(Rights(text, text, text, text))
    assert len(packet) < 65_000
    if packet:
        fields(Rights(text, text, text, text))
