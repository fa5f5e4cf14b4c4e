from datetime import UTC, datetime, timedelta

import pytest

from infra.local.freepik import FreepikStandIn
from infra.local.freepik.faults import TOO_MANY
from onbrand.adapters.freepik import FreepikClient
from onbrand.adapters.freepik.limits import rate_limit_of
from onbrand.kernel.calls import RateLimitState
from onbrand.sourcing import ImageQuery, ProviderUnavailableError

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_headers_are_read_when_they_are_there_also_with_a_refusal(
    stand_in: FreepikStandIn, client: FreepikClient
) -> None:
    assert client.detail("7100001").facts.rate_limit == RateLimitState()
    stand_in.rate_limit_headers = {
        "x-ratelimit-limit": "50",
        "x-ratelimit-remaining": "49",
        "x-ratelimit-reset": "30",
    }
    state = client.search(ImageQuery(keywords=("coffee",))).facts.rate_limit
    assert (state.limit, state.remaining) == (50, 49)
    stand_in.faults.add("detail", TOO_MANY)
    with pytest.raises(ProviderUnavailableError) as caught:
        client.detail("7100001")
    assert caught.value.facts.rate_limit.remaining == 49


@pytest.mark.parametrize(
    ("headers", "resets_in"),
    [
        ({"x-ratelimit-reset": "30"}, 30),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 60)}, 60),
        ({"retry-after": "120"}, 120),
        ({"retry-after": "Mon, 04 May 2026 12:00:10 GMT"}, 10),
        ({"retry-after": "1000000000"}, None),
        ({"retry-after": "99999999999999999999"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Mon, 04 May 2099 12:00:10 GMT"}, None),
        ({"x-ratelimit-reset": "٣٠"}, None),
        ({}, None),
    ],
)
def test_a_reset_is_kept_only_when_it_makes_sense(headers: dict[str, str], resets_in: int | None) -> None:
    expected = None if resets_in is None else NOW + timedelta(seconds=resets_in)
    assert rate_limit_of(headers, NOW).resets_at == expected


@pytest.mark.parametrize("text", ["", "many", "-1", "1.5", "9" * 40])
def test_counts_that_are_none_are_left_out(text: str) -> None:
    assert rate_limit_of({"x-ratelimit-limit": text, "x-ratelimit-remaining": text}, NOW) == RateLimitState()
