"""The layout of NĐ 30/2020/NĐ-CP, Phụ lục I, read from the Word files themselves."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from service.documents.fields.published import published

FOLDER = Path(__file__).parents[2] / "templates_docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMESPACES = {"w": W.strip("{}")}

SIGNED = (
    *("resolution", "minutes", "credentials_report", "election_result", "candidate_list"),
    *("summons", "invitation", "working_rules", "election_rules"),
)
AFTER = (
    *("conference_minutes", "conference_count", "recognition_proposal", "recognition_dossier"),
    *("recognition_decision", "notice", "extract"),
)
SHEETS = (*SIGNED, *AFTER, "membership_report", "programme", "running_order", "activity_report")
ALL = (*SHEETS, "credential_card", "card_sheet", "ballot", "biographies", "register")
GRIDS = {
    "resolution": 4,
    "minutes": 0,
    "credentials_report": 3,
    "election_result": 4,
    "candidate_list": 1,
    "membership_report": 2,
    "summons": 0,
    "invitation": 0,
    "programme": 1,
    "running_order": 1,
    "activity_report": 1,
    "working_rules": 0,
    "election_rules": 0,
    "conference_minutes": 0,
    "conference_count": 4,
    "recognition_proposal": 2,
    "recognition_dossier": 1,
    "recognition_decision": 1,
    "notice": 3,
    "extract": 2,
    "register": 1,
}


def part(template: str, name: str) -> etree._Element:
    with zipfile.ZipFile(FOLDER / f"{template}.docx") as package:
        return etree.fromstring(package.read(name))


def names(template: str) -> set[str]:
    with zipfile.ZipFile(FOLDER / f"{template}.docx") as package:
        return set(package.namelist())


def find(root: etree._Element, path: str) -> list[etree._Element]:
    found = root.xpath(path, namespaces=NAMESPACES)
    assert isinstance(found, list)
    return [element for element in found if isinstance(element, etree._Element)]


def attributes(element: etree._Element) -> dict[str, str]:
    return {str(name).replace(W, ""): str(value) for name, value in element.attrib.items()}


def styles(template: str) -> dict[str, etree._Element]:
    return {
        style.get(f"{W}styleId", ""): style for style in find(part(template, "word/styles.xml"), "//w:style")
    }


def words(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def style_of(paragraph: etree._Element) -> str:
    found = find(paragraph, "w:pPr/w:pStyle")
    return found[0].get(f"{W}val", "") if found else "Normal"


def ruled_tables(template: str) -> Iterator[etree._Element]:
    for table in find(part(template, "word/document.xml"), "//w:tbl"):
        if find(table, "w:tblPr/w:tblStyle[@w:val='VKGrid']"):
            yield table


@pytest.mark.parametrize("template", SHEETS)
def test_the_page_is_a4_with_the_official_margins(template: str) -> None:
    """
    Top 25, bottom 20, left 35, right 20 mm, header at 10 mm, as in the official file.
    """
    for section in find(part(template, "word/document.xml"), "//w:sectPr"):
        size, margins = (attributes(find(section, f"w:{name}")[0]) for name in ("pgSz", "pgMar"))

        assert {"w": "11906", "h": "16838"} == size
        assert ("1418", "1134", "1985", "1134", "567") == tuple(
            margins[side] for side in ("top", "bottom", "left", "right", "header")
        )


@pytest.mark.parametrize("template", ["summons", "invitation"])
def test_before_the_congress_the_union_stands_under_the_one_above_it(template: str) -> None:
    """
    QĐ 933/QĐ-TLĐ, Phụ lục III: the union above plain, where there is one, the own name bold over the line.
    """
    heading = find(part(template, "word/document.xml"), "//w:tbl")[0]
    paragraphs = [one for one in find(heading, "w:tr/w:tc[1]/w:p") if "{%" not in words(one)]

    assert ["VKAbove", "VKIssuer", "VKIssuerRule", "VKNumber"] == [style_of(one) for one in paragraphs]
    assert ["{{ upper_caps }}", "{{ union_caps }}"] == [words(one) for one in paragraphs[:2]]


def test_a_sheet_holds_four_cards_of_90_by_130_millimetres() -> None:
    """
    Two columns on A4, a row of fixed height for each card, dashed lines to cut along, a colour for each category.
    """
    body, looks = part("card_sheet", "word/document.xml"), styles("card_sheet")
    (columns,), (height,) = find(body, "//w:sectPr/w:cols"), find(body, "//w:tr[.//w:tbl]/w:trPr/w:trHeight")
    colours = [attributes(find(looks[key], "w:pPr/w:shd")[0])["fill"] for key in looks if "Band" in key]

    assert {"num": "2", "space": "0", "equalWidth": "1"} == attributes(columns)
    assert ("7371", "exact") == (attributes(height)["val"], attributes(height)["hRule"])
    assert {"dashed"} == {attributes(side)["val"] for side in find(looks["VKCut"], ".//w:tblBorders/*")}
    assert 5 == len(colours) == len(set(colours))


def test_a_card_is_90_by_130_millimetres() -> None:
    """
    A card is no administrative paper: it has a sheet of its own.
    """
    (size,) = find(part("credential_card", "word/document.xml"), "//w:pgSz")

    assert [90, 130] == [round(int(attributes(size)[side]) * 25.4 / 1440) for side in ("w", "h")]


@pytest.mark.parametrize("template", SHEETS)
def test_the_page_number_stands_in_the_top_margin_but_not_on_page_one(template: str) -> None:
    """
    A PAGE field, centred, size 13; the first page has a header of its own, which is empty.
    """
    header = part(template, "word/header1.xml")

    for section in find(part(template, "word/document.xml"), "//w:sectPr"):
        headers = find(section, "w:headerReference")
        assert find(section, "w:titlePg")
        assert ["default"] == [attributes(reference)["type"] for reference in headers]
    assert ["PAGE"] == [(field.text or "").strip() for field in find(header, "//w:instrText")]
    assert "Header" == style_of(find(header, "//w:p")[0])
    assert {"val": "center"} == attributes(find(styles(template)["Header"], "w:pPr/w:jc")[0])
    assert {"val": "26"} == attributes(find(styles(template)["Header"], "w:rPr/w:sz")[0])


@pytest.mark.parametrize("template", ALL)
def test_the_only_font_is_times_new_roman_and_the_language_vietnamese(template: str) -> None:
    """
    For every script Word tells apart; no theme can bring another font in.
    """
    root = part(template, "word/styles.xml")
    (fonts,) = find(root, "//w:rFonts")
    (language,) = find(root, "//w:lang")

    assert {"Times New Roman"} == set(attributes(fonts).values())
    assert {"ascii", "hAnsi", "eastAsia", "cs"} == set(attributes(fonts))
    assert ("vi-VN", "vi-VN") == (attributes(language)["val"], attributes(language)["eastAsia"])
    assert [] == find(part(template, "word/document.xml"), "//w:rFonts")
    assert ["Times New Roman"] == [
        attributes(font)["name"] for font in find(part(template, "word/fontTable.xml"), "//w:font")
    ]


@pytest.mark.parametrize("template", ALL)
def test_nothing_of_a_sample_file_is_left(template: str) -> None:
    """
    Only parts and styles our papers use: no theme, no thumbnail, no author.
    """
    allowed = re.compile(
        r"\[Content_Types\]\.xml|_rels/\.rels|docProps/core\.xml|"
        r"word/(document|styles|settings|fontTable|numbering|header1|footer1)\.xml|word/_rels/document\.xml\.rels"
    )
    core = part(template, "docProps/core.xml")
    own = {key for key in styles(template) if key.startswith("VK")}
    built_in = {"Normal", "DefaultParagraphFont", "Header", "NoList", "TableNormal"}

    assert all(allowed.fullmatch(name) for name in names(template))
    assert built_in == set(styles(template)) - own
    assert "" == "".join(
        element.text or "" for element in core if str(element.tag).endswith(("creator", "lastModifiedBy"))
    )


@pytest.mark.parametrize("template", ALL)
def test_looks_are_styles(template: str) -> None:
    """
    Every paragraph with text has a style of ours, and none has indents, spacing or alignment of its own.
    """
    body = part(template, "word/document.xml")
    paragraphs = [paragraph for paragraph in find(body, "//w:p") if words(paragraph)]

    assert [] == [
        words(p) for p in paragraphs if not style_of(p).startswith("VK") and not words(p).startswith("{%")
    ]
    assert [] == find(body, "//w:p/w:pPr/*[not(self::w:pStyle or self::w:sectPr)]")
    assert {style_of(p) for p in paragraphs} - {"Normal"} <= set(styles(template))


@pytest.mark.parametrize(
    ("style", "half_points", "bold", "italic"),
    [
        ("VKNation", 24, True, False),
        ("VKMotto", 26, True, False),
        ("VKAbove", 24, False, False),
        ("VKIssuer", 24, True, False),
        ("VKNumber", 26, False, False),
        ("VKDate", 26, False, True),
        ("VKTitle", 28, True, False),
        ("VKSubject", 28, True, False),
        ("VKCapacity", 28, True, False),
        ("VKName", 28, True, False),
        ("VKToLabel", 24, True, True),
        ("VKTo", 22, False, False),
    ],
)
def test_each_part_has_the_size_of_the_regulation(
    style: str, half_points: int, bold: bool, italic: bool
) -> None:
    """
    NĐ 30/2020, Phụ lục I, the parts 1 to 9.
    """
    found = styles("resolution")[style]

    assert str(half_points) == attributes(find(found, "w:rPr/w:sz")[0])["val"]
    assert (bold, italic) == (bool(find(found, "w:rPr/w:b")), bool(find(found, "w:rPr/w:i")))


def test_running_text_is_justified_and_indented() -> None:
    """
    Size 14 from the defaults, first line 1,27 cm, at least 6 pt after, line spacing between single and 1,5.
    """
    body = styles("resolution")["VKBody"]
    space, indent = (attributes(find(body, f"w:pPr/w:{name}")[0]) for name in ("spacing", "ind"))
    (size,) = find(part("resolution", "word/styles.xml"), "//w:docDefaults//w:sz")

    assert "28" == attributes(size)["val"]
    assert "both" == attributes(find(body, "w:pPr/w:jc")[0])["val"]
    assert "720" == indent["firstLine"]
    assert int(space["after"]) >= 120
    assert 240 <= int(space["line"]) <= 360


@pytest.mark.parametrize("template", SHEETS)
def test_the_two_heading_blocks_are_a_table_without_lines(template: str) -> None:
    """
    Widths of the official file; nation and motto at the right, the rules under them as paragraph borders.
    """
    heading = find(part(template, "word/document.xml"), "//w:tbl")[0]
    right = [words(paragraph) for paragraph in find(heading, "w:tr/w:tc[2]/w:p")]

    assert ["3936", "5846"] == [attributes(column)["w"] for column in find(heading, "w:tblGrid/w:gridCol")]
    assert {"val": "VKPlain"} == attributes(find(heading, "w:tblPr/w:tblStyle")[0])
    assert [] == find(styles(template)["VKPlain"], ".//w:tblBorders")
    assert ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", ""] == right[:3]
    assert all(find(styles(template)[rule], "w:pPr/w:pBdr/w:top") for rule in ("VKMottoRule", "VKIssuerRule"))


@pytest.mark.parametrize(
    ("template", "left"),
    [
        ("resolution", ["VKIssuer", "VKIssuer", "VKIssuerRule", "VKNumber"]),
        ("minutes", ["VKAbove", "VKAbove", "VKIssuerRule", "VKIssuer", "VKNumber"]),
        ("election_result", ["VKAbove", "VKAbove", "VKIssuerRule", "VKIssuer", "VKNumber"]),
        ("credentials_report", ["VKAbove", "VKAbove", "VKIssuerRule", "VKIssuer", "VKNumber"]),
        ("candidate_list", ["VKAbove", "VKAbove", "VKIssuerRule", "VKIssuer"]),
        ("membership_report", ["VKIssuer", "VKIssuer", "VKIssuerRule", "VKNumber"]),
        ("programme", ["VKIssuer", "VKIssuer", "VKIssuerRule", "VKNumber"]),
    ],
)
def test_no_organisation_stands_over_the_congress(template: str, left: list[str]) -> None:
    """
    QĐ 933/QĐ-TLĐ, Phụ lục IV: the congress bold over the line, or plain with its organ bold under the line.
    """
    heading = find(part(template, "word/document.xml"), "//w:tbl")[0]
    paragraphs = find(heading, "w:tr/w:tc[1]/w:p")

    assert left == [style_of(paragraph) for paragraph in paragraphs]
    assert "{{ congress_caps }}" == words(paragraphs[0])


@pytest.mark.parametrize("template", [*SHEETS, "register"])
def test_table_heads_repeat_and_rows_do_not_break(template: str) -> None:
    """
    A long list of names stays readable over pages.
    """
    tables = list(ruled_tables(template))

    assert GRIDS[template] == len(tables)
    for table in tables:
        first, *rest = find(table, "w:tr")
        assert find(first, "w:trPr/w:tblHeader")
        assert [] == [row for row in rest if find(row, "w:trPr/w:tblHeader")]
        assert all(find(row, "w:trPr/w:cantSplit") for row in (first, *rest))


@pytest.mark.parametrize("template", ALL)
def test_columns_add_up_to_the_table(template: str) -> None:
    """
    Each row has a cell for each column, of that width.
    """
    for table in find(part(template, "word/document.xml"), "//w:tbl"):
        grid = [attributes(column)["w"] for column in find(table, "w:tblGrid/w:gridCol")]

        assert attributes(find(table, "w:tblPr/w:tblW")[0])["w"] == str(sum(map(int, grid)))
        assert all(
            grid == [attributes(w)["w"] for w in find(row, "w:tc/w:tcPr/w:tcW")]
            for row in find(table, "w:tr")
        )


@pytest.mark.parametrize("template", SHEETS)
def test_signatures_keep_with_the_last_sentence(template: str) -> None:
    """
    The last sentence keeps its lines and the next block; the block is one row that does not break.
    """
    body = list(part(template, "word/document.xml")[0])
    ends = [place for place, block in enumerate(body) if find(block, "w:pPr/w:sectPr")]
    blocks = body[: ends[0] + 1] if ends else body[:-1]
    *_, sentence, table = blocks[:-1] if style_of(blocks[-1]) == "VKEnd" else blocks
    if table.tag == f"{W}p":
        pytest.fail("an empty paragraph after the signatures may fall on a page of its own")
    look = styles(template)["VKLast"]
    (row,) = find(table, "w:tr")

    assert "VKLast" == style_of(sentence)
    assert words(sentence).endswith("./.")
    assert find(look, "w:pPr/w:keepNext")
    assert find(look, "w:pPr/w:keepLines")
    assert find(row, "w:trPr/w:cantSplit")
    assert find(styles(template)["VKCapacity"], "w:pPr/w:keepNext")


@pytest.mark.parametrize(("template", "annexes"), [("resolution", 2)])
def test_annexes_are_numbered_on_their_own(template: str, annexes: int) -> None:
    """
    A section for each, from 1 on, behind a line of one point; the word, the title, and what it goes with.
    """
    body = list(part(template, "word/document.xml")[0])
    ends = [place for place, block in enumerate(body) if find(block, "w:pPr/w:sectPr")]
    first, *others = find(part(template, "word/document.xml"), "//w:sectPr")

    assert annexes == len(ends) == len(others)
    assert [] == find(first, "w:pgNumType")
    assert [{"start": "1"}] * annexes == [attributes(find(one, "w:pgNumType")[0]) for one in others]
    assert {"VKEnd"} == {style_of(body[place]) for place in ends}
    assert {"20"} == {attributes(one)["line"] for one in find(styles(template)["VKEnd"], "w:pPr/w:spacing")}
    for place in ends:
        assert ["VKAnnex", "VKAnnexTitle", "VKAnnexOf"] == [
            style_of(one) for one in body[place + 1 : place + 4]
        ]


@pytest.mark.parametrize("template", ALL)
def test_no_style_is_defined_twice(template: str) -> None:
    """
    Word takes one of them, nobody knows which.
    """
    defined = [style.get(f"{W}styleId") for style in find(part(template, "word/styles.xml"), "//w:style")]

    assert len(defined) == len(set(defined))


@pytest.mark.parametrize("template", SIGNED)
def test_there_is_room_to_sign_and_nothing_before_the_name(template: str) -> None:
    """
    About 30 mm for signature and seal; a name without title.
    """
    (space,) = find(styles(template)["VKName"], "w:pPr/w:spacing")
    signers = [
        words(p) for p in find(part(template, "word/document.xml"), "//w:p") if style_of(p) == "VKName"
    ]

    assert 30 <= int(attributes(space)["before"]) * 25.4 / 1440 <= 35
    assert signers
    assert all(re.fullmatch(r"\{\{ \w+ \}\}", signer) for signer in signers)


def test_a_ballot_has_nothing_that_tells_it_from_another() -> None:
    """
    No number line, no signature, no page field of a merge, no name of a voter: only the list and how to vote.
    """
    body, fields = part("ballot", "word/document.xml"), set(published()["ballot"].meanings)
    used = {style_of(paragraph) for paragraph in find(body, "//w:p")}

    assert set() == used & {"VKNumber", "VKName", "VKCapacity"}
    assert [] == find(body, "//w:instrText")
    assert {"names", "choices", "notes", "parts"} >= {
        path.split("[]")[-2].removeprefix(".") if "[]" in path else "" for path in fields
    } - {""}
    assert not [path for path in fields if re.search("voter|serial|code|number_line|card", path)]


def test_receivers_stand_as_the_regulation_has_them() -> None:
    """
    "Nơi nhận:", lines with dash and semicolon, the copy for the file last with a full stop.
    """
    paragraphs = find(part("resolution", "word/document.xml"), "//w:p")
    label = [words(p) for p in paragraphs if style_of(p) == "VKToLabel"]
    lines = [words(p) for p in paragraphs if style_of(p) == "VKTo"]

    assert ["Nơi nhận:"] == label
    assert ["- {{ line }};"] == lines[:-1]
    assert "- Lưu: VT, hồ sơ Đại hội." == lines[-1]


@pytest.mark.parametrize("template", ALL)
def test_a_block_tag_is_alone_in_its_paragraph(template: str) -> None:
    """
    Two in one paragraph, or text beside one, would vanish with it.
    """
    for paragraph in find(part(template, "word/document.xml"), "//w:p"):
        text = words(paragraph)
        if "{%" in text:
            assert re.fullmatch(r"\{%(p|tr) [^%]+ %\}", text)


@pytest.mark.parametrize("template", ALL)
def test_the_words_of_a_template_are_in_one_unicode_form(template: str) -> None:
    """
    Letters typed as NFD, or look-alikes of Đ, would not be found by a search.
    """
    text = words(part(template, "word/document.xml"))

    assert unicodedata.is_normalized("NFC", text)
    assert not re.search("[Ðð\u200b\u00ad]", text)
