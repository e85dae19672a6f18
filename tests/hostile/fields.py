"""Texts that break programs, in every field, by every channel: kept sign by sign, or refused at their place."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from service.congress.text import clean, problems_of
from service.docx import compile_template, text_of
from service.intake.form import read_form
from service.intake.read import Reading, read_congress
from service.intake.workbook.grids import read_grids
from service.intake.workbook.read import read_cells
from service.intake.workbook.write import filled_workbook
from tests.docx.conftest import word_file
from tests.hostile.texts import made_up, texts
from tests.intake.forms import form_of

EXAMPLE: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "examples" / "so-cong-thuong-2023-day-du.json").read_text(encoding="utf-8")
)
ALL = tuple(dict.fromkeys(text for _, text in texts()))
_WORKBOOK_EVERY = 12
"""Writing and reading a workbook takes as long as a hundred readings of JSON: less often, once every field had its turn."""

END = "⸎"
"""Ends a text on a paper; it stands in none of them."""

Steps = tuple[str | int, ...]
"""The way to one text in the data."""


def printed_in(paper: bytes) -> list[str]:
    """The texts of a paper that end there."""
    return [line.removeprefix("\n") for line in text_of(paper).split(END)[:-1]]


def errors(text: str) -> list[str]:
    return [one.code for one in problems_of(text, multiline=True, limit=5) if not one.warning]


def leaves(value: Any, steps: Steps = ()) -> Iterator[Steps]:
    """Where texts stand in the data."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in pairs:
            yield from leaves(inner, (*steps, step))
    elif isinstance(value, str):
        yield steps


def shape(steps: Steps) -> str:
    """The field, whichever row of a list it is in."""
    return "/".join("*" if isinstance(step, int) else step for step in steps)


def fields() -> dict[str, list[Steps]]:
    """Every shape of field, and the places of that shape in the example."""
    found: dict[str, list[Steps]] = {}
    for steps in leaves(EXAMPLE):
        if steps[0] != "format":
            found.setdefault(shape(steps), []).append(steps)
    return found


def put(*placed: tuple[Steps, str]) -> dict[str, Any]:
    """The example with each text at its place."""
    value = copy.deepcopy(EXAMPLE)
    for steps, text in placed:
        held: Any = value
        for step in steps[:-1]:
            held = held[step]
        held[steps[-1]] = text
    return value


def at(value: Any, steps: Steps) -> Any:
    for step in steps:
        value = value[step] if isinstance(value, list) else value.get(step)
    return value


def broken(reading: Reading, steps: Steps, text: str) -> str:
    """What is wrong with how the text was taken; nothing when it is kept as it is, or refused at its place."""
    pointer = "/" + "/".join(map(str, steps))
    at_place = [
        one for one in reading.findings if one.pointer.startswith(pointer) and one.severity == "error"
    ]
    if errors(text):
        if reading.is_acceptable:
            return f"{pointer}: {text[:40]!a} was accepted"
        return "" if at_place else f"{pointer}: {text[:40]!a} should have been refused there"
    if reading.congress is None:
        return "" if at_place else f"{pointer}: {text[:40]!a} was neither kept nor refused there"
    kept = at(reading.congress.model_dump(mode="json"), steps)
    return "" if kept == clean(text, multiline=True) else f"{pointer}: {text[:40]!a} became {kept!a}"


def is_whole(text: str) -> bool:
    """Whether a form brings it as it is: no zero, no half of a pair, nothing at its ends that forms trim."""
    return (
        bool(text) and "\x00" not in text and not re.search("[\ud800-\udfff]", text) and text.strip() == text
    )


def fits_a_cell(text: str) -> bool:
    """Whether Excel itself could hold it: signs that XML has, one line, no more than a cell takes."""
    no_xml = re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", text)
    return is_whole(text) and not no_xml and "\n" not in clean(text, multiline=True) and len(text) < 30_000


def _by_json(value: dict[str, Any]) -> Reading:
    return read_congress(json.dumps(value).encode())


def _by_form(value: dict[str, Any]) -> Reading:
    return read_form(form_of(value))


def _by_workbook(value: dict[str, Any]) -> Reading:
    return read_cells(read_grids(filled_workbook(value)))


CHANNELS: Mapping[str, tuple[Callable[[dict[str, Any]], Reading], Callable[[str], bool], int]] = {
    "json": (_by_json, lambda _: True, 1),
    "form": (_by_form, is_whole, 1),
    "workbook": (_by_workbook, fits_a_cell, _WORKBOOK_EVERY),
}
"""How data come in, which texts can come that way at all, and how often it is tried."""


@dataclass(slots=True, kw_only=True)
class Tried:
    """
    What came of a run; `wrong` has one sentence for each text that was neither kept nor refused at its place.

    `visited` says which shapes of fields had a text by which channel.
    """

    tried: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    visited: dict[str, set[str]] = field(default_factory=lambda: {channel: set() for channel in CHANNELS})
    wrong: list[str] = field(default_factory=list)


def run(*, seed: int, count: int) -> Tried:
    """
    Put `count` texts into fields, each by every channel, and what is kept onto a paper.

    The fields have their turns one after the other, shuffled by the seed: with as many texts as there are shapes of fields each
    had one by every channel.
    """
    dice, places, said = Random(seed), fields(), Tried()
    paper = compile_template(word_file(f"{{{{ x }}}}{END}", header=f"{{{{ x }}}}{END}"))
    turns: list[str] = []
    for n in range(count):
        if not turns:
            turns = dice.sample(sorted(places), len(places))
        steps, text = dice.choice(places[turns.pop()]), _drawn(dice)
        said.tried += 1
        for channel, (read, can_come, every) in CHANNELS.items():
            if n < len(places) or n % every == 0:
                came = text
                while not can_come(came):
                    came = _drawn(dice)
                judge(said, channel, read(put((steps, came))), steps, came)
        if not errors(text):
            kept = clean(text, multiline=True)
            printed = printed_in(paper.render({"x": kept}))
            said.outcomes["on paper"] += 1
            if printed != [kept] * 2:
                said.wrong.append(f"on paper: {text[:40]!a} became {printed!a}")
    return said


def _drawn(dice: Random) -> str:
    return dice.choice((dice.choice(ALL), made_up(dice)))


def judge(said: Tried, channel: str, reading: Reading, steps: Steps, text: str) -> None:
    """Count what came of one text, and say what is wrong with it."""
    said.outcomes[f"{'refused' if errors(text) else 'verbatim'}: {channel}"] += 1
    said.visited[channel].add(shape(steps))
    if fault := broken(reading, steps, text):
        said.wrong.append(f"{channel}: {fault}")
