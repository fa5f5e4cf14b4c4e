"""Hostile files: none breaks the parent, each ends in a picture or a typed error, memory stays bounded.

All of them go through one child, so that it is the decoders that are tested and not the starting of
processes.
"""

import struct
from collections import Counter
from collections.abc import Iterable

import pytest

from onbrand.imaging.child import MEMORY_BYTES, normalise_in_child, run_limited
from onbrand.imaging.errors import (
    DamagedPictureError,
    NotAPictureError,
    PictureTooLargeError,
    UnsafeLogoError,
)
from onbrand.imaging.header import DECODING_BUDGET
from onbrand.imaging.svg import check_svg
from tests.support import hostile

FACTS = """
import sys, json; sys.path[:] = json.loads(sys.argv[1])
import struct
from onbrand.imaging.child import _limit
from onbrand.imaging.decode import normalise
from onbrand.kernel.errors import OnBrandError
from PIL import AvifImagePlugin
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
_limit(*json.loads(sys.argv[2]))
whole, at, ended = sys.stdin.buffer.read(), 0, []
while at < len(whole):
    (size,) = struct.unpack_from(">I", whole, at)
    data, at = whole[at + 4 : at + 4 + size], at + 4 + size
    try:
        made = normalise(data)
        ended.append("picture")
    except OnBrandError as error:
        ended.append(type(error).__name__)
    except MemoryError:
        ended.append("MemoryError")
    except BaseException as error:
        ended.append(f"untyped: {error!r}")
    made = None
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({"ended": ended, "peak": peak * 1024}))
"""
TYPED = {"picture", "NotAPictureError", "DamagedPictureError", "PictureTooLargeError"}


def outcomes(files: Iterable[tuple[str, bytes]]) -> tuple[dict[str, str], int]:
    """How each file ended, and the child's peak memory in bytes."""
    listed = list(files)
    data = b"".join(struct.pack(">I", len(one)) + one for _, one in listed)
    answer, _ = run_limited(["x"], data, bootstrap=FACTS, processor_seconds=100, wall_seconds=200)
    return dict(zip([name for name, _ in listed], answer["ended"], strict=True)), answer["peak"]


def test_files_that_claim_to_be_huge_are_refused_or_cost_little():
    ended, peak = outcomes(hostile.bombs().items())
    refused = {name for name, end in ended.items() if end in ("PictureTooLargeError", "DamagedPictureError")}
    # libjpeg paints what is missing in grey, libavif enlarges, and a PNG may have more data than it needs
    assert ended.keys() - refused <= {
        "png without end",
        "jpeg 65500 x 1500, cut",
        "jpeg progressive 59 MP, cut",
        "avif 5000, cut",
    }
    for name in ("jpeg progressive 61 MP", "jpeg 65500", "png 9400", "webp 16384", "gif 65535"):
        assert ended[name] == "PictureTooLargeError", name
    assert peak < DECODING_BUDGET


def test_files_that_are_two_things_are_a_picture_or_a_typed_error():
    ended, peak = outcomes(hostile.oddities().items())
    assert set(ended.values()) <= TYPED
    assert ended["svg"] == ended["zip"] == "NotAPictureError"
    assert ended["jpeg then zip"] == ended["png then html"] == "picture"
    assert peak < 400_000_000


def test_cut_and_flipped_files_are_a_picture_or_a_typed_error():
    ended, peak = outcomes(hostile.broken(seeds=500))
    untyped = {name: end for name, end in ended.items() if end not in TYPED}
    assert untyped == {}
    counted = Counter(ended.values())
    assert counted["picture"] > 250
    assert counted["DamagedPictureError"] > 1000
    assert peak < MEMORY_BYTES


def test_a_baseline_jpeg_of_a_hundred_megapixels_is_decoded_within_its_memory():
    ended, peak = outcomes([("grey", hostile.grey_jpeg(10_000, 10_000))])
    assert ended == {"grey": "picture"}
    assert peak < 250_000_000


def test_a_very_large_picture_is_kept_smaller_and_its_size_is_remembered():
    picture = normalise_in_child(hostile.grey_jpeg(6_400, 4_800))
    assert (picture.width, picture.height) == (3_200, 2_400)
    assert (picture.measured.width, picture.measured.height) == (6_400, 4_800)
    assert picture.measured.colours[0][0] in ("#808080", "#7F7F7F")


def test_a_progressive_jpeg_that_is_too_large_says_what_to_do():
    data = hostile.encoded(hostile.small_picture(), "JPEG", progressive=True)
    with pytest.raises(PictureTooLargeError, match="baseline"):
        normalise_in_child(hostile.jpeg_sized(data, 9_000, 7_000))


def test_errors_come_out_of_the_child_as_they_are():
    with pytest.raises(PictureTooLargeError):
        normalise_in_child(hostile.png(13_000, 13_000))
    with pytest.raises(DamagedPictureError):
        normalise_in_child(hostile.png(8, 8))


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'


LAUGHS = "<path id='a0' d='M0 0h1v1z'/>" + "".join(
    f"<g id='a{level}'>" + f"<use href='#a{level - 1}'/>" * 4 + "</g>" for level in range(1, 9)
)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<image href="https://example.com/a.png"/>',
        '<use xlink:href="file:///etc/passwd#a"/>',
        '<use href="other.svg#a"/>',
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
        "<foreignObject><body/></foreignObject>",
        '<style>@import "https://example.com/a.css";</style>',
        "<style>path { fill: url(https://example.com/a#b) }</style>",
        '<rect fill="url( &quot;https://example.com/a#b&quot; )"/>',
        '<filter id="f"><feImage href="x"/></filter>',
        "<text>words</text>",
        '<animate attributeName="href" values="javascript:alert(1)"/>',
    ],
)  # fmt: skip
def test_an_svg_with_more_than_drawing_is_refused(inside):
    with pytest.raises(UnsafeLogoError):
        check_svg(SVG.format(inside).encode())


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><svg>&b;</svg>',
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg/>',
        b'<svg xmlns="http://www.w3.org/2000/svg">' + b"\x00" + b"</svg>",
        SVG.format("<g>" * 20_000 + "</g>" * 20_000).encode(),
        SVG.format(" " * 1_100_000).encode(),
        SVG.format(LAUGHS).encode(),
        SVG.format('<use id="a" href="#a"/>').encode(),
    ],
    ids=["entities", "outside", "nul", "deep", "long", "laughs", "circle"],
)  # fmt: skip
def test_an_svg_that_attacks_its_parser_is_refused(data):
    with pytest.raises((UnsafeLogoError, NotAPictureError)):
        check_svg(data)
