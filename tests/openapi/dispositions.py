"""What becomes of every sentence of Crosspostify's documents.

Each row paraphrases one sentence, or one line of a table, and names what it became: ids of
requirements (`*` stands for anything), `excluded:`, `conflict:` or `limit:` with an id, or
NOTHING where it promises nothing about the API. Rows stand in the order of the documents.
"""

from typing import NamedTuple

NOTHING = "nothing"
"""A heading, praise, or how the customer is to read the page."""


class Sentence(NamedTuple):
    """One sentence of a document, in our words."""

    document: str
    section: str
    says: str
    became: tuple[str, ...]


def _rows(document: str, section: str, *rows: tuple[str, ...]) -> tuple[Sentence, ...]:
    return tuple(Sentence(document, section, says, became) for says, *became in rows)  # type: ignore[arg-type]


# fmt: off
_POSTS = (
    ("The platforms that the endpoint takes", "{o}/supported-platforms"),
    ("TikTok and Pinterest alone use a title", "{o}/title-ignored"),
    ("Every Pinterest account needs a board", "{o}/board-required"),
    ("Datetimes are ISO 8601 in UTC with Z", "{o}/scheduled-for-utc"),
    ("posts, an array of objects, is required", "{o}/body/required", "{o}/body/type", "{o}/body/posts/required", "{o}/body/posts/type", "{o}/body/posts/[*]/type"),
    ("accountId, a string, is required and names the account that posts", "{o}/body/posts/[*]/accountId/required", "{o}/body/posts/[*]/accountId/type", "{o}/account-exists"),
    ("caption, a string, is required", "{o}/body/posts/[*]/caption/required", "{o}/body/posts/[*]/caption/type"),
    ("title, a string, is optional", "{o}/body/posts/[*]/title/type", "{o}/title-ignored"),
    ("boardId, a string, is optional but for Pinterest accounts", "{o}/body/posts/[*]/boardId/type", "{o}/board-required"),
    ("scheduledFor, a string, is optional and schedules the post", "{o}/body/posts/[*]/scheduledFor/type", "{o}/scheduled-for-utc", "conflict:schedule-field"),
    ("The example is JSON with every field", "{o}/accepts", "conflict:body-encoding"),
)


def _posts(operation: str, *left_out: int) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(word.format(o=operation) for word in row)
        for index, row in enumerate(_POSTS)
        if index not in left_out
    )


REFERENCE = (
    *_rows("api", "Introduction",
        ("It is organised around REST", NOTHING),
        ("URLs are predictable and speak of resources", "excluded:resource-urls"),
        ("Bodies are form-encoded", "conflict:body-encoding"),
        ("Answers are JSON", "*/response/content-type"),
        ("Response codes are the standard ones", "*/response/status"),
        ("There is a Swagger page", "excluded:dashboard"),
        ("There is a dashboard", "excluded:dashboard"),
    ),
    *_rows("api", "Base URL", ("The address of the API", NOTHING)),
    *_rows("api", "Authentication",
        ("Every request needs an API key", "*/authentication/missing"),
        ("It goes into the header X-API-Key", "*/authentication/missing", "*/authentication/wrong"),
        ("The key is found in the app", "excluded:key-in-app"),
        ("The key is powerful, keep it safe", "excluded:key-secrecy"),
        ("Do not publish it", "excluded:key-secrecy"),
    ),
    *_rows("api", "Rate Limits",
        ("There are rate limits", "limit:per-hour", "limit:per-minute", "limit:posts-per-account"),
        ("Above one comes 429", "excluded:over-the-limit"),
        ("Back off exponentially", "excluded:back-off"),
    ),
    *_rows("api", "Errors",
        ("Conventional codes tell success from failure", "*/response/status"),
        ("200: it worked", "*/accepts"),
        ("400: not acceptable, often a parameter is missing", "*/required"),
        ("401: no valid key", "*/authentication/missing", "*/authentication/wrong"),
        ("404: no such resource", "listPinterestBoards/account-exists", "deletePost/post-exists", "deleteMedia/media-exists"),
        ("429: too many requests", "excluded:over-the-limit"),
        ("500: the vendor's own mistake", "excluded:server-error"),
    ),
    *_rows("api", "Endpoints", ("All endpoints follow", "conflict:text-endpoint")),
    *_rows("api", "/post/image",
        ("A post with one image goes to several platforms", "createImagePost/accepts"),
        ("mediaId, a string, is required and names an uploaded image", "createImagePost/body/mediaId/required", "createImagePost/body/mediaId/type", "createImagePost/media-exists", "createImagePost/media-type"),
        *_posts("createImagePost"),
    ),
    *_rows("api", "/post/images",
        ("A post with several images goes to several platforms", "createImagesPost/accepts"),
        ("Instagram: 10 images", "createImagesPost/image-cap/instagram"),
        ("TikTok: 10 images", "createImagesPost/image-cap/tiktok"),
        ("LinkedIn: 10 images", "createImagesPost/image-cap/linkedin"),
        ("Pinterest: 5 images", "createImagesPost/image-cap/pinterest"),
        ("Tumblr: 10 images", "createImagesPost/image-cap/tumblr"),
        ("Bluesky: 4 images", "createImagesPost/image-cap/bluesky"),
        ("Pinterest wants one aspect ratio for all images", "createImagesPost/same-aspect-ratio"),
        ("mediaIds, an array, is required and names uploaded images", "createImagesPost/body/mediaIds/required", "createImagesPost/body/mediaIds/type", "createImagesPost/body/mediaIds/[*]/type", "createImagesPost/media-exists", "createImagesPost/media-type"),
        *_posts("createImagesPost"),
    ),
    *_rows("api", "/post/video",
        ("A post with a video goes to several platforms", "createVideoPost/accepts"),
        ("YouTube and Pinterest alone use a title", "createVideoPost/title-ignored", "conflict:video-title"),
        ("Pinterest alone uses a link", "createVideoPost/link-ignored"),
        ("mediaId, a string, is required and names an uploaded video", "createVideoPost/body/mediaId/required", "createVideoPost/body/mediaId/type", "createVideoPost/media-exists", "createVideoPost/media-type"),
        ("link, a string, is optional", "createVideoPost/body/posts/[*]/link/type", "createVideoPost/link-ignored"),
        *_posts("createVideoPost", 0, 1),
    ),
    *_rows("api", "/pinterest-boards/accountId",
        ("It lists the boards of an account", "listPinterestBoards/accepts"),
        ("accountId, a string, is required and names a Pinterest account", "listPinterestBoards/account-exists", "listPinterestBoards/pinterest-only"),
    ),
    *_rows("api", "/social-accounts",
        ("It lists the connected accounts", "listSocialAccounts/accepts"),
        ("platform, a string, filters", "listSocialAccounts/platform-filter"),
    ),
    *_rows("api", "/posts",
        ("It lists posts, filtered and in pages", "listPosts/accepts"),
        ("status, one of four words, filters", "listPosts/status-filter", "listPosts/query/status/enum"),
        ("platform, a string, filters", "listPosts/platform-filter"),
        ("limit, an integer of at most 100, 50 if left out", "listPosts/query/limit/type", "listPosts/query/limit/maximum", "listPosts/default-limit", "listPosts/limit-honoured"),
    ),
    *_rows("api", "/posts/postId",
        ("It deletes a scheduled post", "deletePost/accepts", "deletePost/deleted"),
        ("It works before publication only", "deletePost/not-published"),
        ("postId, a string, is required", "deletePost/post-exists"),
    ),
    *_rows("api", "GET /media",
        ("It lists uploaded files", "listMedia/accepts"),
        ("type, one of two words, filters", "listMedia/type-filter", "listMedia/query/type/enum"),
        ("limit, an integer of at most 100, 50 if left out", "listMedia/query/limit/type", "listMedia/query/limit/maximum", "listMedia/default-limit", "listMedia/limit-honoured"),
    ),
    *_rows("api", "POST /media",
        ("It stores an image or a video for posts to come", "uploadMedia/accepts"),
        ("The body is multipart/form-data", "uploadMedia/body/required"),
        ("media, a file, is required, up to 100 MB for images and 500 MB for videos", "uploadMedia/body/media/required", "uploadMedia/body/media/type", "uploadMedia/file-size/image", "uploadMedia/file-size/video", "conflict:file-size"),
        ("type, one of two words, is required", "uploadMedia/body/type/required", "uploadMedia/body/type/enum"),
    ),
    *_rows("api", "/media/mediaId",
        ("It deletes a file", "deleteMedia/accepts", "deleteMedia/deleted"),
        ("mediaId, a string, is required", "deleteMedia/media-exists"),
    ),
)

_DATE = ("scheduledDate, a string, is optional and in UTC; without it the post goes out at once", "{o}/body/scheduledDate/type", "{o}/scheduled-date-utc", "{o}/accepts", "conflict:schedule-field")


def _tiktok(operation: str, what: str) -> tuple[tuple[str, ...], ...]:
    return (
        (f"The title is shown as the {what}'s", "excluded:title-shown"),
        ("A caption may hold hashtags and emoji", f"{operation}/caption-text/hashtags", f"{operation}/caption-text/emojis"),
        ("Datetimes are ISO 8601 in UTC with Z", f"{operation}/scheduled-for-utc", f"{operation}/scheduled-date-utc"),
        ("The uploaded file comes from POST /media", f"{operation}/media-exists"),
        tuple(word.format(o=operation) for word in _DATE),
        ("posts has an object for each TikTok account", f"{operation}/body/posts/required", f"{operation}/several-accounts"),
        ("accountId is required and comes from the list of accounts", f"{operation}/body/posts/[*]/accountId/required", f"{operation}/account-exists"),
        ("caption is required", f"{operation}/body/posts/[*]/caption/required"),
        ("title is optional", f"{operation}/body/posts/[*]/title/type"),
        ("The example schedules at the top", "conflict:schedule-field"),
    )


TIKTOK = (
    *_rows("tiktok", "Introduction",
        ("Videos, photos and slideshows go to TikTok", "create*Post/accepts", "createImag*Post/supported-platforms"),
        ("With scheduling and labels for AI", "create*Post/scheduled-date-utc", "createVideoPost/body/posts/[*]/is_aigc/type"),
        ("Praise of TikTok", NOTHING),
        ("One call publishes to several accounts", "create*Post/several-accounts"),
        ("The rest stands in the API reference", NOTHING),
    ),
    *_rows("tiktok", "TikTok-Specific Parameters",
        ("Parameters that are not listed are ignored or do not apply", "excluded:unlisted-parameters"),
        ("accountId is required", "create*Post/body/posts/[*]/accountId/required"),
        ("caption is required, with hashtags and emoji", "create*Post/body/posts/[*]/caption/required", "create*Post/caption-text/*"),
        ("title is optional and shown", "excluded:title-shown"),
        ("is_aigc marks videos only", "createVideoPost/body/posts/[*]/is_aigc/type", "createImag*Post/aigc-ignored"),
        ("boardId is ignored", "create*Post/board-ignored"),
        ("link is ignored", "create*Post/link-ignored"),
        ("facebookFirstComment is ignored", "create*Post/first-comment-ignored"),
        ("textFormatPresetId is ignored", "create*Post/text-format-ignored"),
    ),
    *_rows("tiktok", "Supported Endpoints",
        ("TikTok takes no posts of text alone", "excluded:tiktok-text-posts"),
        ("The endpoint for text is Facebook's", "conflict:text-endpoint"),
    ),
    *_rows("tiktok", "/post/video",
        ("A video goes to TikTok, with all options", "createVideoPost/accepts"),
        ("Upload first and use the id that comes back", "uploadMedia/accepts", "createVideoPost/media-exists"),
        *_tiktok("createVideoPost", "video"),
        ("TikTok shows the title of a video", "conflict:video-title"),
        ("Set is_aigc for what AI made", "excluded:aigc-own-label"),
        ("Captions had better stay under 2200 characters", "create*Post/caption-length/tiktok", "conflict:tiktok-caption"),
        ("A title helps to be found", "excluded:title-advice"),
        ("is_aigc, a boolean, is optional and false by default", "createVideoPost/body/posts/[*]/is_aigc/type", "excluded:aigc-default"),
    ),
    *_rows("tiktok", "/post/image",
        ("A photo goes to TikTok's feed", "createImagePost/accepts"),
        ("9:16 looks best", "excluded:aspect-advice"),
        *_tiktok("createImagePost", "photo"),
    ),
    *_rows("tiktok", "/post/images",
        ("Several images go to TikTok as a carousel", "createImagesPost/accepts", "excluded:carousel"),
        ("10 images at most", "createImagesPost/image-cap/tiktok"),
        ("They appear in the order of mediaIds", "excluded:image-order"),
        ("9:16 looks best", "excluded:aspect-advice"),
        ("One aspect ratio for all looks best", "excluded:aspect-advice"),
        ("mediaIds is required, in order, 10 at most", "createImagesPost/body/mediaIds/required", "createImagesPost/image-cap/tiktok", "excluded:image-order"),
        *_tiktok("createImagesPost", "slideshow"),
    ),
    *_rows("tiktok", "Content Guidelines",
        ("TikTok has rules of its own", "excluded:platform-policy"),
        ("It may refuse or remove what breaks them", "excluded:platform-policy"),
        ("The API passes on a refusal at submission", "excluded:platform-policy"),
    ),
    *_rows("tiktok", "Video Requirements",
        ("MP4 or MOV is recommended", "uploadMedia/format/mp4", "excluded:mov-files"),
        ("100 MB at most", "conflict:file-size"),
        ("9:16 is recommended", "excluded:aspect-advice"),
        ("720p is recommended", "excluded:resolution-advice"),
    ),
    *_rows("tiktok", "Image Requirements",
        ("JPG or PNG is recommended", "uploadMedia/format/jpeg", "uploadMedia/format/png"),
        ("20 MB at most", "conflict:file-size"),
        ("9:16 is recommended", "excluded:aspect-advice"),
        ("720 by 1280 pixels are recommended", "excluded:resolution-advice"),
    ),
    *_rows("tiktok", "Caption Best Practices",
        ("2200 characters at most", "create*Post/caption-length/tiktok", "conflict:tiktok-caption"),
        ("Use fitting hashtags", "excluded:hashtag-advice"),
        ("Emoji are fully supported", "create*Post/caption-text/emojis"),
        ("Not too many hashtags", "excluded:hashtag-advice"),
    ),
    *_rows("tiktok", "Scheduling",
        ("About ten minutes ahead at least", "create*Post/schedule-lead"),
        ("Times are UTC, ISO 8601 with Z", "create*Post/scheduled-date-utc", "create*Post/scheduled-for-utc"),
        ("Without scheduledDate at once", "create*Post/accepts"),
        ("30 days ahead at most", "create*Post/schedule-horizon"),
    ),
    *_rows("tiktok", "AI-Generated Content (AIGC)",
        ("TikTok obliges creators to label what AI made", "excluded:aigc-own-label"),
        ("is_aigc is how the API lets them", "createVideoPost/body/posts/[*]/is_aigc/type"),
        ("true puts TikTok's label on it", "excluded:aigc-label"),
        ("Only for videos, ignored for images and slideshows", "createImagePost/aigc-ignored", "createImagesPost/aigc-ignored"),
        ("false if omitted", "excluded:aigc-default"),
        ("TikTok may label by itself", "excluded:aigc-own-label"),
        ("Without a label a post may be removed", "excluded:aigc-own-label"),
        ("When in doubt, set it", "excluded:aigc-own-label"),
    ),
)

FACTS = _rows("facts", "Crosspostify",
    ("250 requests an hour", "limit:per-hour"),
    ("50 requests a minute", "limit:per-minute"),
    ("Three posts a minute for one account", "limit:posts-per-account"),
    ("Above a limit comes 429", "excluded:over-the-limit"),
    ("The six status codes by number", "*/response/status", "*/authentication/missing", "*/authentication/wrong", "excluded:server-error"),
    ("Pinterest: a title of 100 characters at most", "create*Post/title-length/pinterest"),
    ("Pinterest: a caption of 500 characters at most", "create*Post/caption-length/pinterest"),
    ("Every pin needs a board", "create*Post/board-required"),
    ("Boards are listed for each account", "create*Post/board-exists", "listPinterestBoards/accepts"),
    ("Pinterest ignores is_aigc", "create*Post/aigc-ignored"),
    ("Pinterest ignores facebookFirstComment", "create*Post/first-comment-ignored"),
    ("Pinterest ignores textFormatPresetId", "create*Post/text-format-ignored"),
    ("Pinterest ignores privacy", "create*Post/privacy-ignored"),
    ("Pinterest ignores categoryId", "create*Post/category-ignored"),
    ("Pinterest ignores tags", "create*Post/tags-ignored"),
)

SENTENCES = (*REFERENCE, *TIKTOK, *FACTS)

OF_THE_SUITE = {
    "*/survives/*": "No document says so: a server that crashes or hangs refuses nothing.",
}
"""Requirements above the level `assumed` that no sentence makes, with why they stand."""
# fmt: on
