"""A mock whose clock stands still, and a client that talks to it in process."""

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from postproof.conformance.mock import Clock, Mock
from postproof.conformance.mock.inprocess import InProcessTransport
from postproof.openapi import load

NOW = datetime(2030, 5, 17, 12, 0, tzinfo=UTC)


@pytest.fixture
def mock() -> Mock:
    """A mock of Crosspostify with a past, at a fixed time."""
    return Mock(load("crosspostify"), clock=Clock(NOW))


@pytest.fixture
def client(mock: Mock) -> Iterator[httpx.Client]:
    """A client with the mock's key."""
    transport = InProcessTransport(mock.app)
    headers = {"X-API-Key": mock.api_key}
    with httpx.Client(transport=transport, base_url="http://mock", headers=headers) as client:
        yield client
