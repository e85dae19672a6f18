"""The table that describes the workbook: whole, without contradictions, and what the documentation says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from service.congress.text import fold
from service.intake.field_types import field_types
from service.intake.workbook.guide import pages_table
from service.intake.workbook.layout import FAULTS, GUIDE, LISTS, Sheet, is_own, layout, type_path


def placed() -> list[str]:
    return [
        type_path(place, one)
        for sheet in layout().sheets
        for place in sheet.parts.values()
        for one in sheet.fields
    ]


def test_every_field_of_the_model_has_one_place() -> None:
    """
    A new field of the model needs a line in layout.toml, or a reason why it has none.
    """
    counts = Counter([*placed(), *layout().absent])

    assert dict.fromkeys(field_types(), 1) == counts
    assert all(layout().absent.values())


@pytest.mark.parametrize("path", [path for path, one in field_types().items() if one.choices])
def test_every_word_of_a_choice_has_a_name(path: str) -> None:
    """
    The drop-down list offers every word that the model takes, each under a name of its own.
    """
    if path in layout().absent:
        return
    words = layout().words(path)

    assert set(field_types()[path].choices) == set(words)
    assert len(words) == len({fold(said) for said in words.values()})
    assert not {fold(said) for said in words.values()} & {
        fold(word) for word, said in words.items() if fold(word) != fold(said)
    }


@pytest.mark.parametrize("sheet", layout().sheets, ids=lambda sheet: sheet.name)
def test_no_heading_means_two_things(sheet: Sheet) -> None:
    """
    Without marks and case every heading of a sheet is still known from the others, and is nobody's own.
    """
    headings = [heading for one in sheet.fields for heading in (one.heading, *one.also)]
    headings += [*sheet.numbers, *([sheet.part.heading] if sheet.part else [])]

    assert len(headings) == len({fold(heading) for heading in headings})
    assert not [heading for heading in headings if is_own(heading)]


def test_sheets_have_names_that_excel_takes() -> None:
    """
    At most 31 characters, each different, none of a sheet without data.
    """
    names = [sheet.name for sheet in layout().sheets]

    assert len({fold(name) for name in (*names, GUIDE, LISTS, FAULTS)}) == len(names) + 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'!") for name in names)


def test_lists_come_before_what_belongs_to_their_items() -> None:
    """
    Elections are read before rounds, rounds before candidates.
    """
    places = [place for sheet in layout().sheets for place in sheet.parts.values()]

    for place in places:
        outer = place.rpartition("/*")[0].rpartition("/*")[0]
        assert not outer or f"{outer}/*" in places[: places.index(place)]


def test_the_page_for_secretaries_lists_every_sheet() -> None:
    """
    docs/workbook.md holds the table as it is; after a change of layout.toml write it anew with `pages_table`.
    """
    page = (Path(__file__).parents[2] / "docs" / "workbook.md").read_text("utf-8")

    assert pages_table(layout().sheets) in page
