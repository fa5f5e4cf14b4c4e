"""The file of a report shows what its page says."""

from decimal import Decimal

from onbrand.analytics.html import html_of
from onbrand.analytics.page import ShownAsset
from tests.unit.analytics.pages import page_of


def test_assets_are_shown_with_their_scores_and_names_as_text() -> None:
    asset = ShownAsset("<b>בוקר טוב</b>", "Northbeam", Decimal("0.995"), "A cup", None)
    html = html_of(page_of(best=(asset,)), ()).decode()
    assert '<p class="score">99.5 %</p>' in html
    assert "&lt;b&gt;בוקר טוב&lt;/b&gt;" in html and "<b>" not in html
    assert "The picture is not there any more." in html
