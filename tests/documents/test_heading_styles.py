"""Heading styles are data: who heads papers how, since when, and how sure we are."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Mm

from service.congress.model import Congress
from service.documents.fields.general import PackWords, general_fields
from service.documents.heading import heading_styles, style_on
from service.documents.packs import BadPacks, read_packs
from service.documents.paper import PlannedPaper
from service.documents.template_check import check_template
from service.documents.templates import BadTemplates, read_templates

PROJECT = Path(__file__).parents[2]
MINUTES = (PROJECT / "templates_docx" / "minutes.docx").read_bytes()


def written(*lines: str) -> bytes:
    """A Word file of A4 with these paragraphs."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for line in lines:
        document.add_paragraph(line)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def layout(source: bytes, style: str) -> dict[str, str]:
    """What is said of the heading, code to the sentence about what to do."""
    found = check_template(source, style=style).findings
    return {one.code: one.do_vi for one in found if one.code in {"layout-right-block", "layout-asterisk"}}


def test_there_is_a_style_for_each_kind_of_body() -> None:
    """
    Every one with its article and how sure we are of it.
    """
    assert ["state", "union_2024", "union_2011", "party", "youth", "plain"] == list(heading_styles())
    assert all(style.article and style.title.vi and style.title.en for style in heading_styles().values())


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (None, "union_2024"),
        ("2024-05-14", "union_2024"),
        ("2024-05-13", "union_2011"),
        ("2023-02-15", "union_2011"),
    ],
)
def test_the_style_of_the_unions_goes_by_the_opening_day(day: str | None, key: str) -> None:
    """
    QĐ 933/QĐ-TLĐ holds from 14 May 2024 on.
    """
    assert key == style_on("union", dt.date.fromisoformat(day) if day else None).key


def test_one_set_of_templates_serves_both_regulations_of_the_unions() -> None:
    """
    As far as is known they differ in nothing a template shows, so a congress of 2023 is printed anew from the same files.
    """
    old, new = (heading_styles()[key] for key in ("union_2011", "union_2024"))
    told = {"key", "title", "article", "evidence", "valid_from", "valid_to"}

    assert old.model_dump(exclude=told) == new.model_dump(exclude=told)


def test_a_union_template_is_no_template_of_the_party() -> None:
    """
    The nation and its motto, or the name of the Party and an asterisk; what was not read is marked.
    """
    asked = layout(MINUTES, "party")

    assert {} == layout(MINUTES, "union_2024")
    assert {"layout-right-block", "layout-asterisk"} == set(asked)
    assert all("[M]" in said for said in asked.values())


@pytest.mark.parametrize(
    ("style", "right"), [("party", "ĐẢNG CỘNG SẢN VIỆT NAM"), ("youth", "ĐOÀN TNCS HỒ CHÍ MINH")]
)
def test_a_heading_as_the_style_has_it_is_not_remarked_on(style: str, right: str) -> None:
    """
    Right block and asterisk are there.
    """
    assert {} == layout(written("ĐẢNG BỘ TỈNH", "*", right), style)


@pytest.mark.parametrize("style", heading_styles())
def test_a_style_only_warns(style: str) -> None:
    """
    Whatever is not as the style has it, papers can be made.
    """
    check = check_template(written("Đại hội", "{{ x }}"), style=style)

    assert check.is_usable


def test_a_plain_paper_needs_no_right_block() -> None:
    """
    A body without a regulation heads its papers as it likes.
    """
    codes = {one.code for one in check_template(written("General meeting"), style="plain").findings}

    assert set() == codes & {
        "layout-right-block",
        "layout-asterisk",
        "layout-issuer",
        "layout-number",
        "layout-font",
        "layout-margin",
    }


def test_a_manifest_names_the_style_of_a_template(tmp_path: Path) -> None:
    """
    One of those there are; without one it is that of the unions.
    """
    folder = shutil.copytree(PROJECT / "templates_docx", tmp_path / "t")
    manifest = folder / "manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(
        text.replace('id = "minutes"', 'id = "minutes"\nheading_style = "state"'), encoding="utf-8"
    )
    book = read_templates(folder)

    assert ("state", "union_2024") == (book["minutes"].heading_style, book["resolution"].heading_style)

    manifest.write_text(
        text.replace('id = "minutes"', 'id = "minutes"\nheading_style = "x"'), encoding="utf-8"
    )
    with pytest.raises(BadTemplates, match="there is no heading style x"):
        read_templates(folder)


def test_a_pack_gets_the_words_of_its_style(full_data: dict[str, Any], tmp_path: Path) -> None:
    """
    A pack of the Youth Union prints its own name at the right and the asterisk; one of unions the nation and motto.
    """
    congress = Congress.model_validate_json(json.dumps(full_data))
    paper = PlannedPaper(
        template="t", kind="minutes", title="", title_en="", symbol="", originals=1, state="ready"
    )
    rule_set = read_packs(PROJECT / "templates_docx", tmp_path).rule_set("TLD-XII")

    def heading(style: str) -> tuple[object, object]:
        words = replace(PackWords(), heading_style=style, heading=("Tỉnh đoàn",))
        made = general_fields(words, (), paper, congress, rule_set)
        return made["heading"], made["under_issuer"]

    assert (["ĐOÀN TNCS HỒ CHÍ MINH", "Tỉnh đoàn"], "*") == heading("youth")
    assert (
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Tỉnh đoàn"],
        "",
    ) == heading("union")


def test_a_pack_with_a_style_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """
    With those that are.
    """
    shutil.copytree(PROJECT / "packs" / "general_meeting", tmp_path / "one")
    about = tmp_path / "one" / "pack.toml"
    about.write_text(about.read_text(encoding="utf-8").replace('"plain"', '"royal"'), encoding="utf-8")

    with pytest.raises(BadPacks, match="there is no heading style royal; there are state, union_2024"):
        read_packs(PROJECT / "templates_docx", tmp_path)
