"""What the first and last bytes say of a file, whatever its name and content type claim."""

_JPEG_END = b"\xff\xd9"
_PNG_END = b"IEND\xaeB`\x82"


def is_picture(data: bytes) -> bool:
    """Whether the bytes start as JPEG, PNG or WebP do (what stock libraries send)."""
    return data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    )


def is_complete(data: bytes) -> bool:
    """Whether a picture has its end: JPEG's EOI in the second half (thumbnails have theirs early), PNG's
    IEND, WebP's size."""
    if data.startswith(b"\xff\xd8"):
        return data.rfind(_JPEG_END, len(data) // 2) != -1
    if data.startswith(b"\x89PNG"):
        return _PNG_END in data[-64:]
    return len(data) >= int.from_bytes(data[4:8], "little") + 8
