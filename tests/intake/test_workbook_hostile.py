"""Files that are no workbook, or one that is meant to do harm: each a clear problem, and the process lives on."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

from service.cage import asking
from service.intake.workbook.cage import workbook_caged
from service.intake.workbook.grids import read_grids
from service.intake.workbook.read import read_workbook
from service.intake.workbook.refused import CODES, WorkbookRefused
from service.intake.workbook.survey import survey
from tests.intake.handmade import (
    HEAD,
    MAIN,
    OFFICE,
    SPREADSHEET,
    number,
    packed,
    relations,
    rows,
    text,
    workbook,
)

ONE = {"Đại hội": rows(text("A1", "Mục"), text("B1", "Nội dung"))}
LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def _overlapping() -> bytes:
    """Two entries of the directory for the same packed bytes."""
    raw = bytearray(workbook(ONE))
    first = raw.index(b"PK\x01\x02")
    second = raw.index(b"PK\x01\x02", first + 4)
    raw[second + 42 : second + 46] = raw[first + 42 : first + 46]
    return bytes(raw)


def _with_password() -> bytes:
    raw = bytearray(workbook(ONE))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


def _bomb() -> bytes:
    """Fifty-one megabytes of nothing, in fifty kilobytes."""
    return workbook(ONE, more={"xl/media/image1.bin": b"\0" * 53_000_000})


def _holding(part: str, of: str, kind: str) -> bytes:
    """A workbook with one more part, of the content type `of`, which a relationship of this kind leads to."""
    return workbook(ONE, more={part: "<a/>"}, typed={part: of}, related={"rIdX": (kind, f"/{part}")})


def _leading(kind: str, target: str) -> bytes:
    """A workbook whose sheet leads out of the file."""
    rels = relations({"rId1": (f"{OFFICE}/{kind}", target)}, mode="External")
    return workbook(ONE, more={"xl/worksheets/_rels/sheet1.xml.rels": rels})


MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
EXCEL = "application/vnd.ms-excel"
FOREIGN = {
    "an external link": _holding(
        "xl/externalLinks/externalLink1.xml", f"{SPREADSHEET}.externalLink+xml", f"{OFFICE}/externalLink"
    ),
    "connections": _holding("xl/connections.xml", f"{SPREADSHEET}.connections+xml", f"{OFFICE}/connections"),
    "a query": _holding(
        "xl/queryTables/queryTable1.xml", f"{SPREADSHEET}.queryTable+xml", f"{OFFICE}/queryTable"
    ),
    "a pivot table": _holding(
        "xl/pivotTables/pivotTable1.xml", f"{SPREADSHEET}.pivotTable+xml", f"{OFFICE}/pivotTable"
    ),
    "ActiveX": _holding("xl/activeX/activeX1.xml", "application/vnd.ms-office.activeX+xml", f"{OFFICE}/control"),
    "a form control": _holding("xl/ctrlProps/ctrlProp1.xml", f"{EXCEL}.controlproperties+xml", f"{OFFICE}/ctrlProp"),
    "an OLE object": _holding(
        "xl/embeddings/oleObject1.bin",
        "application/vnd.openxmlformats-officedocument.oleObject",
        f"{OFFICE}/oleObject",
    ),
    "a workbook within": _holding("xl/embeddings/a.xlsx", f"{SPREADSHEET}.sheet", f"{OFFICE}/package"),
    "buttons of the ribbon": _holding("customUI/customUI.xml", "application/xml", f"{MICROSOFT}/ui/extensibility"),
    "an unknown part": _holding("xl/a.xml", "application/x-unknown", f"{OFFICE}/worksheet"),
    "an unknown relationship": _holding("xl/a.xml", "application/xml", f"{OFFICE}/unknown"),
    "a type that is written in other letters": workbook(
        ONE, more={"xl/a.xml": "<a/>"}, typed={"XL/A.XML": f"{SPREADSHEET}.connections+xml"}
    ),
    "relationships in capitals": workbook(
        ONE, more={"xl/worksheets/_rels/sheet1.xml.RELS": relations({"rId1": (f"{OFFICE}/oleObject", "a.bin")})}
    ),
    "data that nothing leads to": workbook(ONE, more={"xl/a.xml": "<a/>"}),
    "data that only itself leads to": workbook(
        ONE,
        more={
            "customXml/item1.xml": "<a/>",
            "customXml/_rels/item1.xml.rels": relations({"rId1": (f"{OFFICE}/customXml", "item1.xml")}),
        },
    ),
    "data that only an address leads to": workbook(
        ONE,
        more={
            "xl/a.xml": "<a/>",
            "xl/worksheets/_rels/sheet1.xml.rels": relations(
                {"rId1": (f"{OFFICE}/hyperlink", "#../a.xml")}, mode="External"
            ),
        },
    ),
    "a picture from outside": _leading("image", "https://example.vn/a.png"),
    "a workbook from outside": _leading("oleObject", "file:///C:/a.xlsx"),
    "a link to a file": _leading("hyperlink", "file:///C:/a.exe"),
    "a link to a file beside it": _leading("hyperlink", "a.exe"),
    "a link that acts": _leading("hyperlink", "javascript:alert(1)"),
}  # fmt: skip

FILES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not_a_workbook"),
    "text": (b"Ho ten,Ngay sinh\nA,1", "not_a_workbook"),
    "a cut zip": (workbook(ONE)[:-30], "damaged"),
    "a zip of something else": (packed({"a.txt": "a"}), "not_a_workbook"),
    "a Word file": (packed({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}), "not_a_workbook"),
    "OpenDocument": (
        packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
        "opendocument",
    ),
    "binary Excel": (packed({"[Content_Types].xml": "<a/>", "xl/workbook.bin": b"\0"}), "binary_excel"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
    "Excel with a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
    "a zip with a password": (_with_password(), "encrypted"),
    "macros by their part": (workbook(ONE, more={"xl/vbaProject.bin": b"\0"}), "macros"),
    "macros by their type": (workbook(ONE, kind="sheet.macroEnabled"), "macros"),
    "a macro sheet": (
        _holding("xl/macrosheets/sheet1.xml", f"{EXCEL}.macrosheet+xml", f"{MICROSOFT}/xlMacrosheet"),
        "macros",
    ),
    **{name: (raw, "foreign_parts") for name, raw in FOREIGN.items()},
    "a list of types that is empty": (workbook(ONE, more={"[Content_Types].xml": "<Types/>"}), "damaged"),
    "a part without a type": (workbook(ONE, more={"xl/a.bin": "x"}), "damaged"),
    "a zip bomb": (_bomb(), "too_large"),
    "entries that overlap": (_overlapping(), "damaged"),
    "a thousand million laughs": (
        workbook(
            ONE,
            more={
                "xl/sharedStrings.xml": f"{HEAD}<!DOCTYPE a [<!ENTITY l0 'lol'>{LOL}]><sst xmlns='{MAIN}'/>"
            },
        ),
        "unsafe_xml",
    ),
    "an entity from a file": (
        workbook(ONE, more={"xl/theme/theme1.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}),
        "unsafe_xml",
    ),
    "DOCTYPE in UTF-16": (
        workbook(
            ONE,
            more={
                "docProps/app.xml": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16")
            },
        ),
        "unsafe_xml",
    ),
    "XML that is none": (workbook(ONE, more={"xl/worksheets/sheet1.xml": "<worksheet>"}), "damaged"),
    "a sheet without a part": (
        workbook(ONE, more={"xl/_rels/workbook.xml.rels": "<Relationships/>"}),
        "damaged",
    ),
    "no sheet": (workbook({}), "damaged"),
    "too many sheets": (workbook({f"s{n}": "" for n in range(101)}), "too_large"),
    "two far cells": (workbook({"Đại hội": rows(number("A1", 1), number("XFD1048576", 1))}), "too_wide"),
    "a far error": (
        workbook({"Đại hội": rows(number("A1", 1), '<c r="XFD1048576" t="e"><v>#N/A</v></c>')}),
        "too_wide",
    ),
    "a far row without references": (
        workbook({"Đại hội": '<sheetData><row r="1048576"><c><v>1</v></c></row></sheetData>'}),
        "too_wide",
    ),
    "a wide table of nothing": (
        workbook({"Đại hội": rows(number("GR1", 1), number("A59999", 1))}),
        "too_large",
    ),
    "a cell of no place": (
        workbook({"Đại hội": '<sheetData><row r="1"><c r="1A"><v>1</v></c></row></sheetData>'}),
        "damaged",
    ),
    "merged five thousand times": (
        workbook(
            {"Đại hội": "<sheetData/><mergeCells>" + '<mergeCell ref="A1:B2"/>' * 5_001 + "</mergeCells>"}
        ),
        "too_large",
    ),
    "none of our sheets": (workbook({"Sheet1": rows(text("A1", "Họ và tên"))}), "other_workbook"),
}


@pytest.mark.parametrize("name", [name for name in FILES if name != "none of our sheets"])
def test_it_is_refused_before_any_library_opens_it(name: str) -> None:
    """
    One code with two sentences, by the survey alone.
    """
    raw, code = FILES[name]

    with pytest.raises(WorkbookRefused) as refused:
        read_grids(raw)

    assert code == refused.value.code
    assert refused.value.fault.vi
    assert refused.value.fault.en


@pytest.mark.parametrize("name", ["two far cells", "a zip bomb", "none of our sheets", "old Excel"])
def test_in_its_cage_it_is_one_finding(name: str) -> None:
    """
    From outside: nothing is raised, the finding says what to do.
    """
    raw, code = FILES[name]
    (found,) = read_workbook(raw).findings

    assert (f"file.{code}", "error") == (found.code, found.severity)


def test_it_says_on_which_sheet_it_stands() -> None:
    """
    A link between hundreds is looked for where it is; what stands on no sheet is named by its part.
    """
    for name, where in {
        "a link to a file": "Đại hội",
        "an OLE object": "xl/embeddings/oleObject1.bin",
        "data that nothing leads to": "xl/a.xml",
    }.items():
        with pytest.raises(WorkbookRefused) as refused:
            read_grids(FOREIGN[name])

        assert where in refused.value.fault.vi
        assert where in refused.value.fault.en


@pytest.mark.parametrize("target", ["https://example.vn/", "http://example.vn/", "mailto:a@example.vn"])
def test_links_to_pages_and_mail_addresses_are_none_of_it(target: str) -> None:
    """
    Excel makes one of each address that is typed.
    """
    assert read_grids(_leading("hyperlink", target))


def test_letters_of_a_way_may_be_large_or_escaped() -> None:
    """
    Excel finds such a part, so it is no stranger; a way to nothing is passed over.
    """
    related = {
        "rIdX": (f"{OFFICE}/customXml", "/CustomXml/item%201.xml"),
        "rIdY": (f"{OFFICE}/theme", "theme.xml"),
    }
    more = {"customXml/item 1.xml": "<a/>"}

    assert read_grids(workbook(ONE, more=more, related=related))


def test_every_code_can_come() -> None:
    """
    No sentence is there for nothing.
    """
    assert CODES == {code for _, code in FILES.values()} | {"cannot_be_read"}


def test_a_dimension_that_lies_does_no_harm() -> None:
    """
    Excel itself writes the corner of all that was ever touched; only filled cells count.
    """
    inside = '<dimension ref="A1:XFD1048576"/>' + rows(text("A1", "a"), '<c r="XFD1048576" s="1"/>')

    assert {(1, 1): "a"} == read_grids(workbook({"Đại hội": inside}))[0].cells


class TestTheCage:
    """A program of our own takes the place of the reader, and does what a hostile file would make it do."""

    def reader(self, script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        program = tmp_path / "reader"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))

    @pytest.mark.parametrize(
        "script", ["kill -ABRT $$", "kill -9 $$", "cat >/dev/null; exit 2", "exec sleep 60"]
    )
    def test_its_death_is_a_fault_and_nothing_more(
        self, script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Aborted, killed, out of memory, out of time.
        """
        monkeypatch.setattr(asking, "SECONDS", 0.6)
        self.reader(script, tmp_path, monkeypatch)
        (found,) = read_workbook(workbook(ONE)).findings

        assert "file.cannot_be_read" == found.code

    @pytest.mark.parametrize("raw", [b"", b"STT,Ho va ten", b"%PDF-1.7", FILES["old Excel"][0]])
    def test_what_is_no_zip_is_told_without_it(
        self, raw: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Whoever sends anything at all has no process started for it, and gets the answer of the survey.
        """
        self.reader("exit 1", tmp_path, monkeypatch)
        with pytest.raises(WorkbookRefused) as surveyed:
            read_grids(raw)
        for task in ("read", "mark", "tree"):
            with pytest.raises(WorkbookRefused) as refused:
                workbook_caged(task, raw, [])

            assert surveyed.value.code == refused.value.code

    def test_what_a_library_cannot_understand_is_damaged(self) -> None:
        """
        The survey finds nothing wrong, openpyxl does.
        """
        styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="x"/></cellXfs></styleSheet>'
        raw = workbook(ONE, more={"xl/styles.xml": styles})

        assert survey(raw)
        with pytest.raises(WorkbookRefused, match="damaged"):
            workbook_caged("mark", raw, [])

    def test_it_has_little_memory(self) -> None:
        """
        A long text in very many cells ends with a code, not with all memory of the machine.
        """
        cells = "".join(f'<c r="A{n}" t="s"><v>0</v></c>' for n in range(1, 2_000))
        raw = workbook({"Đại hội": f"<sheetData>{cells}</sheetData>"}, strings=("x" * 30_000,))

        assert ["file.too_large"] == [found.code for found in read_workbook(raw).findings]


def test_nobody_takes_out_the_first_of_two_parts_with_one_name() -> None:
    """
    Which of them counts would depend on the reader.
    """
    target = io.BytesIO(workbook(ONE))
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<a/>")

    with pytest.raises(WorkbookRefused, match="damaged"):
        read_grids(target.getvalue())
