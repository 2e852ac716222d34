"""Cells, extras and properties for pytest-html and JUnit."""

from postproof.reports.pytest_html import cells, extra, header_cells, junit_properties

from .miniatures import ACCEPTED, exchange, hostile, requirement


def test_cells() -> None:
    """The columns are requirement, level and source."""
    assert header_cells() == ["<th>Requirement</th>", "<th>Level</th>", "<th>Source</th>"]
    assert cells(requirement()) == [
        "<td>createImagesPost/image-cap/bluesky</td>",
        "<td>must</td>",
        "<td>API reference, /post/images, Platform Image Limits</td>",
    ]


def test_extra() -> None:
    """The extra tells the reason and each exchange, also one without a response."""
    request = exchange().request
    kept = requirement(
        exchanges=(
            exchange("valid", request=request, response=ACCEPTED, curl="curl & x", note="<all>"),
            exchange("step", request=request, response=None, error="timed out", curl="curl y"),
            exchange("step", request=request, response=None, curl="curl z"),
        )
    )
    shown = extra(kept)
    assert [
        tuple(part for part in wanted if part in shown)
        for wanted in (
            ("<h4>valid, 12 ms: &lt;all&gt;</h4>", "&quot;post_1&quot;", "<pre>curl &amp; x</pre>"),
            ("<h4>step, 12 ms</h4>", "<pre>timed out</pre>", "<pre>curl y</pre>"),
            ("<h4>step, 12 ms</h4>", "<pre>no response</pre>", "<pre>curl z</pre>"),
        )
    ] == [
        ("<h4>valid, 12 ms: &lt;all&gt;</h4>", "&quot;post_1&quot;", "<pre>curl &amp; x</pre>"),
        ("<h4>step, 12 ms</h4>", "<pre>timed out</pre>", "<pre>curl y</pre>"),
        ("<h4>step, 12 ms</h4>", "<pre>no response</pre>", "<pre>curl z</pre>"),
    ]


def test_hostile_texts_stay_texts() -> None:
    """No markup and no control character of a response gets into the page or the XML."""
    broken = hostile().requirements[0]
    shown = "".join([*cells(broken), extra(broken)])
    assert tuple(each for each in ("<script", "\x1b", "\x00") if each not in shown) == (
        "<script",
        "\x1b",
        "\x00",
    )
    shown = "".join(value for _, value in junit_properties(broken))
    assert tuple(each for each in ("\x1b", "\x00", "\ud800") if each not in shown) == (
        "\x1b",
        "\x00",
        "\ud800",
    )


def test_junit_properties() -> None:
    """JUnit carries the requirement's id first."""
    assert junit_properties(requirement()) == [
        ("requirement", "createImagesPost/image-cap/bluesky"),
        ("operation", "POST /post/images"),
        ("level", "must"),
        ("source", "API reference, /post/images, Platform Image Limits"),
        ("verdict", "pass"),
    ]
