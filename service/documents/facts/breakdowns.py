"""The breakdowns of delegates or members, and the oldest and youngest of them, as two reports print them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.congress.attending import Breakdown
from service.congress.people import Person
from service.documents.facts.fact import Fact, Reader, Sighting, seen, series
from service.documents.facts.paper_text import PaperText, Table
from service.documents.facts.readers import said
from service.documents.facts.reading import percent_of

_HEADS, _PERCENT = ("so luong",), ("ty le",)


def breakdown_facts(path: str, breakdowns: Iterable[Breakdown], base: int) -> Iterator[Fact]:
    """Every group with its count and percent, in order."""
    groups = [group for trait in breakdowns for group in trait.groups]
    expected = [f"{group.label}: {group.count}, {percent_of(group.count, base)}" for group in groups]
    names = ("cơ cấu, chất lượng", "breakdowns")
    yield series(f"{path}/breakdowns", names, expected, _groups({group.label for group in groups}))


def _groups(labels: set[str]) -> Reader:
    """Label, count and percent of every row of the table that has the most of these labels."""
    plain = {" ".join(label.split()) for label in labels}

    def look(paper: PaperText) -> Iterator[Sighting]:
        known = sorted(
            paper.tables, key=lambda table: sum(bool(plain & set(row.cells)) for row in table.rows)
        )
        for best in known[-1:]:
            yield from _rows(best, plain)

    return look


def _rows(best: Table, plain: set[str]) -> Iterator[Sighting]:
    for row in best.rows:
        label = next((cell for cell in row.cells if cell in plain), None)
        columns = (best.column(*_HEADS), best.column(*_PERCENT))
        figures = [row.cells[place] for place in columns if place is not None and place < len(row.cells)]
        # a trait may be called as its only group; its row has no figures
        if label and any(figures):
            count, *share = figures
            yield seen(f"{label}: {', '.join([count.replace('.', ''), *share])}", row.lines[0])


def extreme_facts(path: str, who: str, oldest: Person | None, youngest: Person | None) -> Iterator[Fact]:
    """The oldest and the youngest, where they are named."""
    for key, vi, person in (("oldest", "cao tuổi nhất", oldest), ("youngest", "trẻ tuổi nhất", youngest)):
        expected = [_person(person)] if person else []
        read = said(rf"^{who} {vi}: đồng chí (.+?)(?:, sinh năm (\d{{4}}))?\.$", _born)
        yield series(f"{path}/{key}", (f"{who.lower()} {vi}", f"the {key}"), expected, read)


def _person(person: Person) -> str:
    year = person.birth_year or (person.born_on.year if person.born_on else None)
    return _born(person.full_name, str(year) if year else None)


def _born(name: str, year: str | None) -> str:
    return f"{name}, {year}" if year else name
