"""What a finished file says of its rights: an XMP packet with the IPTC fields for licence and credit, and the
mark of AI-made pictures; in JPEGs also the older IPTC block (iptc.py). Nothing else of the sources goes along."""

from dataclasses import dataclass
from typing import NamedTuple
from xml.etree import ElementTree

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
META = "adobe:ns:meta/"
DC = "http://purl.org/dc/elements/1.1/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
IPTC_EXTENSION = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
PREFIXES = {
    "x": META,
    "rdf": RDF,
    "dc": DC,
    "photoshop": PHOTOSHOP,
    "xmpRights": RIGHTS,
    "Iptc4xmpExt": IPTC_EXTENSION,
}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

PARTLY_AI_MADE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
"""IPTC NewsCodes, digital source type: a composite with an element that a trained model made."""

PACKET_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'.encode()
PACKET_END = b'<?xpacket end="r"?>'
"""XMP Specification Part 1 (ISO 16684-1), 7.3.2; the id is the same in all packets."""

MAX_TEXT = 1000
"""Characters of a field; JPEG has room for 65 kB in all."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Whom a picture is from and under which licence it may be used. ``notice`` is the rights line, ``by_line`` who
    made it, ``source`` where it was got, ``licence_url`` where the licence can be read."""

    notice: str | None = None
    credit: str | None = None
    terms: str | None = None
    licence_url: str | None = None
    ai_made: bool = False
    by_line: str | None = None
    source: str | None = None


class Notes(NamedTuple):
    """What goes into a file beside its pixels: an XMP packet, and a segment for JPEGs; empty when there is nothing
    to say."""

    xmp: bytes = b""
    iptc: bytes = b""


def xmp_packet(rights: Rights) -> bytes:
    """The packet, the same bytes for the same rights; empty when there is nothing to say."""
    if rights == Rights():
        return b""
    for prefix, uri in PREFIXES.items():
        ElementTree.register_namespace(prefix, uri)
    root = ElementTree.Element(f"{{{META}}}xmpmeta")
    graph = ElementTree.SubElement(root, f"{{{RDF}}}RDF")
    about = ElementTree.SubElement(graph, f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""})
    _alternatives(about, f"{{{DC}}}rights", rights.notice)
    _listed(about, f"{{{DC}}}creator", rights.by_line)
    _text(about, f"{{{PHOTOSHOP}}}Credit", rights.credit)
    _text(about, f"{{{PHOTOSHOP}}}Source", rights.source)
    if rights.notice or rights.terms:
        _text(about, f"{{{RIGHTS}}}Marked", "True")
    _alternatives(about, f"{{{RIGHTS}}}UsageTerms", rights.terms)
    _text(about, f"{{{RIGHTS}}}WebStatement", rights.licence_url)
    if rights.ai_made:
        _text(about, f"{{{IPTC_EXTENSION}}}DigitalSourceType", PARTLY_AI_MADE)
    body: bytes = ElementTree.tostring(root, encoding="utf-8")
    return PACKET_HEAD + body + PACKET_END


def _text(parent: ElementTree.Element, tag: str, text: str | None) -> None:
    if text:
        ElementTree.SubElement(parent, tag).text = printable(text)


def _listed(parent: ElementTree.Element, tag: str, text: str | None) -> None:
    """A list in its order, as XMP wants it where there could be several."""
    if text:
        items = ElementTree.SubElement(ElementTree.SubElement(parent, tag), f"{{{RDF}}}Seq")
        ElementTree.SubElement(items, f"{{{RDF}}}li").text = printable(text)


def _alternatives(parent: ElementTree.Element, tag: str, text: str | None) -> None:
    """A text by language, as XMP wants it where one could be translated."""
    if text:
        choices = ElementTree.SubElement(ElementTree.SubElement(parent, tag), f"{{{RDF}}}Alt")
        item = ElementTree.SubElement(choices, f"{{{RDF}}}li", {LANGUAGE: "x-default"})
        item.text = printable(text)


def printable(text: str) -> str:
    """Without what XML cannot hold (XML 1.0, 2.2: control characters, surrogates, noncharacters)."""
    kept = (
        c for c in text if c in "\t\n" or (" " <= c < "\ud800") or ("\ue000" <= c <= "\ufffd") or c > "\uffff"
    )
    return "".join(kept)[:MAX_TEXT]
