"""Files made to hurt a decoder. Sizes are claimed by headers; nothing here is large itself."""

import io
import struct
import zlib
from collections.abc import Iterator

import numpy as np
from PIL import Image

LIMIT_31 = 2**31 - 1
GREY_MCU = bytes.fromhex("28a28a00")
"""Four luma blocks and two chroma blocks without any change, by the Huffman tables of ITU-T T.81, annex K."""


def encoded(image: Image.Image, image_format: str, **options: object) -> bytes:
    """The picture as a file."""
    buffer = io.BytesIO()
    image.save(buffer, image_format, **options)
    return buffer.getvalue()


def small_picture(mode: str = "RGB") -> Image.Image:
    """A picture with edges and tones."""
    ramp = Image.linear_gradient("L").resize((64, 48))
    return Image.merge("RGB", (ramp, ramp.rotate(180), ramp)).convert(mode)


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, data: bytes = b"", colour: int = 0, *more: bytes) -> bytes:
    """A PNG that claims this size, one bit deep for grey, else eight."""
    header = struct.pack(">IIBBBBB", width, height, 8 if colour else 1, colour, 0, 0, 0)
    chunks = [chunk(b"IHDR", header), *more, chunk(b"IDAT", zlib.compress(data)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpeg_sized(data: bytes, width: int, height: int) -> bytes:
    """A JPEG whose start of frame claims this size."""
    at = next(at for at in (data.find(b"\xff\xc0"), data.find(b"\xff\xc2")) if at > 0)
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def grey_jpeg(width: int, height: int) -> bytes:
    """A whole baseline JPEG (4:2:0) of one grey in any size, made without its pixels."""
    seed = encoded(Image.new("RGB", (16, 16), (128, 128, 128)), "JPEG", subsampling=2)
    scan = seed.index(b"\xff\xda")
    start = scan + 2 + int.from_bytes(seed[scan + 2 : scan + 4], "big")
    count = ((width + 15) // 16) * ((height + 15) // 16)
    return jpeg_sized(seed[:start], width, height) + GREY_MCU * count + b"\xff\xd9"


def gif_sized(width: int, height: int) -> bytes:
    """A GIF whose screen and frame claim this size."""
    data = bytearray(encoded(small_picture(), "GIF"))
    data[6:10] = struct.pack("<HH", width, height)
    frame = data.index(b"\x2c\x00\x00\x00\x00")
    data[frame + 5 : frame + 9] = struct.pack("<HH", width, height)
    return bytes(data)


def webp_sized(width: int, height: int) -> bytes:
    """A lossless WebP (14 bits a side) that claims this size."""
    data = bytearray(encoded(small_picture(), "WEBP", lossless=True))
    at = data.index(b"VP8L") + 9
    rest = int.from_bytes(data[at : at + 4], "little") & ~0xFFFFFFF
    data[at : at + 4] = (rest | (height - 1) << 14 | (width - 1)).to_bytes(4, "little")
    return bytes(data)


def avif_sized(width: int, height: int) -> bytes:
    """An AVIF whose boxes claim this size."""
    data = bytearray(encoded(small_picture(), "AVIF", speed=10))
    at = data.index(b"ispe") + 8
    data[at : at + 8] = struct.pack(">II", width, height)
    return bytes(data)


def bombs() -> dict[str, bytes]:
    """Small files that would be huge pictures."""
    jpeg, progressive = (encoded(small_picture(), "JPEG", progressive=kind) for kind in (False, True))
    return {
        **{f"png {side}": png(side, side) for side in (9400, 13_000, 65_535, LIMIT_31, 2**32 - 1)},
        "png of one row": png(50_000_000, 1, bytes(7_000_000), 2),
        "png without end": png(6000, 6000, bytes(200_000_000), 2),
        "png text bomb": png(8, 8, bytes(9), 0, chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(100_000_000)))),
        "png profile bomb": png(8, 8, bytes(9), 0, chunk(b"iCCP", b"p\0\0" + zlib.compress(bytes(100_000_000)))),
        "png size zero": png(0, 0),
        "jpeg 65500": jpeg_sized(jpeg, 65_500, 65_500),
        "jpeg 65500 x 1500, cut": jpeg_sized(jpeg, 65_500, 1500),
        "jpeg progressive 61 MP": jpeg_sized(progressive, 9_000, 7_000),
        "jpeg progressive 59 MP, cut": jpeg_sized(progressive, 9_000, 6_600),
        "jpeg height zero": jpeg_sized(jpeg, 64, 0),
        "gif 65535": gif_sized(65_535, 65_535),
        "gif 7000, cut": gif_sized(7_000, 7_000),
        "webp 16384": webp_sized(16_384, 16_384),
        "webp 5000, cut": webp_sized(5_000, 5_000),
        "avif 2^31": avif_sized(LIMIT_31, LIMIT_31),
        "avif 65536": avif_sized(65_536, 65_536),
        "avif 5000, cut": avif_sized(5_000, 5_000),
    }  # fmt: skip


def oddities() -> dict[str, bytes]:
    """Files that are two things, or carry far too much beside their pixels."""
    jpeg = encoded(small_picture(), "JPEG")
    markup = b"<script>alert(1)</script><?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"
    exif = (
        b"Exif\0\0MM\0*\0\0\0\x08"
        + struct.pack(">H", 0xFFFF)
        + b"\x01\x12\0\x03\xff\xff\xff\xff\0\0\0\x08" * 5000
    )
    segment = b"\xff\xe1" + struct.pack(">H", len(exif[:65_000]) + 2) + exif[:65_000]
    profile = b"".join(
        b"\xff\xe2" + struct.pack(">H", 65_016) + b"ICC_PROFILE\0" + bytes([n, 255]) + bytes(65_000)
        for n in range(1, 255)
    )
    return {
        "jpeg then zip": jpeg + b"PK\x03\x04" + bytes(1000),
        "gif then script": encoded(small_picture(), "GIF") + markup,
        "gif as script": b"GIF89a/*" + markup + b"*/=1;",
        "png then html": encoded(small_picture(), "PNG") + markup,
        "jpeg comment of markup": encoded(small_picture(), "JPEG", comment=markup),
        "jpeg start, png body": b"\xff\xd8\xff\xe0" + encoded(small_picture(), "PNG"),
        "png start, jpeg body": b"\x89PNG\r\n\x1a\n" + jpeg,
        "webp start, png body": b"RIFF\xff\xff\xff\xffWEBP" + encoded(small_picture(), "PNG"),
        "avif start, jpeg body": b"\0\0\0\x1cftypavif\0\0\0\0avifmif1" + jpeg,
        "jpeg exif without end": jpeg[:2] + segment * 200 + jpeg[2:],
        "jpeg profile of 16 MB": jpeg[:2] + profile + jpeg[2:],
        "jpeg of comments": jpeg[:2] + (b"\xff\xfe\xff\xff" + bytes(65_533)) * 300 + jpeg[2:],
        "jpeg of restarts": jpeg[:2] + b"\xff\xd0" * 200_000 + jpeg[2:],
        "png of text": png(8, 8, bytes(16), 0, *[chunk(b"tEXt", b"k\0" + bytes(60_000))] * 300),
        "png exif of 20 MB": png(8, 8, bytes(16), 0, chunk(b"eXIf", b"MM\0*\0\0\0\x08" + bytes(20_000_000))),
        "svg": markup,
        "zip": b"PK\x03\x04" + bytes(2000),
        "one byte": b"\xff",
    }  # fmt: skip


def broken(seeds: int) -> Iterator[tuple[str, bytes]]:
    """Sound files of every format, cut at fifty places, and with bytes flipped at random."""
    random = np.random.default_rng(20)
    exif = Image.Exif()
    exif[0x0112] = 6
    kinds: dict[str, dict[str, object]] = {
        "JPEG": {"exif": exif},
        "JPEG progressive": {"progressive": True, "subsampling": 0},
        "PNG": {"exif": exif},
        "GIF": {},
        "WEBP": {"exif": exif},
        "WEBP lossless": {"lossless": True},
        "AVIF": {"speed": 10, "exif": exif},
    }
    for image_format, options in kinds.items():
        data = encoded(small_picture(), image_format.split()[0], **options)
        for part in range(50):
            yield f"{image_format} cut {part}", data[: len(data) * part // 50]
        for seed in range(seeds):
            flipped = bytearray(data)
            # most decoders read sizes and lengths early, so that half the flips go there
            reach = len(data) if seed % 2 else min(len(data), 200)
            for position in random.integers(0, reach, 1 + seed % 4):
                flipped[position] ^= int(random.integers(1, 256))
            yield f"{image_format} flipped {seed}", bytes(flipped)
