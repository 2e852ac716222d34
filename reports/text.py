"""What verdicts mean, in the words that every report shares."""

from dataclasses import dataclass

from .results import UNDECIDED, CheckKind, Effect, Level, Results, Verdict

MEANINGS: dict[Verdict, str] = {
    "pass": "The API keeps the promise.",
    "fail": "The API breaks a documented promise.",
    "warn": "The API departs from a recommendation, or from what the suite had to assume.",
    "inconclusive": "The API refused the valid twin of the request, or gave no usable answer.",
    "not-applicable": "The target lacks what the check needs, such as an account on a platform.",
    "not-run": "The allowed effects or the budget ruled it out, or the run ended before.",
    "error": "The suite itself went wrong; this says nothing about the API.",
}
LEVEL_MEANINGS: dict[Level, str] = {
    "must": "documented",
    "should": "documented as a recommendation",
    "assumed": "the documents are silent",
}
CHECK_MEANINGS: dict[CheckKind, str] = {
    "accepts": "A valid request is accepted.",
    "rejects": "A request with exactly one fault is refused, while its valid twin is accepted.",
    "responds": "Responses have the documented status and shape.",
    "survives": "Hostile input never causes a server error or a hang.",
    "behaves": "Several requests together have the documented effect.",
    "probes": "Which of two contradicting readings the API follows.",
}
EFFECT_MEANINGS: dict[Effect, str] = {
    "read": "nothing was sent that could change the account",
    "reject": "only requests that the API has to refuse were sent beside reading",
    "schedule": "posts were scheduled, never published",
    "publish": "posts were published",
}

LEFT_BEHIND = "Left behind on the target"
LEFT_BEHIND_MEANING = (
    "The run made these, or may have made them, and has not deleted them. "
    "Somebody should delete them by hand."
)


@dataclass(frozen=True)
class Headline:
    """The outcome of a run in two breaths."""

    title: str
    """A few words."""
    meaning: str
    """What follows from it, in plain words."""


def headline(results: Results) -> Headline:
    """What the run found, for someone who reads nothing else."""
    must = results.summary.must_verdicts
    title = results.target.title
    applicable = sum(must.values()) - must["not-applicable"]
    undecided = sum(must[verdict] for verdict in UNDECIDED)
    match results.summary.exit_code:
        case 1:
            broken = must["fail"]
            told = [
                (
                    f"{title} breaks {broken:,} of the {counted(applicable, 'promise')} in its "
                    "documentation that apply to this target. "
                    "Software written by the documentation will meet these differences."
                )
            ]
            if undecided or not results.complete:
                told.append(_still_open(undecided, complete=results.complete))
            return Headline(
                f"{counted(broken, 'documented promise')} {_are(broken)} broken", " ".join(told)
            )
        case 2:
            errors = results.summary.verdicts["error"]
            return Headline(
                "The suite went wrong",
                f"postproof itself could not judge {counted(errors, 'requirement')}. "
                f"That says nothing about {title}, and no conclusion can be drawn before it is "
                "mended.",
            )
        case 3:
            told = ["No documented promise was seen to be broken."] if must["pass"] else []
            told.append(_still_open(undecided, complete=results.complete))
            told.append("This is not a pass.")
            return Headline(
                "Not everything is decided" if must["pass"] else "Nothing is decided",
                " ".join(told),
            )
        case _:
            kept = must["pass"]
            told = [f"{title} does what its documentation says in all that was checked."]
            if departs := results.summary.verdicts["warn"]:
                told.append(
                    f"It departs from {counted(departs, 'recommendation or assumption')}, "
                    "which is not a failure."
                )
            if missing := must["not-applicable"]:
                told.append(f"{counted(missing, 'promise')} could not apply to this target.")
            if not kept:
                return Headline("No documented promise was checked", " ".join(told))
            all_of_them = "The one" if kept == 1 else f"All {kept:,}"
            promises = "promise is" if kept == 1 else "promises are"
            return Headline(f"{all_of_them} documented {promises} kept", " ".join(told))


def counted(number: int, noun: str) -> str:
    """`1 promise`, `2,000 promises` (and `2 these or those` with both words in the plural)."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} " + " or ".join(f"{word}s" for word in noun.split(" or "))


def duration(seconds: float) -> str:
    """`0.42 s`, `12.3 s`, `14 min`, `1 h 54 min`."""
    if seconds < 9.995:
        return f"{seconds:.2f} s"
    if seconds < 119.95:
        return f"{seconds:.1f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60:,} h {minutes % 60} min"


def size(number: int) -> str:
    """`512 bytes`, `104.9 MB`: decimal units."""
    if number < 1000:
        return counted(number, "byte")
    for unit, divisor in (("kB", 1e3), ("MB", 1e6)):
        if number < divisor * 999.95:
            return f"{number / divisor:.1f} {unit}"
    return f"{number / 1e9:,.1f} GB"


def _still_open(undecided: int, *, complete: bool) -> str:
    told = f"{counted(undecided, 'documented promise')} could not be decided."
    return told if complete else f"The run did not come to its end. {told}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
