"""What templates of the desk ask for beside the words of fields."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

from service.intake.drafts.laid_out import Cell, LaidFields, LaidItem, LaidPart, LaidRows, LaidSection
from service.intake.drafts.windows import View
from service.web.field_words import choices, hint, label, part_title, section_title, step_title, words
from service.web.field_words import headings as headings_of
from service.web.language import place
from service.web.pages.drafts.pasting import BOXES

_RARE = frozenset(
    {
        "before",
        "alternate_delegates",
        "guests",
        "staff",
        "speeches",
        "minutes",
        "convening",
        "standing_committee",
        "inspection_committee",
        "upper_delegation",
        "appointments",
        "heard",
        "first_conference",
        "inspection_conference",
        "recognition",
        "notice",
        "extracts",
        "marks",
    }
)
"""Sections that many congresses do without, or fill in late: folded while nothing is in them."""
_RARE_TABLES = frozenset(
    {"names_left", "nominations", "withdrawals", "not_qualified", "not_entitled", "conversions"}
)
_MOST_FAULTY = 12
_TITLES = ("office", "title", "body")


def is_rare(section: LaidSection) -> bool:
    """Whether the section is shown folded."""
    return section.key in _RARE and not any(map(_is_filled, section.parts))


def is_rare_table(part: LaidRows) -> bool:
    """Whether the table is shown folded."""
    return part.name.rpartition(".")[2] in _RARE_TABLES and not part.rows


def renamed(cells: tuple[Cell, ...], table: str, number: int) -> tuple[Cell, ...]:
    """The cells of a blank row, as those of row `number`."""
    return tuple(
        dataclasses.replace(cell, name=f"{table}.{number}{cell.name.removeprefix(table + '.0')}")
        for cell in cells
    )


def item_title(item: LaidItem) -> str:
    """`Cuộc bầu cử thứ 1: Chủ tịch`."""
    said = place("/" + item.name.replace(".", "/")).rpartition(" › ")[2]
    said = said[:1].upper() + said[1:]
    for part in item.parts:
        for cell in part.cells if isinstance(part, LaidFields) else ():
            if cell.text and cell.path.rpartition("/")[2] in _TITLES:
                return f"{said}: {words(cell.path).get(cell.text, cell.text)}"
    return said


def _is_filled(part: LaidPart) -> bool:
    if isinstance(part, LaidFields):
        return any(cell.text for cell in (*part.cells, *part.more))
    return bool(part.rows if isinstance(part, LaidRows) else part.items)


def count_address(draft_id: str, item: LaidItem) -> str:
    """The page of the count of a round of the congress; nothing for other items."""
    found = re.fullmatch(r"elections\.([0-9]+)\.rounds\.([0-9]+)", item.name)
    return f"/drafts/{draft_id}/count/{found[1]}/{found[2]}" if found else ""


def row_of(name: str) -> int:
    """The row (from 0) in which a field stands."""
    return View.at(name).row


def turned(page: int, pages: int, faulty: Mapping[int, int]) -> list[int]:
    """The pages of a table that can be turned to: the first and the last, those beside this one, and the first ones with faults."""
    near = {0, page - 1, page, page + 1, pages - 1, *sorted(faulty)[:_MOST_FAULTY]}
    return sorted(n for n in near if 0 <= n < pages)


FOR_TEMPLATES = {
    "boxes": BOXES,
    "row_of": row_of,
    "turned": turned,
    "label": label,
    "headings": headings_of,
    "hint": hint,
    "choices": choices,
    "part_title": part_title,
    "section_title": section_title,
    "step_title": step_title,
    "is_rare": is_rare,
    "is_rare_table": is_rare_table,
    "renamed": renamed,
    "item_title": item_title,
    "count_address": count_address,
}
