"""Workbooks made by hand: in the shape that Excel itself writes, and in shapes that no honest program writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(
    sheets: Mapping[str, str],
    *,
    strings: tuple[str, ...] = (),
    is_1904: bool = False,
    states: Mapping[str, str] | None = None,
    more: Mapping[str, bytes | str] | None = None,
    kind: str = "sheet",
    typed: Mapping[str, str] | None = None,
    related: Mapping[str, tuple[str, str]] | None = None,
) -> bytes:
    """
    A workbook as Excel packs it: shared strings, styles (1: a date, 2: a time), a calculation chain's worth of parts.

    `sheets` is the inside of each worksheet element by name; `more` are further parts, which replace ours of that name;
    `typed` gives parts a content type, `related` gives the workbook relationships: type and target by id.
    """
    numbered = list(enumerate(sheets.items(), start=1))
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" state="{(states or {}).get(name, "visible")}" r:id="rId{n}"/>'
        for n, (name, _) in numbered
    )
    date1904 = ' date1904="1"' if is_1904 else ""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _types(len(numbered), kind, typed or {}),
        "_rels/.rels": relations({"rId1": (f"{OFFICE}/officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr{date1904}'
        f' defaultThemeVersion="166925"/><sheets>{listed}</sheets><calcPr calcId="191029"/></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            {f"rId{n}": (f"{OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n, _ in numbered}
            | {
                "rIdS": (f"{OFFICE}/styles", "styles.xml"),
                "rIdT": (f"{OFFICE}/sharedStrings", "sharedStrings.xml"),
            }
            | dict(related or {})
        ),
        "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164"'
        ' formatCode="dd/mm/yyyy"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"'
        ' applyNumberFormat="1"/><xf numFmtId="20" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}" count="{len(strings)}" uniqueCount="{len(strings)}">'
        + "".join(f'<si><t xml:space="preserve">{one}</t></si>' for one in strings)
        + "</sst>",
    }
    for n, (_, inside) in numbered:
        parts[f"xl/worksheets/sheet{n}.xml"] = f'{HEAD}<worksheet xmlns="{MAIN}">{inside}</worksheet>'
    return packed(parts | dict(more or {}))


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def rows(*cells: str) -> str:
    """Cells (`<c r="B3" ...>`) as the data of a sheet, row by row."""
    by_row: dict[int, list[str]] = {}
    for cell in cells:
        number = int("".join(sign for sign in cell.split('"')[1] if sign.isdigit()))
        by_row.setdefault(number, []).append(cell)
    inside = "".join(f'<row r="{number}">{"".join(held)}</row>' for number, held in sorted(by_row.items()))
    return f"<sheetData>{inside}</sheetData>"


def text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def number(place: str, value: float, *, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def _types(count: int, kind: str, typed: Mapping[str, str]) -> str:
    main = (
        f"{SPREADSHEET}.{kind}.main+xml" if kind == "sheet" else f"application/vnd.ms-excel.{kind}.main+xml"
    )
    overrides = {"/xl/workbook.xml": main, "/xl/styles.xml": f"{SPREADSHEET}.styles+xml"}
    overrides["/xl/sharedStrings.xml"] = f"{SPREADSHEET}.sharedStrings+xml"
    overrides |= {f"/xl/worksheets/sheet{n + 1}.xml": f"{SPREADSHEET}.worksheet+xml" for n in range(count)}
    overrides |= {f"/{part}": of for part, of in typed.items()}
    listed = "".join(f'<Override PartName="{part}" ContentType="{of}"/>' for part, of in overrides.items())
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def relations(targets: Mapping[str, tuple[str, str]], *, mode: str = "Internal") -> str:
    """A part of relationships: type and target by id."""
    listed = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}" TargetMode="{mode}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'
