"""
A first look at a workbook, before any library sees it: what it is, and how far it reaches.

A cell at the far corner of a sheet makes a reader reserve a table of seventeen thousand million cells, so extents are
counted here, one piece of XML after another. What the reader does not tell (errors, formulas without a result, hidden
rows) is noted on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn
from xml.parsers import expat  # a parser that expands nothing: DOCTYPE, the source of entities, is refused

from service.docx.errors import PackageRefused
from service.docx.package import read_package
from service.intake.workbook.contents import check_contents, check_led_to
from service.intake.workbook.refused import WorkbookRefused

MAX_SHEETS = 100
MAX_MERGED = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How far a sheet may reach; `area` are the cells of the rectangle around all that is filled in, empty ones too."""

    rows: int = 60_000
    columns: int = 200
    area: int = 3_000_000
    cells: int = 300_000


CONGRESS = Extent()

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = (b"macroenabled", b"macrosheet", b"vbaproject")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")

Span = tuple[int, int]
"""First and last row or column, from 1."""

Area = tuple[int, int, int, int]
"""First row and column, last row and column, from 1."""


@dataclass(slots=True, kw_only=True)
class SheetSurvey:
    """What was seen in one sheet; places are (row, column), from 1."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    not_calculated: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[Span] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0
    cells: int = 0


def survey(raw: bytes, extent: Extent = CONGRESS) -> dict[str, SheetSurvey]:
    """
    What is in each sheet of the workbook, by name, in their order.

    Raises `WorkbookRefused` for what is no workbook, or reaches too far.
    """
    parts = _parts(raw)
    for name, part in parts.items():
        if name.lower().endswith((".xml", ".rels", ".vml")):
            _parse(part, {})
    sheets = list(_sheets(parts))
    check_contents(parts, {path: name for name, path in sheets})
    found: dict[str, SheetSurvey] = {}
    for name, path in sheets:
        if path not in parts or name in found:
            raise WorkbookRefused("damaged")
        found[name] = _look(parts[path], name, extent)
    if not 0 < len(found) <= MAX_SHEETS:
        raise WorkbookRefused("too_large" if found else "damaged")
    check_led_to(parts)
    return found


def reference(row: int, column: int) -> str:
    """
    The cell's name: row 17, column 3 is C17.

        >>> reference(17, 3), reference(1, 28)
        ('C17', 'AB1')
    """
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


def place_of(text: str) -> tuple[int, int]:
    """Row and column (from 1) of a cell's name. Raises `WorkbookRefused`."""
    if not (match := _REFERENCE.fullmatch(text.replace("$", ""))):
        raise WorkbookRefused("damaged")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _parts(raw: bytes) -> dict[str, bytes]:
    if raw.startswith(_OLE):
        raise WorkbookRefused("encrypted" if "EncryptedPackage".encode("utf-16-le") in raw else "old_excel")
    try:
        parts = read_package(raw)
    except PackageRefused as error:
        # What begins like a workbook and does not end like one was cut off on its way.
        is_cut = raw.startswith(b"PK")
        codes = {"not-a-zip": "damaged" if is_cut else "not_a_workbook", "encrypted": "encrypted"}
        codes |= {"too-large": "too_large", "too-many-entries": "too_large"}
        raise WorkbookRefused(codes.get(error.code, "damaged")) from None
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        raise WorkbookRefused("opendocument")
    if "xl/workbook.bin" in parts:
        raise WorkbookRefused("binary_excel")
    if "xl/workbook.xml" not in parts:
        raise WorkbookRefused("not_a_workbook")
    # `check_contents` lets none of them in; macros have words of their own, as people know them by that name.
    types = parts.get("[Content_Types].xml", b"").lower()
    if any(word in types for word in _MACROS) or any("vbaproject" in name.lower() for name in parts):
        raise WorkbookRefused("macros")
    return parts


def _sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relationship(attributes: Mapping[str, str]) -> None:
        target = attributes.get("Target", "")
        targets[attributes.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"

    def sheet(attributes: Mapping[str, str]) -> None:
        relation = next((value for name, value in attributes.items() if name.endswith(" id")), "")
        sheets.append((attributes.get("name", ""), relation))

    _parse(parts.get("xl/_rels/workbook.xml.rels", b""), {"Relationship": relationship})
    _parse(parts["xl/workbook.xml"], {"sheet": sheet})
    for name, relation in sheets:
        yield name, targets.get(relation, "")


Handlers = Mapping[str, Callable[..., None]]


def _parse(part: bytes, start: Handlers, end: Handlers | None = None) -> None:
    """Call the handler of each element by its local name, with its attributes; any DOCTYPE is refused."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if start:
        parser.StartElementHandler = lambda name, attributes: _call(start, name, attributes)
    if end:
        parser.EndElementHandler = lambda name: _call(end, name)
        parser.CharacterDataHandler = end["#text"]
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise WorkbookRefused("damaged") from None


def _call(handlers: Handlers, name: str, *arguments: Any) -> None:
    handler = handlers.get(name.rpartition(" ")[2])
    if handler:
        handler(*arguments)


def _refuse_doctype(*_: object) -> NoReturn:
    raise WorkbookRefused("unsafe_xml")


def _look(part: bytes, name: str, extent: Extent) -> SheetSurvey:
    looking = _Looking(name, extent)
    start: Handlers = {
        "row": looking.row,
        "c": looking.cell,
        "v": looking.value,
        "is": looking.value,
        "f": looking.formula,
        "col": looking.columns,
        "mergeCell": looking.merge,
    }
    end: Handlers = {
        "c": looking.cell_ended,
        "v": looking.value_ended,
        "is": looking.value_ended,
        "#text": looking.text,
    }
    _parse(part, start, end)
    return looking.seen


class _Looking:
    """Walks through the XML of one sheet."""

    def __init__(self, name: str, extent: Extent) -> None:
        self.seen = SheetSurvey()
        self._name, self._extent = name, extent
        self._row, self._column = 0, 0
        self._type = ""
        self._is_in_value, self._has_text, self._has_formula = False, False, False
        self._text = ""

    def row(self, attributes: Mapping[str, str]) -> None:
        self._row = _whole(attributes["r"]) if "r" in attributes else self._row + 1
        self._column = 0
        if attributes.get("hidden") in _TRUE:
            self.seen.hidden_rows.append(self._row)

    def cell(self, attributes: Mapping[str, str]) -> None:
        if "r" in attributes:
            self._row, self._column = place_of(attributes["r"])
        else:
            self._column += 1
        self._type = attributes.get("t", "")
        self._is_in_value = self._has_text = self._has_formula = False
        self._text = ""

    def value(self, _: Mapping[str, str]) -> None:
        self._is_in_value = True
        self._has_text = self._has_text or self._type == "inlineStr"

    def value_ended(self) -> None:
        self._is_in_value = False

    def formula(self, _: Mapping[str, str]) -> None:
        self._has_formula = True

    def text(self, text: str) -> None:
        if self._is_in_value:
            self._has_text = True
            if self._type == "e":
                self._text += text

    def cell_ended(self) -> None:
        if not (self._has_text or self._has_formula):
            return
        seen, place = self.seen, (self._row, self._column)
        seen.last_row = max(seen.last_row, self._row)
        seen.last_column = max(seen.last_column, self._column)
        seen.cells += 1
        self._check_extent()
        if self._type == "e":
            seen.errors[place] = self._text[:20]
        elif not self._has_text and self._type != "str":
            # A formula whose result is an empty text is of the type "str".
            seen.not_calculated.add(place)

    def _check_extent(self) -> None:
        seen, most = self.seen, self._extent
        if seen.last_row > most.rows or seen.last_column > most.columns:
            where = f"{self._name}!{reference(self._row, self._column)}"
            raise WorkbookRefused("too_wide", where=where, rows=most.rows, columns=most.columns)
        if seen.cells > most.cells or seen.last_row * seen.last_column > most.area:
            raise WorkbookRefused("too_large")

    def columns(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("hidden") in _TRUE:
            first, last = _whole(attributes.get("min", "")), _whole(attributes.get("max", ""))
            self.seen.hidden_columns.append((first, min(last, self._extent.columns)))

    def merge(self, attributes: Mapping[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        self.seen.merged.append((*place_of(first), *place_of(last or first)))
        if len(self.seen.merged) > MAX_MERGED:
            raise WorkbookRefused("too_large")


_TRUE = {"1", "true"}


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise WorkbookRefused("damaged")
    return int(text)
