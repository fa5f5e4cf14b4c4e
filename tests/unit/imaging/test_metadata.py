"""Rights in a file: what readers of XMP and of the older IPTC block find there."""

import io
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, IptcImagePlugin

from onbrand.imaging.encode import encode
from onbrand.imaging.iptc import OCTETS, iptc_segment, notes
from onbrand.imaging.metadata import PARTLY_AI_MADE, PREFIXES, Rights, printable, xmp_packet

WHOLE = Rights(
    notice="Photograph: Ærlig & Sønn <foto>",
    credit="Image by Ann on Freepik",
    terms="Freepik licence: freemium",
    licence_url="https://www.freepik.com/legal?a=1&b=2",
    ai_made=True,
    by_line="Ann Ærlig",
    source="Freepik",
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
        "dc:creator": WHOLE.by_line,
        "photoshop:Credit": WHOLE.credit,
        "photoshop:Source": WHOLE.source,
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
    rights = Rights(text, text, text, text, by_line=text, source=text)
    packet = xmp_packet(rights)
    assert len(packet) < 65_000
    if packet:
        fields(rights)


def iptc(rights: Rights) -> dict[tuple[int, int], bytes]:
    """The data sets that Pillow reads from a JPEG with these rights."""
    data = encode(Image.new("RGB", (16, 16), "navy"), "jpeg", 100_000, notes(rights))
    return IptcImagePlugin.getiptcinfo(Image.open(io.BytesIO(data))) or {}


def test_a_jpeg_says_credit_by_line_notice_and_source_to_readers_of_iptc() -> None:
    assert iptc(WHOLE) == {
        (1, 90): b"\x1b%G",
        (2, 0): b"\x00\x04",
        (2, 80): "Ann Ærlig".encode(),
        (2, 110): b"Image by Ann on Freepik",
        (2, 115): b"Freepik",
        (2, 116): "Photograph: Ærlig & Sønn <foto>".encode(),
    }


def test_a_jpeg_of_nobody_has_no_iptc_block() -> None:
    assert iptc(Rights(terms="Freepik licence: freemium")) == {}


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_any_text_is_cut_to_what_iptc_holds_in_whole_characters(text: str) -> None:
    rights = Rights(notice=text, credit=text, by_line=text, source=text)
    segment = iptc_segment(rights)
    assert len(segment) % 2 == 0  # image resources are padded to pairs of bytes
    assert segment == b"" or int.from_bytes(segment[2:4], "big") == len(segment) - 2
    line = " ".join(printable(text).split())
    for (record, number), data in iptc(rights).items():
        if record == 2 and number in OCTETS:
            assert 0 < len(data) <= OCTETS[number]
            assert line.startswith(data.decode())
            assert len(line.encode()) > OCTETS[number] or data.decode() == line
