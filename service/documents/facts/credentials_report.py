"""What the report on the delegates' credentials prints."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress, Credentials
from service.congress.people import Person
from service.congress.rules.rule_set import RuleSet
from service.congress.text import fold
from service.documents.facts.counts import fraction
from service.documents.facts.fact import Fact, Reader, Sighting, one, seen, series
from service.documents.facts.paper_text import PaperText
from service.documents.facts.readers import beside, said
from service.documents.facts.reading import NUMBER, percent_of
from service.documents.paper import PlannedPaper

_HEADS, _PERCENT = ("so luong",), ("ty le",)


def credentials_report_facts(_paper: PlannedPaper, congress: Congress, _rule_set: RuleSet) -> Iterator[Fact]:
    """Attendance, composition, breakdowns with their base, oldest and youngest, the conclusion."""
    found, counts = congress.credentials, congress.attendance
    if found is None or counts.summoned is None or counts.present is None:
        return
    lines = (
        ("/attendance/summoned", "Đại biểu được triệu tập", "summoned", counts.summoned),
        ("/attendance/present", "Đại biểu có mặt", "present", counts.present),
        (
            "/attendance/absent_with_leave",
            "Đại biểu vắng mặt có lý do",
            "absent with leave",
            counts.absent_with_leave,
        ),
        (
            "/attendance/absent_without_leave",
            "Đại biểu vắng mặt không có lý do",
            "absent without leave",
            counts.absent_without_leave,
        ),
        ("/credentials/ex_officio", "Đại biểu đương nhiên", "ex officio", found.ex_officio),
        ("/credentials/elected", "Đại biểu được bầu", "elected", found.elected),
        ("/credentials/appointed", "Đại biểu được chỉ định", "appointed", found.appointed),
    )
    for key, vi, en, count in lines:
        if count is not None:
            yield one(key, (vi, en), count, beside(fold(vi), _HEADS))
            share = percent_of(count, counts.summoned)
            yield one(
                f"{key}/percent", (f"tỷ lệ: {vi}", f"percent: {en}"), share, beside(fold(vi), _PERCENT, str)
            )
    base = counts.present if found.base == "present" else counts.summoned
    yield from _breakdowns(found, base)
    yield from _conclusion(found, counts.present)


def _breakdowns(found: Credentials, base: int) -> Iterator[Fact]:
    groups = [group for trait in found.breakdowns for group in trait.groups]
    expected = [f"{group.label}: {group.count}, {percent_of(group.count, base)}" for group in groups]
    names = ("cơ cấu, chất lượng đại biểu", "breakdowns of the delegates")
    yield series("/credentials/breakdowns", names, expected, _groups({group.label for group in groups}))
    which = "có mặt" if found.base == "present" else "được triệu tập"
    names = ("cơ sở tính tỷ lệ", "base of the percents")
    read = said(rf"[Tt]ỷ lệ tính trên ({NUMBER}) đại biểu (có mặt|được triệu tập)", _base)
    yield one("credentials/base", names, f"{base} {which}", read, required=False)


def _base(count: str, which: str) -> str:
    return f"{count.replace('.', '')} {which}"


def _groups(labels: set[str]) -> Reader:
    """Label, count and percent of every row of the table that has the most of these labels."""
    plain = {" ".join(label.split()) for label in labels}

    def look(paper: PaperText) -> Iterator[Sighting]:
        best = max(paper.tables, key=lambda table: sum(bool(plain & set(row.cells)) for row in table.rows))
        for row in best.rows:
            label = next((cell for cell in row.cells if cell in plain), None)
            columns = (best.column(*_HEADS), best.column(*_PERCENT))
            figures = [row.cells[place] for place in columns if place is not None and place < len(row.cells)]
            # a trait may be called as its only group; its row has no figures
            if label and any(figures):
                count, *share = figures
                yield seen(f"{label}: {', '.join([count.replace('.', ''), *share])}", row.lines[0])

    return look


def _conclusion(found: Credentials, present: int) -> Iterator[Fact]:
    names = ("số đại biểu đủ tư cách", "delegates qualified")
    read = said(rf"có ({NUMBER})/({NUMBER}) đại biểu có mặt đủ tư cách", fraction)
    yield one("/credentials/qualified", names, f"{found.qualified}/{present}", read)
    for key, vi, en, person in (
        ("oldest", "cao tuổi nhất", "oldest delegate", found.oldest),
        ("youngest", "trẻ tuổi nhất", "youngest delegate", found.youngest),
    ):
        expected = [_person(person)] if person else []
        read = said(rf"^Đại biểu {vi}: đồng chí (.+?)(?:, sinh năm (\d{{4}}))?\.$", _born)
        yield series(f"/credentials/{key}", (f"đại biểu {vi}", en), expected, read)


def _person(person: Person) -> str:
    year = person.birth_year or (person.born_on.year if person.born_on else None)
    return _born(person.full_name, str(year) if year else None)


def _born(name: str, year: str | None) -> str:
    return f"{name}, {year}" if year else name
