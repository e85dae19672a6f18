"""What pages say: every sentence in both languages, every field by a name, numbers and days in their form."""

from __future__ import annotations

import datetime as dt
import re
import string
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from flask import Flask, g

import service.web
from service.access.accounts import SHORTEST_PASSWORD
from service.catalog.records import DocumentState, Role, SetState
from service.congress.finding import Severity
from service.congress.model import Congress
from service.documents.paper import Kind
from service.intake.drafts.steps import STEPS, count_step
from service.intake.workbook.layout import layout
from service.web import shown
from service.web.language import place, place_names, say, sentences
from service.web.problems import PROBLEMS

ROOM = Path(service.web.__file__).parent

FAMILIES = {
    "kind": get_args(Kind),
    "each": ("credential_card", "summons", "invitation"),
    "set_state": get_args(SetState),
    "role": get_args(Role),
    "set_now": get_args(SetState),
    "document_state": get_args(DocumentState),
    "severity": get_args(Severity),
    "step": tuple(step.key for step in STEPS),
    "step_about": tuple(step.key for step in STEPS),
    "section": tuple(section.key for step in (*STEPS, count_step(0, 0)) for section in step.sections),
}


def _used() -> set[str]:
    """Every sentence that a template or a view names, the families with all their members."""
    used: set[str] = set()
    for file in [*ROOM.rglob("*.html"), *ROOM.rglob("*.py")]:
        text = file.read_text("utf-8")
        used |= set(re.findall(r"say\([\"']([a-z_]+\.[a-z_]+)[\"']", text))
        used |= set(re.findall(r"[\"']((?:password|home|draft)\.(?!html)[a-z_]+)[\"']", text))
    for family, members in FAMILIES.items():
        used |= {f"{family}.{member}" for member in members}
    return used


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_sentence_is_there_in_both_languages() -> None:
    """
    What pages say and what the table holds are the same sentences, with the same blanks in each language.
    """
    assert set(sentences()) == _used()
    for name, said in sentences().items():
        assert {"vi", "en"} == set(said), name
        assert said["vi"], name
        assert said["en"], name
        assert _blanks(said["vi"]) == _blanks(said["en"]), name


def test_vietnamese_comes_composed() -> None:
    """
    Sentences, names of fields and problems are NFC, as everything inside.
    """
    texts = [said["vi"] for said in sentences().values()]
    texts += [names[0] for names in place_names().values()]
    texts += [problem.vi for problem in PROBLEMS.values()]

    assert all(unicodedata.is_normalized("NFC", text) for text in texts)


def test_the_shortest_password_is_said_as_it_is() -> None:
    """
    The figure in the sentences is the one that is asked for.
    """
    for name in ("password.help", "password.too_short"):
        assert all(str(SHORTEST_PASSWORD) in said for said in sentences()[name].values())


def _fields(schema: dict[str, Any]) -> Iterator[str]:
    for held in [schema, *schema["$defs"].values()]:
        yield from held.get("properties", {})


def test_every_field_of_the_data_has_a_name() -> None:
    """
    A fault is shown at its place in words, wherever in the data it is.
    """
    assert set(_fields(Congress.model_json_schema())) <= set(place_names())


@pytest.mark.parametrize(
    ("pointer", "vi", "en"),
    [
        ("", "toàn bộ dữ liệu", "the whole data"),
        ("/delegates/6", "đại biểu thứ 7", "delegate 7"),
        (
            "/elections/0/rounds/1/candidates/2/votes",
            "cuộc bầu cử thứ 1 › vòng thứ 2 › ứng cử viên thứ 3 › số phiếu",
            "election 1 › round 2 › candidate 3 › votes",
        ),
        ("/organisation/upper/members", "tổ chức công đoàn › công đoàn cấp trên › số đoàn viên", "organisation › upper union › members"),
        ("/presidium/members/0", "Đoàn Chủ tịch › thành viên thứ 1", "presidium › member 1"),
        ("/delegates/0/number", "đại biểu thứ 1 › số thẻ", "delegate 1 › card number"),
        ("/surprise~1~0x/3", "surprise/~x thứ 4", "surprise/~x 4"),
    ],
)  # fmt: skip
def test_a_pointer_is_said_in_words(pointer: str, vi: str, en: str, app: Flask) -> None:
    """
    From the outside in, counting from one.
    """
    with app.test_request_context():
        said = [place(pointer)]
        g.language = "en"
        said.append(place(pointer))

    assert [vi, en] == said


def test_numbers_and_moments_have_the_form_of_their_language(app: Flask) -> None:
    """
    Dots and commas, days first, and the clock of Vietnam.
    """
    evening = dt.datetime(2023, 2, 24, 18, 5, tzinfo=dt.UTC)
    with app.test_request_context():
        vietnamese = [
            shown.number(1_100),
            shown.share(1, 8),
            shown.share(0, 0),
            shown.moment(evening),
            shown.day(evening),
            shown.size(12_800),
            shown.size(5 * 1024 * 1024),
        ]
        g.language = "en"
        english = [
            shown.number(1_100),
            shown.share(1, 8),
            shown.share(0, 0),
            shown.moment(evening),
            shown.day(evening),
            shown.size(12_800),
            shown.size(5 * 1024 * 1024),
        ]

    assert ["1.100", "12,50%", "0%", "01:05 ngày 25/02/2023", "24/02/2023", "12,5 KB", "5 MB"] == vietnamese
    assert ["1,100", "12.50%", "0%", "25 Feb 2023, 01:05", "24 Feb 2023", "12.5 KB", "5 MB"] == english


def test_figures_show_numbers_and_days(app: Flask) -> None:
    """
    Figures of findings come as numbers and ISO days; people see their own form.
    """
    with app.test_request_context():
        assert ["1.100", "24/02/2023", "NQ-ĐH"] == [
            shown.figure(one) for one in (1_100, "2023-02-24", "NQ-ĐH")
        ]
        assert "toàn bộ dữ liệu" == say("faults.whole")


def test_every_word_of_a_list_has_an_english_one() -> None:
    """
    Whoever adds a word to the workbook adds it to the pages.
    """
    english = tomllib.loads((ROOM / "field_words.toml").read_text("utf-8"))

    assert {name: set(said) for name, said in layout().choices.items()} == {
        name: set(said) for name, said in english["choice"].items()
    }
    assert all(len(told) == 2 and all(told) for told in english["help"].values())
