"""What judging costs: a cold `postproof run` beside a bare replay of the same requests.

The replay is a script that imports the third-party packages that the run imports, starts an equal
mock, and sends the same bytes with httpx alone. Both are processes of their own, run in turns.

`nox -s bench` runs it against the built wheel.
"""

import json
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PAIRS = 7
MOST_REQUESTS = 250
"""The vendor's hourly quota."""
MOST_MEGABYTES = 300
HIGHEST_RATIO = 3.0

RECORD = """
import pickle, sys
from itertools import groupby

from postproof.conformance.runner.setup import Setup

clients, make = [], Setup.client
Setup.client = lambda *given: clients.append(make(*given)) or clients[-1]

from postproof.conformance.cli import main

try:
    main(["run", "crosspostify", "--out", sys.argv[1]])
except SystemExit as end:
    assert end.code == 0, end.code
installed = ("site-packages", "dist-packages")
packages = [
    name
    for name, module in list(sys.modules.items())
    if any(word in (getattr(module, "__file__", None) or "") for word in installed)
    and not name.startswith("postproof") and not name.startswith("__")
]
client = clients[0]
requests = [
    (
        exchange.wire.method,
        exchange.wire.target,
        client._headers(exchange.wire, exchange.key),
        [(chunk, len(list(same))) for chunk, same in groupby(exchange.wire.payload.chunks())],
        exchange.status,
    )
    for exchange in client.exchanges
]
with open(sys.argv[2], "wb") as file:
    pickle.dump((packages, requests), file)
"""

REPLAY = """
import pickle, sys
{imports}
import httpx
from postproof.conformance.mock import Mock
from postproof.conformance.mock.inprocess import InProcessTransport
from postproof.openapi import load

def content(runs):
    for chunk, times in runs:
        for _ in range(times):
            yield chunk

with open(sys.argv[1], "rb") as file:
    _, requests = pickle.load(file)
statuses = []
with httpx.Client(transport=InProcessTransport(Mock(load("crosspostify")).app)) as client:
    for method, target, headers, runs, _ in requests:
        answer = client.request(
            method,
            "http://crosspostify.mock" + target,
            headers=headers,
            content=content(runs) if runs else None,
        )
        statuses.append(answer.status_code)
print(sum(a == b[-1] for a, b in zip(statuses, requests, strict=True)))
"""


def main() -> None:
    """Print the figures, and fail where one is not reached."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compare(folder)


def compare(folder: Path) -> None:
    """Record a run, then run and replay in turns."""
    recording, script = folder / "recording.pickle", folder / "replay.py"
    out = folder / "report"
    called([sys.executable, "-c", RECORD, str(out), str(recording)], folder)
    packages, requests = pickle.loads(recording.read_bytes())
    script.write_text(REPLAY.format(imports=imports(packages, folder)))
    run = [sys.executable, "-m", "postproof", "run", "crosspostify", "--out", str(out)]
    replay = [sys.executable, str(script), str(recording)]
    runs, replays, megabytes = [], [], []
    for _ in range(PAIRS):
        seconds, memory, _ = called(run, folder)
        runs.append(seconds)
        megabytes.append(memory)
        seconds, _, equal = called(replay, folder)
        replays.append(seconds)
    results = json.loads((out / "results.json").read_text())
    must = results["summary"]["mustVerdicts"]
    decided = sum(must[verdict] for verdict in ("pass", "fail", "warn"))
    open_ = sum(must[verdict] for verdict in ("inconclusive", "not-run", "error"))
    ratio = statistics.median(runs) / statistics.median(replays)
    count = results["summary"]["requests"]
    rate = count / results["summary"]["seconds"]
    print(f"run                  {statistics.median(runs):>7.2f} s   {spread(runs)}")
    print(f"replay               {statistics.median(replays):>7.2f} s   {spread(replays)}")
    print(f"answers that agree   {int(equal):>7}     of {len(requests)}")
    print(f"ratio                {ratio:>7.2f}     at most {HIGHEST_RATIO:g}")
    print(f"requests             {count:>7}     at most {MOST_REQUESTS}")
    print(f"must requirements    {decided:>7}     decided, {open_} open, {must['fail']} failed")
    print(f"exchanges a second   {rate:>7.0f}     sent and judged")
    print(f"peak memory          {max(megabytes):>7.0f} MB  below {MOST_MEGABYTES}")
    missed = [
        words
        for words, reached in (
            ("ratio", ratio <= HIGHEST_RATIO),
            ("requests", count <= MOST_REQUESTS),
            ("must requirements", not open_ and not must["fail"]),
            ("peak memory", max(megabytes) < MOST_MEGABYTES),
        )
        if not reached
    ]
    if missed:
        sys.exit(f"not reached: {', '.join(missed)}")


def called(command: list[str], folder: Path) -> tuple[float, float, str]:
    """Seconds, peak memory in MB and output of a process."""
    start = time.perf_counter()
    with tempfile.TemporaryFile(dir=folder) as output:
        process = subprocess.Popen(command, stdout=output, cwd=folder)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode()
    if process.returncode:
        sys.exit(f"{command[1:]} ended with {process.returncode}\n{text}")
    unit = 1 if sys.platform == "darwin" else 1024
    return seconds, usage.ru_maxrss * unit / 1e6, text


def imports(packages: list[Any], folder: Path) -> str:
    """The import statements of those modules that can be imported by their names."""
    trial = (
        "import importlib, sys\n"
        "for name in sys.stdin.read().split():\n"
        "    try:\n"
        "        importlib.import_module(name)\n"
        "        print(name)\n"
        "    except ImportError:\n"
        "        pass\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", trial],
        input="\n".join(packages),
        text=True,
        capture_output=True,
        check=True,
        cwd=folder,
    )
    return "\n".join(f"import {name}" for name in found.stdout.split())


def spread(figures: list[float]) -> str:
    return f"{min(figures):.2f} to {max(figures):.2f}, {len(figures)} times"


if __name__ == "__main__":
    main()
