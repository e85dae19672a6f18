"""What a field of congress data is called on a page, what is told about it, and the words of its list."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from service.intake.field_types import field_types
from service.intake.workbook.layout import layout, type_path
from service.web.language import either, own_name, place, place_names, say

_VOTES = ("vote", "seats_vote", "list_vote")
"""Groups whose title already says what the heading in the workbook begins with."""
_HERE = Path(__file__).parent


@cache
def _held() -> Mapping[str, Any]:
    return tomllib.loads((_HERE / "field_words.toml").read_text("utf-8"))


@cache
def _headings() -> Mapping[str, tuple[str, ...]]:
    """By path in the model: the heading in the workbook, and others it is known by."""
    return {
        type_path(at, one): (one.heading, *one.also)
        for sheet in layout().sheets
        for at in sheet.parts.values()
        for one in sheet.fields
    }


def label(path: str, part: str = "") -> str:
    """The field at `path` of the model, as a label; `part` is the table or group it stands in."""
    if own := own_name(f"/{path}"):
        return own
    heading = _headings()[path][0]
    if part.rpartition("/")[2] in _VOTES:
        heading = heading.rpartition(": ")[2].capitalize()
    return either(heading, _english(path, part))


def headings(path: str, part: str = "") -> tuple[str, ...]:
    """Everything a column may be called in a table that is pasted."""
    own = own_name(f"/{path}")
    return (*([own] if own else []), *_headings()[path], _english(path, part))


def hint(path: str) -> str:
    """What is told about the field; nothing for most."""
    told = _held()["help"]
    found = told.get(path) or next(
        (said for known, said in told.items() if "*/" in known[:2] and fnmatchcase(path, known)), None
    )
    return either(*found) if found else ""


def words(path: str) -> Mapping[str, str]:
    """The words of a list, by what they mean."""
    said = layout().words(path)
    return {word: either(said[word], _held()["choice"][layout().list_of(path)][word]) for word in said}


def choices(path: str) -> Mapping[str, str]:
    """The words that a field may hold, in their order."""
    return {one: words(path).get(one, one) for one in field_types()[path].choices}


def part_title(name: str) -> str:
    """A table or group by its name on the page: `elections.0.rounds` is "Vòng"."""
    said = place("/" + name.replace(".", "/").replace("/uppers", "/upper")).rpartition(" › ")[2]
    return said[:1].upper() + said[1:]


def step_title(step: str) -> str:
    """What a step of the desk is called."""
    return own_name(step) or say(f"step.{step}")


def section_title(step: str, section: str) -> str:
    """What a section of a step is called."""
    return own_name(f"{step}.{section}") or say(f"section.{section}")


def _english(path: str, part: str) -> str:
    part = part.replace("organisation/uppers", "organisation")
    own = path.removeprefix(part).removeprefix("/*").strip("/") if part else path
    steps = [step for step in (own or path).split("/") if step != "*"]
    above = [step for step in path.split("/") if step != "*"]
    above = above[: len(above) - len(steps)]
    said = []
    for step in steps:
        parent = above[-1] if above else ""
        names = place_names().get(f"{parent}/{step}") or place_names()[step]
        said.append(names[1])
        above.append(step)
    text = ": ".join(said)
    return text[:1].upper() + text[1:]
