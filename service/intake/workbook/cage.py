"""
The program that opens workbooks from outside, in a process of its own (`service.cage`).

The survey counts how far a workbook reaches before a library sees it; this is for what the survey does not know.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from service.cage import CageDied, caged, serve
from service.docx.package import begins_as_zip
from service.intake.workbook.refused import WorkbookRefused
from service.intake.workbook.survey import survey

Task = Literal["read", "mark", "tree"]


def workbook_caged(task: Task, raw: bytes, words: Any = None) -> tuple[Any, bytes]:
    """
    The outcome of `task` on the workbook `raw`, as JSON values and bytes.

    Raises `WorkbookRefused`, also when the process died or took too long.
    """
    if not begins_as_zip(raw):
        survey(raw)  # says by the first bytes what it is instead, before any library sees it
    try:
        outcome, content = caged(__file__, task, raw, words)
    except CageDied as death:
        raise WorkbookRefused("damaged" if death.how == "not_understood" else "cannot_be_read") from None
    if "refused" in outcome:
        raise WorkbookRefused(outcome["refused"], **outcome["figures"])
    return outcome["done"], content


def _read(raw: bytes, _: Any) -> tuple[Any, bytes]:
    from service.intake.workbook.grids import read_grids, to_json

    try:
        return {"done": [to_json(grid) for grid in read_grids(raw)]}, b""
    except WorkbookRefused as error:
        return _refusal(error), b""


def _mark(raw: bytes, notes: Sequence[Mapping[str, str]]) -> tuple[Any, bytes]:
    from service.intake.workbook.mark import marked

    try:
        survey(raw)
        return {"done": True}, marked(raw, notes)
    except WorkbookRefused as error:
        return _refusal(error), b""


def _tree(raw: bytes, _: Any) -> tuple[Any, bytes]:
    from service.intake.tree.cells import found_in

    try:
        return {"done": found_in(raw)}, b""
    except WorkbookRefused as error:
        return _refusal(error), b""


def _refusal(error: WorkbookRefused) -> dict[str, Any]:
    return {"refused": error.code, "figures": error.figures}


if __name__ == "__main__":
    # openpyxl puts each sheet aside in a file
    sys.exit(serve({"read": _read, "mark": _mark, "tree": _tree}, writing=frozenset({"mark"})))
