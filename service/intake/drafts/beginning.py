"""What a new draft begins with: nothing but whose congress it is, a file, or an edition that was accepted."""

from __future__ import annotations

import json
from typing import Any

from service.catalog import EditionRecord, OrganisationRecord
from service.congress.model import FORMAT, UNION
from service.intake.drafts.chain import Json
from service.intake.faults import fault
from service.intake.parse import NotJson, parse
from service.intake.received import XLSX, media_type_of
from service.intake.workbook.assemble import assemble
from service.intake.workbook.cage import workbook_caged
from service.intake.workbook.grids import from_json
from service.intake.workbook.layout import Form

_ABOVE_ALL = "national"


def blank(
    line: list[OrganisationRecord],
    *,
    form: Form | None,
    start: int | None,
    end: int | None,
    pack: str = UNION,
) -> Json:
    """
    A draft of the last organisation of `line`, which comes from the root down, by the rules and papers of that pack.

    The root stands for all organisations, so it is named only as the upper union of one right below it.
    """
    own = line[-1]
    document: Json = {"format": FORMAT}
    if pack != UNION:
        document["pack"] = pack
    if form is not None:
        document["form"] = form
    term = {name: year for name, year in (("start", start), ("end", end)) if year is not None}
    if term:
        document["term"] = term
    if own.parent_id is not None:
        above = (
            line[:-1]
            if own.level == "provincial"
            else [one for one in line[:-1] if one.parent_id is not None]
        )
        document["organisation"] = _chain([*above, own])
    return document


def from_edition(edition: EditionRecord) -> Json:
    """The data of an edition, to be corrected: the reason of an earlier correction is not that of this one."""
    value: Json = json.loads(edition.canonical)
    value.pop("reason", None)
    return {"format": FORMAT, **value}


def from_file(raw: bytes) -> Json:
    """
    What a file of congress data says (JSON, or a workbook), faulty values as they stand.

    Raises NotJson, WorkbookRefused for bytes that are neither.
    """
    if media_type_of(raw) == XLSX:
        done, _ = workbook_caged("read", raw)
        return {"format": FORMAT, **assemble(tuple(from_json(one) for one in done)).value}
    value: Any = parse(raw)
    if not isinstance(value, dict):
        raise NotJson(
            fault(
                "shape.wrong_type",
                "",
                "Dữ liệu phải là một nhóm trường { }.",
                "The data must be an object { }.",
            )
        )
    return value


def _chain(line: list[OrganisationRecord]) -> Json:
    held: Json | None = None
    for one in line:
        held = {"name": one.name, "level": one.level, **({"upper": held} if held is not None else {})}
    return held or {}
