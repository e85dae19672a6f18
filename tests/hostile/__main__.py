"""`python -m tests.hostile [files|templates|texts|listed|requests] [--count N] [--seed S]`: the big runs; 1 when a promise was broken."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Sequence

import structlog

from tests.hostile import fields, files, listed, requests, templates, texts
from tests.hostile.door import UPLOADS, memory, opened


def _files(seed: int, count: int, routes: Sequence[str]) -> list[str]:
    wrong: list[str] = []
    of = tuple(one for one in UPLOADS if not routes or one.address in routes)
    with opened() as door:
        for route, outcome in files.run(door, seed=seed, count=count, of=of):
            answers = ", ".join(f"{said} x {times}" for said, times in sorted(outcome.answers.items()))
            _say(
                f"{route.address}: {outcome.sent} files, longest {outcome.longest:.1f} s of the processor: {answers}"
            )
            wrong += outcome.wrong
        if door.client.get("/").status_code != 200:
            wrong.append("an honest person is not served any more")
    own, child = memory()
    _say(f"memory at most: this process {own >> 20} MB, a child {child >> 20} MB")
    return wrong


def _templates(_: int, count: int, __: Sequence[str]) -> list[str]:
    found = templates.run(templates.chosen(count))
    _say(f"outcomes: {dict(found.outcomes.most_common())}")
    return [*found.escapes, *found.events]


def _texts(seed: int, count: int, _: Sequence[str]) -> list[str]:
    shapes = len(fields.fields())
    # Fewer would leave fields out.
    said = fields.run(seed=seed, count=max(count, shapes))
    visited = ", ".join(f"{len(seen)} by {channel}" for channel, seen in said.visited.items())
    _say(
        f"{said.tried} texts over {shapes} shapes of fields, {visited}: {dict(sorted(said.outcomes.items()))}"
    )
    return said.wrong


def _listed(_: int, __: int, ___: Sequence[str]) -> list[str]:
    wrong: list[str] = []
    for channel in fields.CHANNELS:
        said = listed.run(channel=channel, turns=len(texts.listed()))
        _say(
            f"{channel}: {said.tried} texts of the list in {len(said.visited[channel])} shapes of fields: {dict(said.outcomes)}"
        )
        wrong += said.wrong
    return wrong


def _requests(seed: int, count: int, _: Sequence[str]) -> list[str]:
    with opened() as door:
        said = requests.run(door, seed=seed, count=count)
    _say(
        f"{said.asked} requests, {said.unsent} that cannot be sent, longest {said.longest:.2f} s of the processor"
        f" and {said.longest_wait:.2f} s of the clock: {dict(sorted(said.statuses.items()))}"
    )
    return said.wrong


RUNS = {"files": _files, "templates": _templates, "texts": _texts, "listed": _listed, "requests": _requests}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Run what was asked; print seeds, figures and every broken promise."""
    parser = argparse.ArgumentParser(prog="make hostile ARGS=")
    parser.add_argument("what", nargs="*", choices=[*RUNS, []], help="default: all")
    parser.add_argument("--count", type=int, default=300, help="cases for each way in")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    parser.add_argument(
        "--route",
        action="append",
        choices=[one.address for one in UPLOADS],
        default=[],
        help="files: only here",
    )
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    wrong: list[str] = []
    for what in asked.what or RUNS:
        _say(f"{what}: seed {asked.seed}, {asked.count} for each way in")
        wrong += RUNS[what](asked.seed, asked.count, asked.route)
    for fault in wrong:
        _say(f"WRONG {fault}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
