"""Faults in what a request names: nothing, or an object of the wrong sort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..wish import Unbuildable, Wish

if TYPE_CHECKING:
    from ...openapi import Account
    from ...openapi.rules import Exists, MediaType, NotPublished, Rule, SameAttribute
    from ..case import Case
    from .making import Making


def dangling(promise: Exists, making: Making) -> Case:
    """An id that names nothing, or a board of another account."""
    is_board = promise.role == "board"

    def concerned(account: Account) -> bool:
        if not is_board:
            return True
        return bool(account.boards) and account.platform in (
            promise.platforms or (account.platform,)
        )

    accounts = making.among(concerned)
    control = making.control(_holding(promise, making, accounts))
    target = next((a for a in reversed(accounts) if is_board and concerned(a)), None)
    place = making.place_in(control, promise.field, target)
    now = next(value for found, value in promise.field.places(control) if found == place)
    options = [
        ("postproof-unknown", "names nothing"),
        (f"{now}0", "has one character too many"),
        (f"{now[:-1]}x", "has another last character"),
    ]
    if target is not None:
        options += [
            (board, "is the board of another account")
            for account in making.world.accounts.values()
            for board in account.boards
            if board not in target.boards
        ]
    return making.one_of(control, place, [(id, note) for id, note in options if id != now])


def of_another_kind(promise: MediaType, making: Making) -> Case:
    """The id of a video where an image belongs, or the other way round."""
    others = [media for media in making.world.media.values() if media.kind != promise.type]
    if not others:
        raise Unbuildable(f"the target has no media but {promise.type} files")
    control = making.control(_holding(promise, making, making.among(lambda _: True)))
    place = making.place_in(control, promise.field)
    other = making.choose(others)
    return making.case(control, place, other.id, f"is the id of a {other.kind}")


def published(promise: NotPublished, making: Making) -> Case:
    """The id of a post that is published."""
    posts = [post for post in making.world.posts.values() if post.status == "published"]
    if not posts:
        raise Unbuildable("there is no published post to name")
    control = making.control(_holding(promise, making, making.among(lambda _: True)))
    place = making.place_in(control, promise.field)
    return making.case(control, place, making.choose(posts).id, "names a published post")


def unlike_the_others(promise: SameAttribute, making: Making) -> Case:
    """One image of another aspect ratio."""
    accounts = making.among(lambda account: account.platform in promise.platforms)
    control = making.control(_holding(promise, making, accounts))
    ratio = making.world.media[promise.field.values(control)[0]].aspect_ratio
    others = [
        media
        for media in making.world.media.values()
        if media.kind == "image" and media.aspect_ratio not in (ratio, None)
    ]
    if not others:
        raise Unbuildable("the target has no image of another aspect ratio")
    place = making.place_in(control, promise.field)
    other = making.choose(others)
    note = f"has the ratio {other.aspect_ratio}, the others have {ratio}"
    return making.case(control, place, other.id, note)


def _holding(promise: Rule, making: Making, accounts: tuple[Account, ...]) -> Wish:
    return Wish(making.context, accounts, include=frozenset({promise.field}))
