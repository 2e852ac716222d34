"""What a target knows."""

from datetime import timedelta
from fractions import Fraction

from postproof.openapi import Account, Media, World
from postproof.openapi.world import platform_name

from .worlds import PLATFORMS, WORLD


def test_platforms() -> None:
    """A world lists its platforms once each, and the accounts on one of them."""
    assert set(WORLD.platforms) == set(PLATFORMS)
    assert len(WORLD.platforms) == len(PLATFORMS)
    assert [account.id for account in WORLD.on("tiktok")] == ["acc_tiktok", "acc_tiktok_2"]
    assert WORLD.on("myspace") == []


def test_aspect_ratio() -> None:
    """The aspect ratio is exact, and unknown without both sides."""
    ratios = [
        Media("m", "image", *sides).aspect_ratio
        for sides in ((1920, 1080), (16, 9), (1, None), (0, 5), (5, 0), ())
    ]
    assert ratios == [Fraction(16, 9), Fraction(16, 9), None, None, None, None]


def test_empty() -> None:
    """A world without anything has no platforms, and a clock in UTC."""
    assert (World().platforms, World().now.utcoffset()) == ((), timedelta(0))


def test_names() -> None:
    """Platforms are named as people write them."""
    names = [platform_name(name) for name in ("tiktok", "pinterest", "twitter", "new one")]
    assert names == ["TikTok", "Pinterest", "X", "New one"]
    assert Account("a", "tiktok").boards == ()
