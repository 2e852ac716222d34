"""Examples of rules about what a text may hold."""

from collections.abc import Iterator

from ..worlds import CREATE, to
from .examples import Example, everywhere, holds

SOURCES = {
    "hashtags": "tiktok § TikTok-Specific Parameters: hashtags",
    "emojis": "tiktok § Caption Best Practices: emojis",
}


def samples() -> Iterator[Example]:
    """Captions that TikTok's page promises to support."""
    for sample, source in SOURCES.items():
        for name in everywhere(f"caption-text/{sample}"):
            create = CREATE[name.partition("/")[0]]
            for caption in ("My latest 🎬 #fyp #viral", "#fyp", "👀🎬📸", "plain"):
                request = create(to("instagram"), to("tiktok", caption=caption))
                yield holds(name, caption, source, request)


EXAMPLES = tuple(samples())
