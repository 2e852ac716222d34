"""Does the API answer what it cannot like without crashing or hanging?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..finding import Evidence, Finding, told

if TYPE_CHECKING:
    from ..exchange import Exchange

EXPECTED = "an answer other than 5xx"

NOT_IMPLEMENTED = 501
"""RFC 9110, 15.6.2: the proper answer to a method that a server does not know."""


def judge(case: str, exchange: Exchange) -> Finding:
    """The finding on one hostile request."""
    evidence = (Evidence("fault", exchange, case),)
    received = told(exchange)
    if exchange.answer is None:
        return Finding("fail", f"It gave no answer: {exchange.error}.", EXPECTED, received, evidence)
    fitting = case == "wrong-method" and exchange.status == NOT_IMPLEMENTED
    if exchange.crashed and not fitting:
        return Finding("fail", f"It answered with {received}.", EXPECTED, received, evidence)
    return Finding("pass", f"It answered with {received}.", EXPECTED, received, evidence)
