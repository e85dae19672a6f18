"""What people do to workbooks: each thing is read as it is meant, or named with its cell."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from service.intake.read import Reading
from service.intake.workbook.grids import read_grids
from service.intake.workbook.read import read_cells, read_workbook
from service.intake.workbook.write import filled_workbook
from tests.intake.handmade import number, rows, text, workbook

EXAMPLES = Path(__file__).parents[2] / "examples"
UNION = {"Công đoàn": rows(text("A1", "Tên công đoàn"), text("A2", "Công đoàn cơ sở A"))}
FORM = (text("A1", "Mục"), text("B1", "Nội dung"))
TERM = (
    *FORM,
    text("A2", "Nhiệm kỳ: năm đầu"),
    number("B2", 2023),
    text("A3", "Nhiệm kỳ: năm cuối"),
    number("B3", 2028),
)
CONGRESS = {"Đại hội": rows(*TERM)}
LEAST = CONGRESS | UNION


def read(sheets: dict[str, str], **more: object) -> Reading:
    return read_cells(read_grids(workbook(sheets, **more)))  # type: ignore[arg-type]  # passed on as they are


def delegates(*cells: str, after: str = "") -> dict[str, str]:
    """A sheet of delegates: names in A, days in B, numbers in C from row 2, and what else is said."""
    heads = (text("A1", "Họ và tên"), text("B1", "Ngày sinh"), text("C1", "Năm sinh"))
    return LEAST | {"Đại biểu": rows(*heads, *cells) + after}


def found(reading: Reading, severity: str = "error") -> set[tuple[str, str]]:
    return {(one.code, one.cell) for one in reading.findings if one.severity == severity}


def congress_line(label: str, cell: str) -> dict[str, str]:
    return UNION | {"Đại hội": rows(*TERM, text("A4", label), cell)}


class TestHeadings:
    def test_marks_case_order_and_stars_do_not_matter(self) -> None:
        """
        `NGAY SINH` before `ho va ten *` is the same table.
        """
        sheet = rows(
            text("B3", "NGAY SINH"), text("D3", "ho va ten *"), text("D4", "Lê An"), text("B4", "1/2/1980")
        )
        reading = read(LEAST | {"dai bieu": sheet})

        assert reading.congress
        (delegate,) = reading.congress.delegates
        assert ("Lê An", "1980-02-01") == (delegate.full_name, str(delegate.born_on))

    def test_an_unknown_one_is_named_with_what_was_meant(self) -> None:
        """
        Nothing a secretary typed is passed over in silence.
        """
        reading = read(delegates(text("A2", "Lê An"), text("D1", "Dân tộ"), text("D2", "Kinh")))
        (fault,) = (one for one in reading.findings if one.code == "workbook.unknown_heading")

        assert "Đại biểu!D1" == fault.cell
        assert "Có phải là “Dân tộc”?" in fault.vi

    @pytest.mark.parametrize("own", ["Ghi chú", "ghi chu 2", "STT", "TT"])
    def test_a_column_of_ones_own_is_left_alone(self, own: str) -> None:
        """
        Notes and row numbers are in every list.
        """
        assert read(delegates(text("A2", "Lê An"), text("D1", own), text("D2", "x"))).is_acceptable

    def test_data_without_a_heading_are_named(self) -> None:
        """
        The first cell of the column.
        """
        reading = read(delegates(text("A2", "Lê An"), text("F3", "x"), text("F4", "y")))

        assert {("workbook.no_heading", "Đại biểu!F3")} == found(reading)

    def test_a_heading_twice_is_named(self) -> None:
        """
        Which of the two columns counts, nobody knows.
        """
        reading = read(delegates(text("A2", "Lê An"), text("D1", "Họ tên"), text("D2", "Lê Ba")))

        assert {("workbook.heading_twice", "Đại biểu!D1")} == found(reading)

    def test_a_table_without_headings_is_named(self) -> None:
        """
        The sheet, and one heading it should have.
        """
        assert {("workbook.no_headings", "Đại biểu")} == found(
            read(LEAST | {"Đại biểu": rows(text("A1", "Lê An"))})
        )

    def test_a_sheet_of_another_name_is_named_with_what_was_meant(self) -> None:
        """
        Empty sheets and sheets of notes are nobody's business.
        """
        reading = read(
            LEAST | {"Đại biêu 1": rows(text("A1", "x")), "Ghi chú": rows(text("A1", "x")), "Sheet1": ""}
        )
        (fault,) = (one for one in reading.findings if one.severity == "error")

        assert ("workbook.unknown_sheet", "Đại biêu 1") == (fault.code, fault.cell)
        assert "“Đại biểu”" in fault.vi

    @pytest.mark.parametrize(
        ("name", "severity", "code"),
        [
            ("Công đoàn", "error", "workbook.no_sheet"),
            ("Đại biểu", "error", "workbook.no_sheet"),
            ("Chỉ tiêu", "warning", "workbook.sheet_left_out"),
        ],
    )
    def test_a_sheet_that_was_deleted_is_missed_by_name(self, name: str, severity: str, code: str) -> None:
        """
        A congress of delegates without their sheet is not accepted in silence.
        """
        example = json.loads((EXAMPLES / "so-cong-thuong-2023-day-du.json").read_bytes())
        whole = load_workbook(io.BytesIO(filled_workbook(example)))
        del whole[name]
        without = io.BytesIO()
        whole.save(without)
        reading = read_workbook(without.getvalue())

        assert (code, name) in found(reading, severity)
        assert (severity == "warning") == reading.is_acceptable

    def test_a_workbook_made_by_hand_is_told_of_the_sheet_its_form_needs(self) -> None:
        """
        And not of thirty others.
        """
        reading = read(congress_line("Hình thức đại hội", text("B4", "Đại biểu")))

        missed = {cell for code, cell in found(reading, "warning") if code == "workbook.sheet_left_out"}
        assert {"Đại biểu"} == missed

    def test_one_sheet_twice_is_named(self) -> None:
        """
        With and without marks it is one name.
        """
        assert ("workbook.sheet_twice", "Dai hoi") in found(read(LEAST | {"Dai hoi": CONGRESS["Đại hội"]}))

    def test_lines_of_a_form_come_in_any_order(self) -> None:
        """
        Titles between them may be anything; a line twice, an unknown one and a value without a label are named.
        """
        sheet = rows(
            *FORM,
            text("A2", "Nhiem ky: nam cuoi"),
            text("B2", "2028"),
            text("A3", "Phần một"),
            text("A4", "Nhiệm kỳ: năm đầu *"),
            number("B4", 2023),
            text("A5", "Địa điểmm"),
            text("B5", "Hội trường"),
            text("A6", "Nhiệm kỳ: năm đầu"),
            number("B6", 2022),
            text("B7", "x"),
        )
        expected = {
            ("workbook.unknown_heading", "Đại hội!A5"),
            ("workbook.heading_twice", "Đại hội!A6"),
            ("workbook.no_heading", "Đại hội!B7"),
        }

        assert expected == found(read(UNION | {"Đại hội": sheet}))


class TestValues:
    @pytest.mark.parametrize(
        ("cell", "expected"),
        [
            (number("B4", 44981, style=1), "2023-02-24"),
            (text("B4", "24/02/2023"), "2023-02-24"),
            (text("B4", " 24-2-2023 "), "2023-02-24"),
            (text("B4", "2023-02-24"), "2023-02-24"),
            ('<c r="B4" s="1"><f>DATE(2023,2,24)</f><v>44981</v></c>', "2023-02-24"),
        ],
    )
    def test_a_day_may_be_a_day_or_text(self, cell: str, expected: str) -> None:
        """
        As Excel keeps it, as people type it, or the result of a formula.
        """
        congress = read(congress_line("Ngày khai mạc", cell)).congress

        assert congress
        assert expected == str(congress.opened_on)

    def test_days_of_1904_are_the_same_days(self) -> None:
        """
        Workbooks from a Mac may count from 1904.
        """
        sheets = congress_line("Ngày khai mạc", number("B4", 44981 - 1462, style=1))
        congress = read(sheets, is_1904=True).congress

        assert congress
        assert "2023-02-24" == str(congress.opened_on)

    @pytest.mark.parametrize(
        "cell",
        [
            number("C2", 0.3125, style=2),
            number("C2", 0.3125),
            text("C2", "7:30"),
            text("C2", "07h30"),
            text("C2", "7 giờ 30"),
        ],
    )
    def test_an_hour_may_be_an_hour_a_part_of_a_day_or_text(self, cell: str) -> None:
        """
        Half past seven in five ways.
        """
        heads = (text("A1", "Ngày họp"), text("B1", "Loại phiên"), text("C1", "Giờ bắt đầu"))
        congress = read(LEAST | {"Phiên họp": rows(*heads, text("A2", "1/2/2023"), cell)}).congress

        assert congress
        assert "07:30:00" == str(congress.sessions[0].opened_at)

    @pytest.mark.parametrize(
        ("cell", "code"),
        [
            (number("B4", 44981.5, style=1), "shape.wrong_type"),
            (number("B4", 44981), "shape.wrong_type"),
            (text("B4", "24/2"), "shape.wrong_type"),
            ('<c r="B4" t="b"><v>1</v></c>', "shape.wrong_type"),
            ('<c r="B4" t="e"><v>#N/A</v></c>', "workbook.error_value"),
            ('<c r="B4" t="e"><f>NA()</f><v>#N/A</v></c>', "workbook.error_value"),
            ('<c r="B4"><f>TODAY()</f></c>', "workbook.not_calculated"),
            ('<c r="B4"><f>TODAY()</f><v></v></c>', "workbook.not_calculated"),
        ],
    )
    def test_what_is_no_day_is_one_fault_of_its_cell(self, cell: str, code: str) -> None:
        """
        A moment, a number, half a date, a truth, an error, a formula that nobody worked out.
        """
        assert {(code, "Đại hội!B4")} == found(read(congress_line("Ngày khai mạc", cell)))

    @pytest.mark.parametrize(("typed", "expected"), [("1100", 1100), ("1.100", 1100), ("1 100", 1100)])
    def test_a_number_may_be_text(self, typed: str, expected: int) -> None:
        """
        With the dots of thousands as Vietnamese writes them.
        """
        congress = read(congress_line("Số được triệu tập", text("B4", typed))).congress

        assert congress
        assert expected == congress.attendance.summoned

    @pytest.mark.parametrize("typed", ["1,100", "1.10", "11.00", "32 người", "0x20"])
    def test_a_number_that_could_mean_two_things_is_none(self, typed: str) -> None:
        """
        Nothing is guessed.
        """
        reading = read(congress_line("Số được triệu tập", text("B4", typed)))

        assert {("shape.wrong_type", "Đại hội!B4")} == found(reading)

    def test_a_number_in_a_field_of_text_is_its_digits(self) -> None:
        """
        A venue that is called 5.
        """
        congress = read(congress_line("Địa điểm", number("B4", 5))).congress

        assert congress
        assert "5" == congress.venue

    @pytest.mark.parametrize("typed", ["Đại biểu", "dai bieu", "delegates"])
    def test_a_word_of_a_list_is_known_with_and_without_marks(self, typed: str) -> None:
        """
        As the list has it, or as the data have it.
        """
        congress = read(congress_line("Hình thức đại hội", text("B4", typed))).congress

        assert congress
        assert "delegates" == congress.form

    def test_old_encodings_are_refused_at_their_cell(self) -> None:
        """
        TCVN3 and VNI look right in one font only.
        """
        reading = read(congress_line("Địa điểm", text("B4", "Héi tr­êng C«ng ®oµn")))

        assert {("text.legacy_encoding", "Đại hội!B4")} == found(reading)


class TestRows:
    def test_blank_rows_between_do_not_matter(self) -> None:
        """
        Nor do rows that hold only spaces.
        """
        reading = read(delegates(text("A2", "Lê An"), text("A4", "  "), text("A9", "Lê Ba")))

        assert reading.congress
        assert ["Lê An", "Lê Ba"] == [one.full_name for one in reading.congress.delegates]

    def test_hidden_rows_columns_and_sheets_are_read_and_said(self) -> None:
        """
        A filter hides rows that still belong to the list.
        """
        sheets = LEAST | {
            "Đại biểu": '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'
            + f'<row r="1">{text("A1", "Họ và tên")}{text("B1", "Năm sinh")}</row>'
            + f'<row r="2" hidden="1">{text("A2", "Lê An")}{number("B2", 1980)}</row></sheetData>'
        }
        reading = read(sheets, states={"Đại biểu": "veryHidden"})

        assert reading.congress
        assert 1 == len(reading.congress.delegates)
        assert {("workbook.hidden", cell) for cell in ("Đại biểu", "Đại biểu!A2", "Đại biểu!B1")} <= found(
            reading, "warning"
        )

    def test_merged_cells_in_a_list_are_named(self) -> None:
        """
        One value for several people would be a guess; a merged title above is none.
        """
        merged = '<mergeCells><mergeCell ref="C2:C3"/><mergeCell ref="E1:F1"/></mergeCells>'
        reading = read(delegates(text("A2", "Lê An"), text("A3", "Lê Ba"), number("C2", 1980), after=merged))

        assert {("workbook.merged", "Đại biểu!C2")} == found(reading)

    @pytest.mark.parametrize(
        ("cells", "code", "cell"),
        [
            ((text("A2", "Ban Kiễm phiếu"), text("B2", "Lê An")), "workbook.unknown_part", "Nhân sự!A2"),
            ((text("B2", "Lê An"),), "workbook.no_part", "Nhân sự!A2"),
            (('<c r="A2" t="e"><v>#REF!</v></c>', text("B2", "Lê An")), "workbook.error_value", "Nhân sự!A2"),
            (
                (
                    text("A2", "Chủ tịch công đoàn"),
                    text("B2", "Lê An"),
                    text("A3", "chu tich cong doan"),
                    text("B3", "B"),
                ),
                "workbook.part_twice",
                "Nhân sự!A3",
            ),
        ],
    )
    def test_a_row_that_belongs_nowhere_is_named(self, cells: tuple[str, ...], code: str, cell: str) -> None:
        """
        The cell that should say where it belongs.
        """
        heads = (text("A1", "Ban"), text("B1", "Họ và tên"))

        assert {(code, cell)} == found(read(LEAST | {"Nhân sự": rows(*heads, *cells)}))

    def election(self, *cells: str) -> Callable[..., Reading]:
        def read_it(*rounds: str) -> Reading:
            heads = (text("A1", "Cuộc bầu cử số"), text("B1", "Bầu"))
            inner = (text("A1", "Cuộc bầu cử số"), text("B1", "Vòng số"), text("C1", "Số phiếu phát ra"))
            return read(LEAST | {"Cuộc bầu cử": rows(*heads, *cells), "Vòng bầu cử": rows(*inner, *rounds)})

        return read_it

    def test_rows_find_the_election_they_belong_to(self) -> None:
        """
        By its number, whatever the order of the sheets.
        """
        read_it = self.election(
            number("A2", 1), text("B2", "Chủ tịch"), number("A3", 2), text("B3", "Ban Chấp hành")
        )
        congress = read_it(number("A2", 2), number("B2", 1), number("C2", 7)).congress

        assert congress
        assert [0, 1] == [len(one.rounds) for one in congress.elections]
        assert 7 == congress.elections[1].rounds[0].issued

    @pytest.mark.parametrize(
        ("rounds", "code", "cell"),
        [
            ((number("A2", 3), number("C2", 7)), "workbook.unknown_number", "Vòng bầu cử!A2"),
            ((text("A2", "một"), number("C2", 7)), "workbook.unknown_number", "Vòng bầu cử!A2"),
            ((number("C2", 7),), "workbook.no_number", "Vòng bầu cử!A2"),
            ((number("A2", 1), number("B2", 2)), "workbook.wrong_number", "Vòng bầu cử!B2"),
        ],
    )
    def test_a_number_that_leads_nowhere_is_named(
        self, rounds: tuple[str, ...], code: str, cell: str
    ) -> None:
        """
        No such election, no number, numbers that do not follow each other.
        """
        assert (code, cell) in found(self.election(number("A2", 1), text("B2", "Chủ tịch"))(*rounds))

    def test_more_unions_one_above_the_other_than_there_can_be_are_named(self) -> None:
        """
        Somebody pasted a list of unions where the chain belongs.
        """
        names = (text(f"A{row}", f"Công đoàn {row}") for row in range(2, 40))
        reading = read(CONGRESS | {"Công đoàn": rows(text("A1", "Tên công đoàn"), *names)})

        assert {("workbook.too_many_rows", "Công đoàn!A20")} == found(reading)
