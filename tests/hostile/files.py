"""Hostile files through every way in: each is accepted, or refused with a stable code, in little time and memory."""

from __future__ import annotations

import re
import resource
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from werkzeug.test import TestResponse

from tests.hostile import pdfs, word_files, workbooks, zips
from tests.hostile.door import UPLOADS, Door, UploadRoute, memory
from tests.intake.handmade import rows, text, workbook

SECONDS = 20.0
"""Of the processor; by the clock five times as many, for machines that do other things too."""
MEMORY = 512 * 1024 * 1024
_TEMPLATE = Path(__file__).parents[2] / "templates_docx" / "invitation.docx"
_CODE = re.compile(r'"code": ?"([a-z][a-z0-9_.-]*)"')
_TRACE = re.compile(r"Traceback \(most recent|File &quot;/|File \"/|site-packages")


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What became of the files: how many were sent, by answer; `wrong` are those that broke a promise."""

    sent: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    longest: float = 0.0


def file_of(kind: str, seed: int, number: int) -> tuple[str, bytes]:
    """What was done, and the file: the same for the same seed and number."""
    dice = Random(f"{seed}/{kind}/{number}")
    if kind == "pdf":
        deed = pdfs.ALL[number % len(pdfs.ALL)]
        return deed.__name__, deed(dice)
    deeds, good = {"xlsx": (workbooks.ALL, _workbook()), "docx": (word_files.ALL, _TEMPLATE.read_bytes())}[
        kind
    ]
    made = deeds[number % len(deeds)]
    return made.__name__, made(dice, zips.unpacked(good))


def run(
    door: Door, *, seed: int, count: int, of: tuple[UploadRoute, ...] = UPLOADS
) -> Iterator[tuple[UploadRoute, Outcome]]:
    """Send `count` files through each way in."""
    for route in of:
        outcome = Outcome()
        for number in range(count):
            done, raw = file_of(route.file, seed, number)
            _send(door, route, f"{route.address} {done} seed={seed} number={number}", raw, outcome)
        yield route, outcome


def _send(door: Door, route: UploadRoute, name: str, raw: bytes, outcome: Outcome) -> None:
    (own_before, child_before), started, spent = memory(), time.monotonic(), _processor()
    answer = route.send(door, raw)
    took, spent = time.monotonic() - started, _processor() - spent
    outcome.sent += 1
    outcome.longest = max(outcome.longest, spent)
    outcome.answers[_said(answer)] += 1
    own, child = memory()
    for fault, is_so in {
        f"answered {answer.status_code}": answer.status_code >= 500,
        "refused without a code": answer.status_code >= 400 and not _said(answer).partition(" ")[2],
        "a trace in the answer": bool(_TRACE.search(answer.get_data().decode(errors="replace"))),
        f"took {spent:.1f} s of the processor": spent > SECONDS,
        f"took {took:.1f} s": took > 5 * SECONDS,
        f"cost {(own - own_before) >> 20} MB here": own - own_before > MEMORY,
        # Of all children so far the largest is told: one that ended before this file was sent is none of its.
        f"cost a child {child >> 20} MB": child > max(MEMORY, child_before),
    }.items():
        if is_so:
            outcome.wrong.append(f"{name}: {fault}")


def _processor() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _said(answer: TestResponse) -> str:
    """The status, and the code by which it was refused; of pages the sentence stands for it."""
    if answer.status_code < 400 and not answer.is_json:
        return str(answer.status_code)
    codes = _CODE.findall(answer.text) if answer.is_json else re.findall(r'data-code="([^"]+)"', answer.text)
    if not codes and not answer.is_json and answer.status_code >= 400 and 'role="alert"' in answer.text:
        codes = ["(in words)"]
    return " ".join([str(answer.status_code), *sorted(set(codes))[:1]])


def _workbook() -> bytes:
    return workbook(
        {"Đại hội": rows(text("A1", "Mục"), text("B1", "Nội dung"), text("A2", "Tên"), text("B2", "x"))}
    )
