"""Merges what issue 3 adds into openapi/vocabulary.schema.json: python vocabulary_additions.py IN OUT.

Everything below `ADD` is the JSON Schema fragment itself; `main` only puts it in its places.
"""

import json
import sys

ref = lambda name: {"$ref": f"#/$defs/{name}"}  # noqa: E731
COMMON = {"level": ref("level"), "source": ref("source"), "says": ref("says")}


def entry(family, kind, title, description, required, **own):
    word = "rule" if family == "rule" else "behaviour"
    return {
        "title": title,
        "description": description,
        "type": "object",
        "properties": {
            "id": ref("id"),
            "kind": {"description": f"What sort of {word} it is.", "const": kind},
            **own,
            **COMMON,
        },
        "required": ["id", "kind", *required, "says"],
        "additionalProperties": False,
    }


def field(text):
    return {**ref("field"), "description": text}


def text(words):
    return {**ref("text"), "description": words}


def cases(*words):
    return {
        "description": "What is promised of it; each becomes one requirement.",
        "type": "array",
        "items": {"title": "a case", "type": "string", "enum": list(words)},
        "minItems": 1,
        "uniqueItems": True,
    }


def members(words):
    return {"description": words, "type": "object", "minProperties": 1}


WORDS = {
    "type": "array",
    "items": ref("text"),
    "minItems": 1,
}

DEFS = {
    "condition": {
        "title": "A way out",
        "description": "The field is given: there, and neither null nor empty; a field of the targets in every target.",
        "type": "object",
        "properties": {
            "field": field("The field that has to be given."),
            "is": {"description": "The value that it has to have; any if left out."},
            "perhaps": {
                "description": "The documents do not say whether this is a way out: such requests are neither sent as valid nor as faults.",
                "const": True,
            },
        },
        "required": ["field"],
        "additionalProperties": False,
    },
    "ways-out": {
        "title": "Ways out",
        "description": "Any of these lifts the requirement.",
        "type": "array",
        "items": ref("condition"),
        "minItems": 1,
    },
    "error-names": {
        "title": "What the error says",
        "description": "What an error in the shape of x-error holds for this fault.",
        "type": "object",
        "properties": {"code": ref("text"), "param": ref("text")},
        "minProperties": 1,
        "additionalProperties": False,
    },
    "x-error": {
        "title": "x-error: how an error says what it is about",
        "description": "Members of an error's body. An error without the member `by` has another shape, and its reason stays unproved.",
        "type": "object",
        "properties": {
            "by": text("The member by which the shape is known."),
            "field": text("The member that names the field at fault."),
            "code": text("The member that holds a code."),
            "level": ref("level"),
            "source": ref("source"),
            "says": ref("says"),
        },
        "required": ["by", "field", "source", "says"],
        "additionalProperties": False,
    },
    "x-reads": {
        "title": "x-reads: what an operation reads",
        "description": "Which single object the answer shows.",
        "type": "object",
        "properties": {
            "role": ref("object"),
            "field": field("The field of the request that names it, such as `path.postId`."),
        },
        "required": ["role", "field"],
        "additionalProperties": False,
    },
    "moment": {
        "title": "a time from now",
        "type": "string",
        "pattern": "^[+-]P(?=[0-9]|T[0-9])([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?)?(/day)?$",
        "examples": ["+P1D", "-P1D"],
    },
    "probe": {
        "title": "A probe",
        "description": "How it is found out which reading an API follows: what is sent beside the plain request, or with `sees` what other checks brought.",
        "type": "object",
        "properties": {
            "sees": {
                "description": "Looks at exchanges of this sort that other checks brought.",
                "enum": ["refused", "bad-key", "credits"],
            },
            "operation": text("The operation that is asked, by its operationId."),
            "targets": {**ref("platforms"), "description": "One request for each account on these."},
            "post": {
                "description": "What sort of post the path names.",
                "enum": ["published", "tweet-with-media"],
            },
            "sends": {
                "description": "The requests in their order; the last one's answer is looked at.",
                "type": "array",
                "minItems": 1,
                "items": {
                    "title": "A request",
                    "description": "How it differs from the plain request.",
                    "type": "object",
                    "properties": {
                        "set": {
                            "description": "Fields of the body with their values; null leaves one out, +P1D is a time from now."
                        },
                        "query": {"description": "Parameters of the query with their values."},
                        "key": text("Requests with the same word have the same idempotency key."),
                    },
                    "additionalProperties": False,
                },
            },
            "read": text("An operation that reads what was created; its answer is looked at instead."),
            "effect": {**ref("x-effect"), "description": "The worst that it may do."},
        },
        "anyOf": [{"required": ["sees"]}, {"required": ["operation", "effect"]}],
        "additionalProperties": False,
    },
    "when": {
        "title": "What shows a reading",
        "description": "All that is named has to be so in the answer.",
        "type": "object",
        "properties": {
            "answer": {"description": "What became of the request.", "enum": ["accepted", "refused"]},
            "status": ref("status"),
            "field": text("A member of the answer that has to be there."),
            "is": {"description": "Its values.", **WORDS},
            "matches": {"description": "A pattern that its text fits.", "type": "string"},
            "instant": ref("moment"),
            "same-as": {"description": "Its value is that of the request with this index.", "type": "integer"},
            "lists": {"description": "The listing holds an object of the suite's own.", "const": "own"},
            "target": ref("platforms"),
            "cost": {"description": "What a credit was taken for.", "enum": ["call", "target"]},
            "not": {"description": "The member is there, and what is said of it is not so.", "const": True},
        },
        "minProperties": 1,
        "additionalProperties": False,
    },
    # Rules
    "rule-required-unless": entry(
        "rule", "required-unless", "A field is required unless", "The field is there unless one of the ways out is taken.",
        ["field", "unless"],
        field=field("The field that has to be there."),
        unless=ref("ways-out"),
        status={**ref("status"), "description": "The documented status of the refusal."},
        error=ref("error-names"),
    ),
    "rule-own-platform": entry(
        "rule", "own-platform", "A target names its account's platform",
        "The word in the field is the platform of the account beside it.", ["field"],
        field=field("The field that names the platform."),
    ),
    "rule-time-zone": entry(
        "rule", "time-zone", "A time zone is one of IANA's", "The field holds a name from the IANA time zone database.",
        ["field"], field=field("The field that names the zone."),
    ),
    "rule-iso-8601": entry(
        "rule", "iso-8601", "A time is written by ISO 8601",
        "The field holds an ISO 8601 time, with any offset or with none.", ["field", "forms"],
        field=field("The field that holds the time."),
        forms={
            "description": "Whether it is a date, a date and time, or either.",
            "type": "array",
            "items": {"type": "string", "enum": ["date", "date-time"]},
            "minItems": 1,
            "uniqueItems": True,
        },
    ),
    "rule-used-by": entry(
        "rule", "used-by", "A field is for some platforms",
        "Requests whose targets are all on these platforms may hold the field; of others nothing is said.",
        ["field", "platforms"],
        field=field("The field."), platforms={**ref("platforms"), "description": "The platforms that use it."},
    ),
    "rule-post-state": {
        **entry(
            "rule", "post-state", "The post that is named is in this state",
            "One condition on the post that the field names; an unknown post is for `exists`.", ["field"],
            field=field("The field that names the post."),
            **{
                "is": {
                    "description": "What has become of the post.",
                    "type": "array",
                    "items": {"type": "string", "enum": ["draft", "queued", "scheduled", "published", "partial", "failed"]},
                    "minItems": 1,
                },
                "platforms": {**ref("platforms"), "description": "It went to one of these platforms."},
                "premium": {**ref("platforms"), "description": "An account that it went to on one of these platforms is a paying one."},
                "within": {**ref("duration"), "description": "It was published no longer ago."},
                "tolerance": {**ref("duration"), "description": "How near to the edge nothing is decided."},
                "status": {**ref("status"), "description": "The documented status of the refusal."},
            },
        ),
        "anyOf": [{"required": [key]} for key in ("is", "platforms", "premium", "within")],
    },
    # Behaviours
    "behaviour-filters-together": entry(
        "behaviour", "filters-together", "Filters hold together", "With several filters only entries that fit all of them are listed.",
        ["filters"],
        filters={**members("The member of an entry by query parameter."), "additionalProperties": ref("text")},
    ),
    "behaviour-pagination": entry(
        "behaviour", "pagination", "Pages follow one another",
        "Following the cursor shows every entry once and ends.", ["parameter", "next", "cases"],
        parameter=text("The query parameter that takes the cursor."),
        size=text("The query parameter that sets the length of a page."),
        next=text("The member of the answer that holds the next cursor."),
        more=text("The member of the answer that says whether more follow."),
        cases=cases("complete", "once", "more-is-true", "filters-kept"),
    ),
    "behaviour-date-range": {
        **entry(
            "behaviour", "date-range", "Dates bound a listing", "Only entries from one instant to another are listed, both included.",
            ["field"],
            **{
                "from": text("The query parameter for the earliest instant."),
                "to": text("The query parameter for the latest instant."),
                "field": text("The member of an entry that holds its instant."),
            },
        ),
        "anyOf": [{"required": ["from"]}, {"required": ["to"]}],
    },
    "behaviour-read-after-write": entry(
        "behaviour", "read-after-write", "What is read is what was written", "An object is read as it was created.",
        ["creator", "fields"],
        creator=text("The operation that creates, by its operationId."),
        fields={
            **members("Members of what is read, each with where the same value stands: in the answer to its creation, or in the request."),
            "additionalProperties": {"enum": ["answer", "request"]},
        },
    ),
    "behaviour-status-after-creation": entry(
        "behaviour", "status-after-creation", "The answer says what becomes of the post",
        "After a draft, a scheduled post, or one to publish, the member has one of the words.", ["field", "words"],
        field=text("The member of the answer."),
        words={
            **members("Words by what was asked for."),
            "properties": {"draft": WORDS, "schedule": WORDS, "publish": WORDS},
            "additionalProperties": False,
        },
    ),
    "behaviour-result-per-target": entry(
        "behaviour", "result-per-target", "Every target has its own result",
        "The answer has as many results as the request has targets, with the platforms of these.", ["results", "platform"],
        results={**ref("field"), "description": "The list in the answer."},
        platform=text("The member of a result that names the platform."),
        after={"description": "Promised only of posts that go out at once.", "const": "publish"},
        holds={
            "description": "What a result holds: where it has these values, it has these members too.",
            "type": "array",
            "items": {
                "title": "What a result holds",
                "type": "object",
                "properties": {"when": members("Members with their values."), "fields": WORDS, "source": ref("source")},
                "required": ["when", "fields"],
                "additionalProperties": False,
            },
        },
    ),
    "behaviour-partial-failure": entry(
        "behaviour", "partial-failure", "A failing platform fails alone",
        "Where some targets fail the post is partial, where all fail it failed, and each failure has its error.",
        ["field", "words", "results", "failed", "error"],
        field=text("The member of the answer that says what became of the post."),
        words={
            **members("Its words."),
            "properties": {"partial": ref("text"), "failed": ref("text")},
            "additionalProperties": False,
        },
        results={**ref("field"), "description": "The list of results in the answer."},
        failed=members("How a failed result is known."),
        error=text("The member of a failed result that says why."),
    ),
    "behaviour-retry": entry(
        "behaviour", "retry", "A retry repeats what failed alone",
        "After a retry what failed is tried again, and what is published is as it was.",
        ["creator", "reader", "results", "platform", "failed", "published", "identity", "cases"],
        creator=text("The operation that creates posts."),
        reader=text("The operation that reads one."),
        results={**ref("field"), "description": "The list of results in what is read."},
        platform=text("The member of a result that names the platform."),
        failed=members("How a failed result is known."),
        published=members("How a published result is known."),
        identity={"description": "Members of a published result that stay as they are.", **WORDS},
        cases=cases("failed-again", "published-skipped", "still-failing"),
    ),
    "behaviour-idempotent-replay": entry(
        "behaviour", "idempotent-replay", "A repeated request does nothing twice",
        "With the same key a request is answered as before and creates nothing.", ["parameter", "listing", "cases"],
        parameter=text("The header that holds the key."),
        listing=text("The operation that lists what is created."),
        cases=cases("same-answer", "nothing-created", "new-key", "concurrent"),
    ),
    "behaviour-edit-count": entry(
        "behaviour", "edit-count", "So many edits and no more", "Each edit shows, and one more than allowed is refused.",
        ["at-most", "field", "reader"],
        **{
            "at-most": {"description": "How many edits are allowed.", "type": "integer", "minimum": 1},
            "field": text("The field of the body that is changed, and of what is read."),
            "reader": text("The operation that reads the post."),
            "status": {**ref("status"), "description": "The documented status of the refusal."},
        },
    ),
    "behaviour-zone-applied": entry(
        "behaviour", "zone-applied", "A time is read in its zone", "A time without an offset is answered as the instant that it is in the zone.",
        ["field", "zone", "answer", "cases"],
        field=field("The field that holds the time."), zone=field("The field that names the zone."),
        answer=text("The member of the answer that holds the instant."),
        cases=cases("named-zone", "default-utc"),
    ),
    "behaviour-credits": entry(
        "behaviour", "credits", "Posts cost credits", "Accepted posts use up credits, failures and refusals do not, and without any the status says so.",
        ["status", "cases"],
        status={**ref("status"), "description": "The status without credits."},
        cases=cases("charged", "failures-free", "refusals-free"),
    ),
}

ROLES = ["publish-now", "draft", "idempotency-key", "media-url", "cursor", "date"]


def merge(schema):
    defs = schema["$defs"]
    defs.update(DEFS)
    for name in DEFS:
        family, _, kind = name.partition("-")
        if family in ("rule", "behaviour") and kind:
            defs[family]["properties"]["kind"]["enum"].append(kind)
            defs[family]["allOf"].append(
                {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": ref(name)}
            )
    defs["role"]["enum"] += ROLES
    for place, key in (("root", "x-error"), ("operation", "x-reads")):
        defs[place]["properties"][key] = ref(key)
        names = next(c for c in defs[place]["propertyNames"]["anyOf"] if "enum" in c)
        names["enum"].append(key)

    when = defs["rule-required-when"]
    when["properties"] |= {
        "unless": ref("ways-out"),
        "status": {**ref("status"), "description": "The documented status of the refusal."},
        "error": ref("error-names"),
    }
    defs["rule-supported-platforms"]["properties"]["contested"] = {
        **ref("platforms"),
        "description": "Platforms about which the documents disagree: neither accepted nor refused is held against the API.",
    }
    defs["rule-exists"]["properties"]["error"] = ref("error-names")
    defs["behaviour-authentication"]["properties"]["status"] = {
        "title": "a status code, or several any of which will do",
        "description": "The status that refuses a request without a valid key.",
        "type": ["integer", "array"],
        "if": {"type": "integer"},
        "then": ref("status"),
        "else": {"items": ref("status"), "minItems": 2},
    }
    defs["behaviour-filter"]["properties"]["field"] = {
        **ref("field"),
        "description": "The member of each listed entry that it is compared with; of a list in the entry any.",
    }
    defs["behaviour-delete-is-effective"]["properties"] |= {
        "reader": text("The operation that reads one such object, which answers with `status` from then on."),
        "status": {**ref("status"), "description": "How it is answered that it is gone."},
        "of": {"description": "What sort of post is deleted; one that is not published if left out.", "const": "published"},
    }
    limit = defs["x-limits"]["items"]["properties"]
    limit["counts"] = {"description": "Which requests count.", "enum": ["all", "accepted"], "default": "all"}
    limit["status"] = {**ref("status"), "description": "The status beyond the limit; 429 if left out."}
    conflict = defs["x-conflicts"]["items"]
    conflict["properties"]["probe"] = ref("probe")
    conflict["properties"]["readings"]["items"]["properties"]["when"] = ref("when")
    # What may stand beside a $ref to an entry: every parameter of every kind.
    for name, declared in defs.items():
        if name.startswith(("rule-", "behaviour-")):
            for key in declared["properties"]:
                defs["reference"]["properties"][key] = True
    return schema


if __name__ == "__main__":
    source, out = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        merged = merge(json.load(file))
    with open(out, "w", encoding="utf-8") as file:
        json.dump(merged, file, indent=2, ensure_ascii=False)
