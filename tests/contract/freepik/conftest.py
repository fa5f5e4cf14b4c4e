"""The real client against the stand-in on the loopback interface."""

from collections.abc import Callable, Iterator

import pytest

from infra.local.freepik import FreepikStandIn
from onbrand.adapters.freepik import FreepikAccess, FreepikClient
from onbrand.kernel.clock import SystemClock

KEY = "FPSX-canary-2b9d1f"


@pytest.fixture
def stand_in() -> Iterator[FreepikStandIn]:
    with FreepikStandIn(key=KEY) as server:
        yield server


@pytest.fixture
def access(stand_in: FreepikStandIn) -> FreepikAccess:
    return FreepikAccess.model_validate(
        {
            "base_url": stand_in.base_url,
            "key": KEY,
            "download_origins": (stand_in.base_url,),
            "api_deadline": 5,
            "file_deadline": 5,
        }
    )


@pytest.fixture
def connect(access: FreepikAccess) -> Iterator[Callable[..., FreepikClient]]:
    """Makes clients of the stand-in; keyword arguments change the access."""
    clients: list[FreepikClient] = []

    def make(**changes: object) -> FreepikClient:
        clients.append(FreepikClient(access.model_copy(update=changes), SystemClock()))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def client(connect: Callable[..., FreepikClient]) -> FreepikClient:
    return connect()
