"""Filling one step of a draft from a file: what the file has for it, and what of the file could not be taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.congress.finding import Finding
from service.intake.drafts.beginning import from_file
from service.intake.drafts.chain import Json
from service.intake.drafts.parts import Step
from service.intake.received import XLSX, media_type_of
from service.intake.workbook.assemble import assemble
from service.intake.workbook.cage import workbook_caged
from service.intake.workbook.cell_faults import cell_fault
from service.intake.workbook.grids import Grid, from_json
from service.intake.workbook.layout import Sheet, layout, type_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """The sections of a step that a file has, and what is to be told of the others and of what could not be read."""

    document: Json
    notes: tuple[Finding, ...] = ()


def filling_of(raw: bytes, step: Step, *, form: object = None) -> Filling:
    """What `raw` (JSON, or a workbook) has for a step of a congress of that form. Raises NotJson, WorkbookRefused for bytes that are neither."""
    if media_type_of(raw) != XLSX:
        return Filling(document=_of_step(from_file(raw), step))
    done, _ = workbook_caged("read", raw)
    grids = tuple(from_json(one) for one in done)
    gathered = assemble(grids)
    absent = list(_absent(grids, step, gathered.value.get("form", form)))
    missed = {one.cell for one in absent}
    told = [one for one in gathered.faults if one.cell not in missed and _concerns(one, step)]
    return Filling(document=_of_step(gathered.value, step), notes=(*absent, *told))


def _of_step(document: Json, step: Step) -> Json:
    return {name: value for name, value in document.items() if name in step.sections_of_data}


def _absent(grids: Iterable[Grid], step: Step, form: object) -> Iterator[Finding]:
    """The sheets of the step that are not there, in a workbook of a few sheets too."""
    held = {sheet.name for grid in grids if (sheet := layout().sheet(grid.name)) is not None}
    for sheet in layout().sheets:
        if sheet.name not in held and sheet.only in {None, form} and _is_of(sheet, step):
            yield cell_fault("sheet_left_out", sheet.section, sheet.name, None, "warning", name=sheet.name)


def _concerns(found: Finding, step: Step) -> bool:
    """Whether it is about a sheet of the step, or about one that nobody knows."""
    sheet = layout().sheet((found.cell or "").partition("!")[0])
    return _is_of(sheet, step) if sheet is not None else found.code == "workbook.unknown_sheet"


def _is_of(sheet: Sheet, step: Step) -> bool:
    return any(
        type_path(place, one).partition("/")[0] in step.sections_of_data
        for place in sheet.parts.values()
        for one in sheet.fields
    )
