"""
Congress data from a web form: names that point into the data, values as people type them.

`organisation.name=...&elections.0.rounds.0.issued=32`. Values mean what they mean in a cell of the workbook, an empty one
means nothing, and every name must be one of the model's: the same congress and the same faults as from JSON.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from service.congress.finding import Finding
from service.congress.model import FORMAT
from service.intake.faults import fault, pointer_to
from service.intake.field_types import field_types
from service.intake.read import Reading, RuleSets, read_value, unreadable
from service.intake.typed import from_text
from service.intake.workbook.layout import layout

MOST_FIELDS = 100_000

_NUMBER = re.compile(r"0|[1-9][0-9]{0,5}")

_LONGEST = 300
_MOST_FAULTS = 500
_MOST_HINTS = 20
"""Looking for the name that was meant takes time, and whoever mistypes twenty has another trouble."""

Steps = tuple[str | int, ...]


def read_form(raw: bytes, packs: RuleSets | None = None) -> Reading:
    """The congress in `raw` (application/x-www-form-urlencoded, UTF-8), with every fault; never raises for bad data."""
    try:
        pairs = parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        return unreadable(
            fault(
                "form.unreadable",
                "",
                "Biểu mẫu gửi lên không phải UTF-8 hoặc có quá nhiều mục.",
                "The form is not UTF-8, or has too many fields.",
            )
        )
    value, faults = _gathered(pairs)
    return read_value(value, faults, packs=packs)


def _gathered(pairs: list[tuple[str, str]]) -> tuple[dict[str, Any], list[Finding]]:
    """The value that JSON would hold, and what is wrong with names."""
    told: dict[Steps, Any] = {("format",): FORMAT}
    faults: list[Finding] = []
    seen: set[Steps] = set()
    in_pieces: set[Steps] = set()
    for name, text in pairs:
        steps = tuple(int(step) if _NUMBER.fullmatch(step) else step for step in name.split("."))
        path = _path_of(steps) if len(name) <= _LONGEST else None
        if path is None:
            faults.append(_unknown(name, hint=len(faults) < _MOST_HINTS))
        elif steps in seen or steps in in_pieces or (path not in field_types() and steps[:-1] in seen):
            faults.append(_twice(name, steps))
        elif text.strip():
            told[steps] = _meant(path, text)
        seen.add(steps)
        if path is not None and path not in field_types():
            in_pieces.add(steps[:-1])
        if len(faults) == _MOST_FAULTS:
            break
    held, gaps = _tree(told)
    return held, [*faults, *gaps]


def _path_of(steps: Steps) -> str | None:
    """The field of the model that a name means; nothing for a name that means none."""
    path = "/".join("*" if isinstance(step, int) else step for step in steps)
    path = re.sub("^organisation(/upper)+/", "organisation/", path)
    if path in field_types():
        return path
    # One text of a list of texts may be named by itself.
    whole = path.removesuffix("/*")
    return path if whole in field_types() and field_types()[whole].kind == "texts" else None


def _meant(path: str, text: str) -> Any:
    if path not in field_types():
        return text
    return from_text(text, field_types()[path], layout().words(path))


def _tree(told: Mapping[Steps, Any]) -> tuple[dict[str, Any], list[Finding]]:
    """Groups and lists from steps; a list whose numbers leave something out is a fault."""
    tree: dict[str | int, Any] = {}
    for steps, value in told.items():
        held = tree
        for step in steps[:-1]:
            held = held.setdefault(step, {})
        held[steps[-1]] = value
    faults: list[Finding] = []
    return _listed(tree, (), faults), faults


def _listed(held: Any, place: Steps, faults: list[Finding]) -> Any:
    if not isinstance(held, dict):
        return held
    inner = {step: _listed(value, (*place, step), faults) for step, value in held.items()}
    numbers = sorted(step for step in inner if isinstance(step, int))
    if not numbers:
        return inner
    if numbers != list(range(len(numbers))):
        faults.append(_gap(place, next(n for n, number in enumerate(numbers) if n != number)))
    return [inner[number] for number in numbers]


def _unknown(name: str, *, hint: bool) -> Finding:
    shown = ascii(name[:80])[1:-1]
    known = {path.replace("/", ".").replace("*", "0") for path in field_types()} if hint else ()
    close = difflib.get_close_matches(re.sub(r"\b[0-9]+\b", "0", name[:_LONGEST]), known, n=1)
    meant = close[0] if close else ""
    return fault(
        "shape.unknown_field",
        pointer_to(name[:_LONGEST].split(".")),
        f"Mục {shown} không có trong mẫu dữ liệu." + (f" Có phải là {meant}?" if meant else ""),
        f"There is no field {shown}." + (f" Did you mean {meant}?" if meant else ""),
    )


def _twice(name: str, steps: Steps) -> Finding:
    shown = ascii(name[:80])[1:-1]
    return fault(
        "form.name_twice",
        pointer_to(steps),
        f"Mục {shown} xuất hiện hai lần.",
        f"The field {shown} occurs twice.",
        {"name": shown},
    )


def _gap(place: Steps, missing: int) -> Finding:
    return fault(
        "form.gap",
        pointer_to(place),
        f"Danh sách này thiếu phần tử số {missing}: các phần tử được đánh số liên tục từ 0.",
        f"Item {missing} of this list is missing: items are numbered from 0 without gaps.",
        {"number": missing},
    )
