"""Where everything stands in the workbook: `layout.toml`, with the types that the model gives."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from service.congress.text import fold
from service.intake.field_types import FieldType, field_types

Form = Literal["delegates", "plenary"]

GUIDE, LISTS, FAULTS = "Hướng dẫn", "Danh mục", "Lỗi"
"""The sheets that hold no data: explanations, the words of the lists, what was found wrong."""

OWN = ("Ghi chú", "STT", "TT", "Số thứ tự")
"""Sheets and columns of these names (`Ghi chú 2` too) are the secretary's own; nobody reads them."""

FORM_HEADINGS = ("Mục", "Nội dung", "Giải thích")

_FILE = Path(__file__).parent / "layout.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """
    A column of a table or a line of a form.

    `path` leads from the item to the value, "" is the item itself. `also` are other headings it is known by.
    """

    path: str
    heading: str
    help: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """
    A sheet of the workbook.

    `parts` are the places that its rows go to, by the word in the column `part` (one part needs no such column); a row
    without a word goes to the part `usual`, if there is one.
    `numbers` head the columns that number the lists of the place, from the outermost. `titles` are set above fields
    of a form. A sheet with `only` is for congresses of that form.
    """

    name: str
    about: str
    is_form: bool
    fields: tuple[Field, ...]
    parts: Mapping[str, str]
    part: Field | None = None
    usual: str | None = None
    numbers: tuple[str, ...] = ()
    titles: Mapping[str, str]
    only: Form | None = None

    def type_of(self, field: Field, place: str | None = None) -> FieldType:
        """The type of a field, the same in every part."""
        return field_types()[type_path(next(iter(self.parts.values())) if place is None else place, field)]

    @property
    def section(self) -> str:
        """
        The pointer of the part of the data that its rows go to; empty where they go to several.

        A row that nobody can place makes that part incomplete.
        """
        sections = {section_of(place) for place in self.parts.values()}
        return sections.pop() if len(sections) == 1 and not self.is_form else ""

    def is_required(self, field: Field) -> bool:
        """Whether no row can do without the field."""
        place = next(iter(self.parts.values()))
        return self.type_of(field).is_required_in("" if self.is_form else type_place(place))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All sheets in their order; `absent` are the fields of the model without a place, each with its reason."""

    sheets: tuple[Sheet, ...]
    choices: Mapping[str, Mapping[str, str]]
    absent: Mapping[str, str]

    def words(self, path: str) -> Mapping[str, str]:
        """What the words of the field at `path` are called, by word; nothing for a field that is no choice."""
        return self.choices.get(self.list_of(path), {}) if field_types()[path].choices else {}

    def list_of(self, path: str) -> str:
        """The name of the list of words for the choice at `path`: of its group and name, or of its name alone."""
        *above, name = [step for step in path.split("/") if step != "*"]
        own = "/".join([*above[-1:], name])
        return own if own in self.choices else name

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name; case and marks do not matter."""
        return next((one for one in self.sheets if fold(one.name) == fold(name)), None)


@cache
def layout() -> Layout:
    """The layout that this version writes and reads."""
    held = tomllib.loads(_FILE.read_text("utf-8"))
    groups = held["group"]
    return Layout(
        sheets=tuple(_form(one) if "section" in one else _table(one, groups) for one in held["sheet"]),
        choices=held["choice"],
        absent=held["absent"],
    )


def _form(held: dict[str, Any]) -> Sheet:
    sections = held["section"]
    return Sheet(
        name=held["name"],
        about=held["about"],
        is_form=True,
        fields=tuple(field for one in sections for field in _fields(one["fields"])),
        parts={"": ""},
        titles={next(iter(one["fields"])): one["title"] for one in sections},
        only=held.get("only"),
    )


def _table(held: dict[str, Any], groups: Mapping[str, Any]) -> Sheet:
    shared = [field for name in held.get("groups", ()) for field in _fields(groups[name])]
    part = held.get("part_heading")
    sheet = Sheet(
        name=held["name"],
        about=held["about"],
        is_form=False,
        fields=(*shared, *_fields(held.get("fields", {})), *_within(held.get("within", {}), groups)),
        parts=held["parts"],
        part=Field(path="", heading=part[0], help=part[1]) if part else None,
        usual=next(iter(held["parts"])) if held.get("usual") else None,
        numbers=tuple(held.get("numbers", ())),
        titles={},
        only=held.get("only"),
    )
    return _required_first(sheet)


def _required_first(sheet: Sheet) -> Sheet:
    fields = sorted(sheet.fields, key=lambda field: not sheet.is_required(field))
    return Sheet(
        **{name: getattr(sheet, name) for name in Sheet.__slots__ if name != "fields"}, fields=tuple(fields)
    )


def _fields(held: Mapping[str, Sequence[str]]) -> Iterator[Field]:
    for path, (heading, help_, *also) in held.items():
        yield Field(path=path, heading=heading, help=help_, also=tuple(also))


def is_own(name: str) -> bool:
    """Whether a sheet or column of that name is left alone."""
    first = fold(name).split()
    return any(first[: len(own)] == own for own in (fold(one).split() for one in OWN))


def _within(held: Mapping[str, Sequence[str]], groups: Mapping[str, Any]) -> Iterator[Field]:
    """The fields of groups that an item holds: `vote = ["vote", "Biểu quyết"]`."""
    for path, (group, title) in held.items():
        for one in _fields(groups[group]):
            yield Field(path=f"{path}/{one.path}", heading=f"{title}: {one.heading.lower()}", help=one.help)


def type_place(place: str) -> str:
    """The path in the model of a place: `organisation` for the chain `organisation/^upper`."""
    return "/".join(step for step in place.split("/") if not step.startswith("^"))


def type_path(place: str, field: Field) -> str:
    """The path in the model of a field of that place."""
    return "/".join(step for step in (type_place(place), field.path) if step)


def section_of(place: str) -> str:
    """The pointer of the part of the data that a place is in."""
    return f"/{place.split('/', maxsplit=1)[0]}"


def is_listed(place: str) -> bool:
    """Whether the place holds many items, one row each."""
    return place.endswith("/*") or "/^" in place


def steps_to(place: str, path: str, numbers: Sequence[int]) -> tuple[str | int, ...]:
    """
    The steps from the congress to a value: `numbers` (from 0) say which item of each list of the place.

        >>> steps_to("elections/*/rounds/*", "decision/kind", [0, 1])
        ('elections', 0, 'rounds', 1, 'decision', 'kind')
        >>> steps_to("organisation/^upper", "name", [2])
        ('organisation', 'upper', 'upper', 'name')
    """
    left = list(numbers)
    steps: list[str | int] = []
    for step in [*place.split("/"), *path.split("/")]:
        if step == "*":
            steps.append(left.pop(0))
        elif step.startswith("^"):
            steps.extend([step[1:]] * left.pop(0))
        elif step:
            steps.append(step)
    return tuple(steps)
