"""The measures find what they are for."""

import pytest

from tests.browser.conftest import Windows
from tests.browser.measures import broken_pictures, overflow, pale_texts

pytestmark = pytest.mark.browser


def test_a_pale_text_a_wide_line_and_a_broken_picture_are_found(windows: Windows) -> None:
    page = windows.open(375).page
    page.set_content(
        '<p style="color:#767676">fine</p><p style="color:#7f7f7f">pale</p><img src="data:image/png,x" alt="">'
        '<div style="background:#000"><p style="color:#555">dark</p></div><pre style="width:400px">wide</pre>'
    )
    assert [row["text"] for row in pale_texts(page)] == ["pale", "dark"]
    assert overflow(page) > 0
    assert len(broken_pictures(page)) == 1
