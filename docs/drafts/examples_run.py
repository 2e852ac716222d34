"""Runs the tables against the prototype: PYTHONPATH=prototype python examples_run.py."""

import sys

import examples_platforms, examples_posts, examples_required, examples_times  # noqa: E402, E401
from postproof.openapi import load, violations  # noqa: E402

count = wrong = 0
for module in (examples_required, examples_times, examples_platforms, examples_posts):
    for example in module.EXAMPLES:
        description = load(example.vendor)
        assert example.id in description.requirements, example.id
        operation = description.operations[example.request.operation]
        found = violations(operation, example.request, example.world)
        got = {v.requirement.id: v.places for v in found}
        expected = {example.id: example.places} if example.places else {}
        count += 1
        if got != expected:
            wrong += 1
            print("WRONG", example, "\n   expected", expected, "\n   got", got)
print(count, "examples", wrong, "wrong")
for vendor in ("socialsyncer", "postpeer"):
    examples = [e for m in (examples_required, examples_times, examples_platforms, examples_posts) for e in m.EXAMPLES if e.vendor == vendor]
    rules = {r.id for r in load(vendor).requirements.values() if hasattr(r.promise, "broken")}
    print(vendor, "no holds:", sorted(rules - {e.id for e in examples if not e.places}), "no breaks:", sorted(rules - {e.id for e in examples if e.places}))
for vendor in ("socialsyncer", "postpeer"):
    for operation in load(vendor).operations.values():
        if operation.body:
            for name, value in operation.body.examples.items():
                from postproof.openapi import Request
                import examples_common as c
                path = {"postId": "tweet"} if "postId" in operation.path else {}
                found = violations(operation, Request(operation.id, path=path, body=value), c.WORLD)
                print(vendor, operation.id, name, [v.requirement.id for v in found])
