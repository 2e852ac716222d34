"""The world that a mock begins with: accounts on every platform, and a past."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ...openapi import Account
from .state import State, StoredMedia, StoredPost

if TYPE_CHECKING:
    from ...openapi.world import MediaKind, PostStatus

ACCOUNTS = (
    Account("acc_tiktok", "tiktok"),
    Account("acc_tiktok_2", "tiktok"),
    Account("acc_instagram", "instagram"),
    Account("acc_facebook", "facebook"),
    Account("acc_linkedin", "linkedin"),
    Account("acc_pinterest", "pinterest", ("board_1", "board_2")),
    Account("acc_pinterest_2", "pinterest", ("board_3", "board_4")),
    Account("acc_tumblr", "tumblr"),
    Account("acc_bluesky", "bluesky"),
    Account("acc_youtube", "youtube"),
)
"""The accounts of a mock, if nothing else is said."""

NAMED_MEDIA: dict[str, MediaKind] = {
    "media_image": "image",
    "media_image_2": "image",
    "media_video": "video",
}
"""The media that examples in the descriptions name."""

PAST = 62
"""Published and failed posts, and media, of each: more than a page of 50, fewer than 100."""


def seed_history(state: State) -> None:
    """Give a state what an account in use has: media, and posts that went out, failed or wait.

    There are more than 50 and fewer than 100 of each, so that a listing has more than one page of
    the default size, and one of the largest size holds all. The objects that examples in the
    descriptions name are among them: media_image, media_image_2, media_video, post_scheduled.
    """
    for number in range(PAST):
        kind: MediaKind = "video" if number % 4 == 3 else "image"
        _media(state, state.new_id("media"), kind, timedelta(hours=6 * (PAST - number)))
    for identifier, kind in NAMED_MEDIA.items():
        _media(state, identifier, kind, timedelta(hours=1))
    pictures = [media.id for media in state.media.values() if media.kind == "image"]
    accounts = list(state.accounts.values())
    for number in range(PAST if accounts else 0):
        account = accounts[number % len(accounts)]
        status: PostStatus = "failed" if number % 9 == 5 else "published"
        age = timedelta(hours=6 * (PAST - number))
        _post(state, state.new_id("post"), account, status, age, pictures[number % len(pictures)])
    for account in accounts[:5]:
        _post(state, state.new_id("post"), account, "scheduled", timedelta(hours=1), pictures[0])
    if accounts:
        _post(state, "post_scheduled", accounts[0], "scheduled", timedelta(hours=1), pictures[0])


def _media(state: State, identifier: str, kind: MediaKind, age: timedelta) -> None:
    size = 20_000_000 if kind == "video" else 400_000
    created = state.clock.now() - age
    state.put_media(StoredMedia(identifier, kind, 1080, 1920, size=size, created=created))


def _post(
    state: State,
    identifier: str,
    account: Account,
    status: PostStatus,
    age: timedelta,
    picture: str,
) -> None:
    created = state.clock.now() - age
    state.put_post(
        StoredPost(
            identifier,
            account.id,
            status,
            platform=account.platform,
            created=created,
            scheduled_for=created + timedelta(days=25) if status == "scheduled" else None,
            content={"caption": f"From the archive: {identifier}", "media": (picture,)},
        )
    )
