"""Workbooks that reach too far, count too much or act."""

from __future__ import annotations

from random import Random

from tests.hostile.zips import DEEDS, Deed, Parts
from tests.intake.handmade import number, rows, text, workbook

SHEET = "Đại hội"


def far_cells(dice: Random, _: Parts) -> bytes:
    """Four kilobytes for which a reader reserves seventeen thousand million cells."""
    place = dice.choice(("XFD1048576", "A1048576", "XFD1", "GR59999", "ZZZZ9999999", "A0", "1A", "A-1", "É1"))
    return workbook(
        {SHEET: f'<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="{place}"><v>1</v></c></row></sheetData>'}
    )


def far_rows(dice: Random, _: Parts) -> bytes:
    row = dice.choice((1_048_576, 2**31, 2**64, -1, "x", "1e9", "٣"))
    return workbook({SHEET: f'<sheetData><row r="{row}"><c><v>1</v></c></row></sheetData>'})


def lying_dimension(dice: Random, _: Parts) -> bytes:
    reach = dice.choice(("A1:XFD1048576", "XFD1048576:A1", "A1:A1", ":", "A1:ZZZZ99999999", ""))
    return workbook({SHEET: f'<dimension ref="{reach}"/>' + rows(text("A1", "a"), text("C7", "b"))})


def many_cells(dice: Random, _: Parts) -> bytes:
    height, breadth = dice.choice(((59_000, 5), (1_500, 199), (59_000, 50)))
    cells = "".join(f"<row>{'<c><v>1</v></c>' * breadth}</row>" for _ in range(height))
    return workbook({SHEET: f"<sheetData>{cells}</sheetData>"})


def one_text_often(dice: Random, _: Parts) -> bytes:
    cells = '<row><c t="s"><v>0</v></c></row>' * dice.choice((2_000, 50_000))
    return workbook(
        {SHEET: f"<sheetData>{cells}</sheetData>"}, strings=("x" * dice.choice((32_000, 3_000_000)),)
    )


def strange_strings(dice: Random, _: Parts) -> bytes:
    index = dice.choice(("-1", "1", "4294967296", "x", "", "1e3", "99999999999999999999"))
    return workbook(
        {SHEET: f'<sheetData><row r="1"><c r="A1" t="s"><v>{index}</v></c></row></sheetData>'}, strings=("a",)
    )


def strange_values(dice: Random, _: Parts) -> bytes:
    kind, value = (
        dice.choice(("n", "d", "b", "e", "str", "x", "")),
        dice.choice(
            (
                "1e400",
                "-1e400",
                "NaN",
                "INF",
                "9" * 5_000,
                "2958466",
                "-1",
                "0x10",
                "1899-12-31T00:00:00Z",
                "99999-99-99",
                "",
            )
        ),
    )
    cell = f'<c r="B2" t="{kind}" s="{dice.choice((0, 1, 2, 9, 4294967296))}"><v>{value}</v></c>'
    return workbook({SHEET: f'<sheetData><row r="2">{cell}</row></sheetData>'})


def merged(dice: Random, _: Parts) -> bytes:
    count, area = (
        dice.choice((3, 4_999, 100_000)),
        dice.choice(("A1:B2", "A1:XFD1048576", "B2:A1", "A1", "x")),
    )
    return workbook(
        {SHEET: "<sheetData/><mergeCells>" + f'<mergeCell ref="{area}"/>' * count + "</mergeCells>"}
    )


def many_sheets(dice: Random, _: Parts) -> bytes:
    return workbook({f"s{n}": rows(number("A1", n)) for n in range(dice.choice((99, 101, 2_000)))})


def many_columns_hidden(dice: Random, _: Parts) -> bytes:
    column = f'<col min="1" max="{dice.choice((16_384, 2**40, -1))}" hidden="1"/>'
    return workbook({SHEET: f"<cols>{column * dice.choice((1, 100_000))}</cols>" + rows(text("A1", "a"))})


def formulas(dice: Random, _: Parts) -> bytes:
    formula = dice.choice(
        (
            "cmd|'/c calc'!A1",
            'WEBSERVICE("http://127.0.0.1/")',
            "A1",
            "(" * 60_000,
            "SUM(" * 10_000,
            'HYPERLINK("file:///etc/passwd")',
        )
    )
    return workbook(
        {SHEET: f'<sheetData><row r="1"><c r="A1"><f>{formula}</f><v>1</v></c></row></sheetData>'}
    )


def outside(dice: Random, _: Parts) -> bytes:
    more = {
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        "xl/connections.xml": '<connections><connection odcFile="http://127.0.0.1/"/></connections>',
        "xl/activeX/activeX1.bin": "x",
        "xl/embeddings/oleObject1.bin": "x",
        "xl/vbaProject.bin": "x",
        "customXml/item1.xml": "<x/>",
    }
    chosen = dice.sample(sorted(more), dice.randrange(1, len(more)))
    return workbook({SHEET: rows(text("A1", "Mục"))}, more={name: more[name] for name in chosen})


def led_to_by_nothing(dice: Random, _: Parts) -> bytes:
    """What no program opens that opens workbooks: a good place for what is to be kept for decades."""
    name = dice.choice(
        ("xl/a.xml", "customXml/item1.xml", "docProps/thumbnail.xml", "a.xml", "xl/worksheets/sheet9.xml")
    )
    return workbook(
        {SHEET: rows(text("A1", "Mục"))}, more={name: "<a>" + "x" * dice.choice((1, 100_000)) + "</a>"}
    )


def many_styles(dice: Random, parts: Parts) -> bytes:
    styles = b"<styleSheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><cellXfs>"
    styles += b"<xf numFmtId='164'/>" * dice.choice((70_000, 500_000)) + b"</cellXfs></styleSheet>"
    return workbook({SHEET: rows(number("A1", 1, style=3))}, more={"xl/styles.xml": styles})


OWN: tuple[Deed, ...] = (
    far_cells, far_cells, far_rows, lying_dimension, many_cells, one_text_often, strange_strings, strange_values,
    strange_values, merged, many_sheets, many_columns_hidden, formulas, outside, led_to_by_nothing, many_styles,
)  # fmt: skip
ALL: tuple[Deed, ...] = (*OWN, *DEEDS)
