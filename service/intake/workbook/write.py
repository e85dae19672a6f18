"""Writing a workbook: an empty one with its lists and explanations, or one that holds a congress."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from service.intake.field_types import FieldType
from service.intake.workbook.guide import guide_lines
from service.intake.workbook.layout import (
    FORM_HEADINGS,
    GUIDE,
    LISTS,
    Field,
    Form,
    Sheet,
    layout,
    type_path,
)
from service.intake.workbook.survey import reference
from service.intake.workbook.values import Json, as_typed, has_anything, items_of, value_at

_ROWS_WITH_LISTS = 5_000
_TITLE, _HELP, _HEADING = 0, 1, 2
"""Rows (from 0) of a table: what the sheet is for, what each column is for, the headings."""
_A4 = 9
_WIDTHS = {"text": 24, "number": 12, "truth": 10, "day": 13, "time": 11, "choice": 22, "texts": 28}
_GREEN, _PALE, _GREY = "#14532D", "#DCFCE7", "#4B5563"
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 13, "font_color": _GREEN},
    "plain": {"text_wrap": True, "valign": "top"},
    "help": {"italic": True, "font_color": _GREY, "text_wrap": True, "valign": "top", "font_size": 9},
    "heading": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": _GREEN,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": "#FFFFFF",
    },
    "section": {"bold": True, "bg_color": _PALE, "font_color": _GREEN},
    "label": {"bold": True, "valign": "top", "text_wrap": True},
    "text": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "number": {"num_format": "0", "valign": "top", "align": "right"},
    "day": {"num_format": "dd/mm/yyyy", "valign": "top", "align": "right"},
    "time": {"num_format": "hh:mm", "valign": "top", "align": "right"},
}
_OF_KIND = {"number": "number", "day": "day", "time": "time"}


def new_workbook(form: Form) -> bytes:
    """An empty workbook (.xlsx) for a congress of that form."""
    return _written({"form": form}, form)


def filled_workbook(value: Json) -> bytes:
    """A workbook (.xlsx) that holds the congress data in `value` (JSON values of the published form)."""
    return _written(value, "plenary" if value.get("form") == "plenary" else "delegates")


def _written(value: Json, form: Form) -> bytes:
    target = io.BytesIO()
    # What people typed stays text: nothing becomes a formula, a link or a number by the look of it.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        # The same data gives the same file.
        book.set_properties({"title": "Dữ liệu đại hội", "created": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)})
        _Writing(book).write(value, form)
    return target.getvalue()


@dataclass(slots=True)
class _Writing:
    """One workbook in the making."""

    book: Any
    _formats: dict[str, Format] = field(default_factory=dict)
    _lists: dict[str, str] = field(default_factory=dict)

    def write(self, value: Json, form: Form) -> None:
        sheets = [
            sheet for sheet in layout().sheets if sheet.only in {None, form} or has_anything(sheet, value)
        ]
        self._guide(sheets)
        worksheets = [self.book.add_worksheet(sheet.name) for sheet in sheets]
        self._write_lists(sheets)
        for sheet, worksheet in zip(sheets, worksheets, strict=True):
            worksheet.set_landscape()
            worksheet.set_paper(_A4)
            worksheet.fit_to_pages(1, 0)
            worksheet.repeat_rows(_HEADING)
            if sheet.is_form:
                self._form(worksheet, sheet, value)
            else:
                self._table(worksheet, sheet, value)

    def _style(self, name: str) -> Format:
        if name not in self._formats:
            self._formats[name] = self.book.add_format(_STYLES[name])
        return self._formats[name]

    def _guide(self, sheets: Sequence[Sheet]) -> None:
        worksheet = self.book.add_worksheet(GUIDE)
        worksheet.hide_gridlines(2)
        worksheet.set_column(0, 0, 26)
        worksheet.set_column(1, 1, 110)
        worksheet.set_paper(_A4)
        worksheet.set_landscape()
        worksheet.fit_to_pages(1, 0)
        for row, (style, first, second) in enumerate(guide_lines(sheets)):
            worksheet.write_string(row, 0, first, self._style(style))
            if second:
                worksheet.set_row(row, 16 * (1 + len(second) // 115))
                worksheet.write_string(row, 1, second, self._style("plain"))

    def _write_lists(self, sheets: Sequence[Sheet]) -> None:
        """The words of every list, a column each, on a sheet that validations point to."""
        words: dict[str, Sequence[str]] = {"truth": ("Có", "Không")}
        words |= {name: tuple(said.values()) for name, said in layout().choices.items()}
        words |= {f"part {sheet.name}": tuple(sheet.parts) for sheet in sheets if sheet.part}
        worksheet = self.book.add_worksheet(LISTS)
        for column, (name, said) in enumerate(words.items()):
            worksheet.set_column(column, column, 30)
            for row, word in enumerate(said):
                worksheet.write_string(row, column, word)
            letters = reference(1, column + 1)[:-1]
            # By a name of its own: Excel keeps lists of other sheets in a way that openpyxl drops.
            defined = f"DS_{column + 1}"
            self.book.define_name(defined, f"='{LISTS}'!${letters}$1:${letters}${len(said)}")
            self._lists[name] = f"={defined}"
        worksheet.hide()

    def _form(self, worksheet: Worksheet, sheet: Sheet, value: Json) -> None:
        worksheet.set_column(0, 0, 44, self._style("label"))
        worksheet.set_column(1, 1, 60)
        worksheet.set_column(2, 2, 60, self._style("help"))
        worksheet.write_string(_TITLE, 0, sheet.about, self._style("title"))
        for column, heading in enumerate(FORM_HEADINGS):
            worksheet.write_string(_HEADING, column, heading, self._style("heading"))
        worksheet.freeze_panes(_HEADING + 1, 0)
        row = _HEADING + 1
        for one in sheet.fields:
            if title := sheet.titles.get(one.path):
                for column, text in enumerate((title, "", "")):
                    worksheet.write(row, column, text, self._style("section"))
                row += 1
            wanted = sheet.type_of(one)
            worksheet.write_string(row, 0, _headed(sheet, one), self._style("label"))
            self._cell(
                worksheet, (row, 1), value_at(value, one.path), wanted, one.path, is_blank_formatted=True
            )
            worksheet.write_string(row, 2, one.help, self._style("help"))
            self._validate(worksheet, (row, 1, row, 1), one, wanted, one.path)
            row += 1

    def _table(self, worksheet: Worksheet, sheet: Sheet, value: Json) -> None:
        worksheet.write_string(_TITLE, 0, sheet.about, self._style("title"))
        worksheet.set_row(_HELP, 62)
        worksheet.set_row(_HEADING, 32)
        worksheet.freeze_panes(_HEADING + 1, len(sheet.numbers) + (1 if sheet.part else 0))
        place = next(iter(sheet.parts.values()))
        columns = [*_keys(sheet), *sheet.fields]
        for column, one in enumerate(columns):
            worksheet.write_string(_HELP, column, one.help, self._style("help"))
            worksheet.write_string(_HEADING, column, _headed(sheet, one), self._style("heading"))
            self._column(worksheet, sheet, column, one, type_path(place, one))
        row = _HEADING + 1
        for part, place in sheet.parts.items():
            for numbers, item in items_of(sheet, place, value):
                self._row(worksheet, sheet, row, (part, place), numbers, item)
                row += 1

    def _column(self, worksheet: Worksheet, sheet: Sheet, column: int, one: Field, path: str) -> None:
        area = (_HEADING + 1, column, _HEADING + _ROWS_WITH_LISTS, column)
        if one is sheet.part:
            worksheet.set_column(column, column, 30, self._style("text"))
            self._list(worksheet, area, f"part {sheet.name}", one)
        elif one not in sheet.fields:
            worksheet.set_column(column, column, 12, self._style("number"))
            self._whole(worksheet, area, FieldType(kind="number", least=1, most=100_000), one)
        else:
            wanted = sheet.type_of(one)
            width = 60 if (wanted.longest or 0) >= 10_000 else _WIDTHS[wanted.kind]
            worksheet.set_column(column, column, width, self._style(_OF_KIND.get(wanted.kind, "text")))
            self._validate(worksheet, area, one, wanted, path)

    def _row(
        self,
        worksheet: Worksheet,
        sheet: Sheet,
        row: int,
        part: tuple[str, str],
        numbers: Sequence[int],
        item: Any,
    ) -> None:
        column = 0
        if sheet.part:
            worksheet.write_string(row, column, part[0], self._style("text"))
            column += 1
        for number in numbers[: len(sheet.numbers)]:
            worksheet.write_number(row, column, number, self._style("number"))
            column += 1
        for one in sheet.fields:
            wanted, path = sheet.type_of(one, part[1]), type_path(part[1], one)
            self._cell(worksheet, (row, column), value_at(item, one.path), wanted, path)
            column += 1

    def _cell(
        self,
        worksheet: Worksheet,
        at: tuple[int, int],
        value: Any,
        wanted: FieldType,
        path: str,
        *,
        is_blank_formatted: bool = False,
    ) -> None:
        """A value as people would type it; what cannot be of its type is written as the text it is."""
        style = self._style(_OF_KIND.get(wanted.kind, "text"))
        shown = as_typed(value, wanted, path)
        if shown is None:
            if is_blank_formatted:
                worksheet.write_blank(*at, None, style)
        elif isinstance(shown, dt.date | dt.time):
            worksheet.write_datetime(*at, shown, style)
        elif isinstance(shown, int | float):
            worksheet.write_number(*at, shown, style)
        else:
            worksheet.write_string(*at, shown, style)

    def _validate(
        self, worksheet: Worksheet, area: tuple[int, int, int, int], one: Field, wanted: FieldType, path: str
    ) -> None:
        if wanted.kind == "choice":
            self._list(worksheet, area, layout().list_of(path), one)
        elif wanted.kind == "truth":
            self._list(worksheet, area, "truth", one)
        elif wanted.kind == "number":
            self._whole(worksheet, area, wanted, one)
        else:
            _allow(worksheet, area, {"validate": "any"}, one)

    def _list(self, worksheet: Worksheet, area: tuple[int, int, int, int], name: str, one: Field) -> None:
        rule = {"validate": "list", "source": self._lists[name], "error_message": "Hãy chọn trong danh sách."}
        _allow(worksheet, area, rule, one)

    def _whole(
        self, worksheet: Worksheet, area: tuple[int, int, int, int], wanted: FieldType, one: Field
    ) -> None:
        least, most = wanted.least or 0, wanted.most if wanted.most is not None else 10**9
        message = f"Hãy ghi số nguyên từ {least} đến {most}."
        rule = {"validate": "integer", "criteria": "between", "minimum": least, "maximum": most}
        _allow(worksheet, area, rule | {"error_message": message}, one)


def _allow(
    worksheet: Worksheet, area: tuple[int, int, int, int], rule: Mapping[str, Any], one: Field
) -> None:
    said = {"input_title": one.heading[:32], "input_message": one.help[:255], "error_title": "Chưa đúng"}
    worksheet.data_validation(*area, {**rule, **said})


def _headed(sheet: Sheet, one: Field) -> str:
    """The heading as it is shown: a star says that no row can do without it."""
    is_key = one not in sheet.fields and not (one is sheet.part and sheet.usual)
    is_required = is_key or (one in sheet.fields and sheet.is_required(one))
    return f"{one.heading} *" if is_required else one.heading


def _keys(sheet: Sheet) -> Iterator[Field]:
    if sheet.part:
        yield sheet.part
    for heading in sheet.numbers:
        yield Field(path="", heading=heading, help="Số thứ tự, từ 1.")
