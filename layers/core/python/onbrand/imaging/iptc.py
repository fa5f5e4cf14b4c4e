"""The IPTC block that older archives and agencies read: IIM data in the APP13 segment of a JPEG, as Adobe puts it there."""

from onbrand.imaging.metadata import Notes, Rights, printable, xmp_packet

APP13 = b"\xff\xed"
PHOTOSHOP = b"Photoshop 3.0\0"
RESOURCE = b"8BIM" + (0x0404).to_bytes(2, "big") + b"\0\0"
"""Image resource of IPTC-NAA records, without a name (Adobe Photoshop File Formats, image resource blocks)."""

TAG = 0x1C
ENVELOPE, APPLICATION = 1, 2
CODED_CHARACTER_SET, UTF_8 = 90, b"\x1b%G"
RECORD_VERSION, VERSION = 0, (4).to_bytes(2, "big")
BY_LINE, CREDIT, SOURCE, COPYRIGHT_NOTICE = 80, 110, 115, 116
OCTETS = {BY_LINE: 32, CREDIT: 32, SOURCE: 32, COPYRIGHT_NOTICE: 128}
"""The most that a data set holds (IPTC-NAA IIM 4.2, record 2); XMP beside it has the whole text."""


def notes(rights: Rights) -> Notes:
    """What a file says of these rights, the same bytes for the same rights."""
    return Notes(xmp_packet(rights), iptc_segment(rights))


def iptc_segment(rights: Rights) -> bytes:
    """The segment with its marker; empty when there is nothing to say."""
    written = {
        BY_LINE: rights.by_line,
        CREDIT: rights.credit,
        SOURCE: rights.source,
        COPYRIGHT_NOTICE: rights.notice,
    }
    texts = {number: data for number, text in written.items() if (data := _fitting(text, OCTETS[number]))}
    if not texts:
        return b""
    head = _data_set(ENVELOPE, CODED_CHARACTER_SET, UTF_8) + _data_set(APPLICATION, RECORD_VERSION, VERSION)
    records = head + b"".join(_data_set(APPLICATION, number, data) for number, data in texts.items())
    block = PHOTOSHOP + RESOURCE + len(records).to_bytes(4, "big") + records + bytes(len(records) % 2)
    return APP13 + (len(block) + 2).to_bytes(2, "big") + block


def _data_set(record: int, number: int, data: bytes) -> bytes:
    return bytes((TAG, record, number)) + len(data).to_bytes(2, "big") + data


def _fitting(text: str | None, octets: int) -> bytes:
    """The beginning that fits, in whole characters on one line."""
    line = " ".join(printable(text or "").split())
    return line.encode()[:octets].decode(errors="ignore").rstrip().encode()
