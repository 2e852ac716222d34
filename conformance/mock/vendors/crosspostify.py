"""Crosspostify's answers, in the shapes that its description assumes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from ....openapi.rules import parse_instant
from ....openapi.world import platform_name
from ..refusal import Reply
from . import Vendor

if TYPE_CHECKING:
    from ....openapi import Request
    from ....openapi.request import Json
    from ..state import State, StoredPost

Item = TypeVar("Item")

PAGE = 50
"""Entries of a listing without `limit` (API reference, /posts and /media)."""


def create_post(request: Request, state: State) -> Reply:
    """Create one post for each target; its own time goes before that of all."""
    body = request.body
    media = tuple(body["mediaIds"]) if "mediaIds" in body else (body["mediaId"],)
    for_all = parse_instant(body.get("scheduledDate"))
    posts = [
        state.add_post(
            state.accounts[target["accountId"]],
            parse_instant(target.get("scheduledFor")) or for_all,
            {**target, "media": media},
        )
        for target in body["posts"]
    ]
    return Reply(200, {"posts": [_created(post) for post in posts]})


def list_boards(request: Request, state: State) -> Reply:
    """The boards of one account."""
    boards = state.accounts[request.path["accountId"]].boards
    return Reply(200, {"boards": [{"boardId": board, "name": _named(board)} for board in boards]})


def list_accounts(request: Request, state: State) -> Reply:
    """The accounts, of one platform if it is named."""
    accounts = [
        {
            "accountId": account.id,
            "platform": account.platform,
            "name": f"{platform_name(account.platform)} ({account.id})",
        }
        for account in list(state.accounts.values())
        if request.query.get("platform", account.platform) == account.platform
    ]
    return Reply(200, {"accounts": accounts})


def list_posts(request: Request, state: State) -> Reply:
    """The newest posts, of one status or platform if they are named."""
    status, platform = request.query.get("status"), request.query.get("platform")
    posts = (
        post
        for post in reversed(list(state.posts.values()))
        if status in (None, post.status.upper()) and platform in (None, post.platform)
    )
    return Reply(200, {"posts": [_listed(post) for post in _page(request, posts)]})


def delete_post(request: Request, state: State) -> Reply:
    """Delete a post."""
    state.delete_post(request.path["postId"])
    return Reply(200, {"success": True})


def list_media(request: Request, state: State) -> Reply:
    """The newest media, of one type if it is named."""
    kind = request.query.get("type")
    found = (
        media
        for media in reversed(list(state.media.values()))
        if kind in (None, media.kind.upper())
    )
    listed = [
        {"mediaId": media.id, "type": media.kind.upper(), "createdAt": _instant(media.created)}
        for media in _page(request, found)
    ]
    return Reply(200, {"media": listed})


def upload_media(request: Request, state: State) -> Reply:
    """Store a file as what the caller calls it."""
    upload = request.body["media"]
    kind = request.body["type"].lower()
    media = state.add_media(kind, upload.width, upload.height, upload.size)
    return Reply(200, {"mediaId": media.id})


def delete_media(request: Request, state: State) -> Reply:
    """Delete a file."""
    state.delete_media(request.path["mediaId"])
    return Reply(200, {"success": True})


def _page(request: Request, items: Iterable[Item]) -> list[Item]:
    return list(islice(items, request.query.get("limit", PAGE)))


def _created(post: StoredPost) -> Json:
    return {
        "postId": post.id,
        "accountId": post.account,
        "status": post.status.upper(),
        "scheduledFor": _instant(post.scheduled_for),
    }


def _listed(post: StoredPost) -> Json:
    return {
        **_created(post),
        "platform": post.platform,
        "caption": post.content["caption"],
        "createdAt": _instant(post.created),
    }


def _instant(instant: datetime | None) -> str | None:
    if instant is None:
        return None
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _named(board: str) -> str:
    return board.replace("_", " ").capitalize()


VENDOR = Vendor(
    {
        "createImagePost": create_post,
        "createImagesPost": create_post,
        "createVideoPost": create_post,
        "listPinterestBoards": list_boards,
        "listSocialAccounts": list_accounts,
        "listPosts": list_posts,
        "deletePost": delete_post,
        "listMedia": list_media,
        "uploadMedia": upload_media,
        "deleteMedia": delete_media,
    }
)
