"""Rows that were copied in a spreadsheet and pasted at once: over those that stand there, after them, or in their place."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from service.intake.drafts.as_typed import meant, normal
from service.intake.drafts.chain import with_upper, with_uppers
from service.intake.drafts.laid_out import dotted, value_at
from service.intake.drafts.parts import type_path
from service.intake.drafts.written import Written, put_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """
    Rows for the list of that name, each as the texts of its columns.

    They begin `at` a row of the form and go on over those that follow it in the list; new ones come last. When the form has no such row,
    all are new. With `anew` they take the place of the whole list.
    """

    list: str
    rows: Sequence[Mapping[str, str]]
    at: str = ""
    anew: bool = False


def paste(written: Written, pasted: Pasted) -> Written:
    """The draft with the rows in it. What was in `written` is not changed."""
    shown = with_uppers(written.document)
    path = pasted.list.replace(".", "/")
    held = value_at(shown, path)
    old: list[Any] = [] if pasted.anew or not isinstance(held, list) else held
    places = (target for target, row in written.moved.items() if row == pasted.at and not pasted.anew)
    begin = next((int(target.rpartition(".")[2]) for target in places), len(old))
    new = list(old)
    for n, texts in enumerate(pasted.rows, begin):
        row = _row(new[n] if n < len(new) else {}, dotted(pasted.list, str(n)), texts)
        if n < len(new):
            new[n] = row
        elif row:
            new.append(row)
    return replace(written, document=with_upper(_with(shown, path, new or None)))


def _row(before: Any, name: str, texts: Mapping[str, str]) -> Any:
    if not isinstance(before, dict):
        return before  # no row at all: nothing can be written into it
    row = copy.deepcopy(before)
    for column, said in texts.items():
        text = normal(said)
        put_value(row, column, meant(text, type_path(name, column)) if text else None)
    return row


def _with(holder: Any, path: str, value: Any) -> Any:
    """A copy of `holder` with `value` at `path`; what lies beside the way is shared."""
    step, _, rest = path.partition("/")
    copied = list(holder) if isinstance(holder, list) else dict(holder) if isinstance(holder, dict) else {}
    if isinstance(copied, list):
        if step.isdigit() and int(step) < len(copied):
            copied[int(step)] = _with(copied[int(step)], rest, value)
    elif rest:
        copied[step] = _with(copied.get(step), rest, value)
    elif value is None:
        copied.pop(step, None)
    else:
        copied[step] = value
    return copied
