"""The child's limits hold, and whatever happens to it is an ordinary error here."""

import os
import subprocess
import sys

import pytest

from onbrand.imaging.child import (
    measure_in_child,
    normalise_in_child,
    own_logo_in_child,
    pixels_in_child,
    run_limited,
)
from onbrand.imaging.decode import normalise, pixels
from onbrand.imaging.errors import DamagedPictureError, NotAPictureError, UnsafeLogoError
from tests.support.artworks import NORTHBEAM, PHOTOS

LIMITS = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
LIMITS += "from onbrand.imaging.child import _limit; _limit(*json.loads(sys.argv[2])); "


def test_the_child_answers_what_the_decoder_answers():
    data = (PHOTOS / "woman-with-phone.jpg").read_bytes()
    assert normalise_in_child(data) == normalise(data)


def test_the_child_hands_over_all_pixels():
    data = (PHOTOS / "woman-with-phone.jpg").read_bytes()
    found = pixels_in_child(data)
    assert found == pixels(data)
    assert len(found.data) == found.width * found.height * 3


def test_several_pictures_are_measured_in_one_child():
    photo, logo = (PHOTOS / "woman-with-phone.jpg").read_bytes(), b"no picture"
    assert measure_in_child([photo, logo, photo]) == [
        normalise(photo).measured,
        None,
        normalise(photo).measured,
    ]
    assert measure_in_child([]) == []


def test_the_child_loads_neither_the_brand_room_nor_pydantic():
    code = "import sys; from onbrand.imaging import child, decode; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    assert not {"pydantic", "numpy", "onbrand.brand", "onbrand.imaging.model"} & set(loaded)


def test_errors_of_the_child_keep_their_class():
    with pytest.raises(NotAPictureError):
        normalise_in_child(b"no picture")


def test_a_child_that_takes_too_long_is_stopped():
    with pytest.raises(DamagedPictureError, match="too long"):
        run_limited(["x"], b"", bootstrap="import time; time.sleep(60)", wall_seconds=0.5)


def test_a_child_that_spins_is_stopped_by_its_processor_limit():
    with pytest.raises(DamagedPictureError, match="limits"):
        run_limited(["x"], b"", bootstrap=LIMITS + "exec('while True: pass')", processor_seconds=1)


def test_a_child_that_takes_too_much_memory_dies_alone():
    with pytest.raises(DamagedPictureError, match="limits"):
        run_limited(["x"], b"", bootstrap=LIMITS + "bytearray(2_000_000_000)")


def test_a_child_that_crashes_dies_alone():
    with pytest.raises(DamagedPictureError, match="decoder"):
        run_limited(["x"], b"", bootstrap="import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")


def test_the_child_sees_no_credentials():
    os.environ["AWS_SECRET_ACCESS_KEY"] = "s"
    try:
        answer, _ = run_limited(
            ["x"], b"", bootstrap="import os, json; print(json.dumps({'names': sorted(os.environ)}))"
        )
    finally:
        del os.environ["AWS_SECRET_ACCESS_KEY"]
    assert "AWS_SECRET_ACCESS_KEY" not in answer["names"]


def test_logos_are_measured_in_the_child():
    own = own_logo_in_child((NORTHBEAM / "logos/full.svg").read_bytes(), "image/svg+xml")
    assert (own.width, own.height) == (539, 100)


def test_a_hostile_logo_is_refused():
    with pytest.raises(UnsafeLogoError):
        own_logo_in_child(
            b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script/></svg>', "image/svg+xml"
        )
