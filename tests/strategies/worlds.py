"""A world that has one of everything that the strategies can make use of, and some twice."""

from datetime import UTC, datetime

from postproof.openapi import Account, Media, Post, World

NOW = datetime(2026, 2, 27, 9, 30, tzinfo=UTC)

WORLD = World(
    accounts={
        account.id: account
        for account in (
            Account("acc_tiktok_1", "tiktok"),
            Account("acc_tiktok_2", "tiktok"),
            Account("acc_pinterest_1", "pinterest", boards=("board_1", "board_2")),
            Account("acc_pinterest_2", "pinterest", boards=("board_3", "board_4")),
            Account("acc_instagram", "instagram"),
            Account("acc_facebook", "facebook"),
            Account("acc_linkedin", "linkedin"),
            Account("acc_tumblr", "tumblr"),
            Account("acc_bluesky", "bluesky"),
            Account("acc_youtube", "youtube"),
        )
    },
    media={
        media.id: media
        for media in (
            *(Media(f"img_{number}", "image", 1080, 1080) for number in range(1, 12)),
            Media("img_upright", "image", 1080, 1920),
            Media("vid_1", "video", 1080, 1920),
        )
    },
    posts={
        post.id: post
        for post in (
            Post("post_scheduled", "acc_tiktok_1", "scheduled"),
            Post("post_published", "acc_tiktok_1", "published"),
        )
    },
    now=NOW,
)
"""Accounts on all platforms, eleven square images and an upright one, a video, two posts."""

NO_ACCOUNTS = World(media=WORLD.media, posts=WORLD.posts, now=NOW)
