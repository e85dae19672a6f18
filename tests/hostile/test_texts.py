"""Any text in any field: verbatim on the paper, or refused with the field named; never changed in silence."""

from __future__ import annotations

import copy
import json
import re
from random import Random
from urllib.parse import unquote

import pytest
from werkzeug.http import parse_options_header

from service.congress.text import clean, printable
from service.docx import compile_template
from service.docx.printable import FORBIDDEN
from service.intake.read import read_congress
from service.intake.workbook.grids import read_grids
from service.intake.workbook.read import read_cells
from service.intake.workbook.write import filled_workbook
from service.web.downloads import content_disposition, file_name
from tests.docx.conftest import word_file
from tests.hostile import listed
from tests.hostile.fields import ALL, CHANNELS, END, EXAMPLE, errors, fields, printed_in, put, run
from tests.hostile.texts import made_up

SEED = 11


def test_what_the_engine_refuses_is_refused_where_it_is_typed() -> None:
    """
    Intake and engine agree about every sign of Unicode, alone and behind any number of warnings.
    """
    signs = [chr(code) for code in range(0x110000)]
    wrong = [
        f"U+{ord(sign):04X}"
        for sign in signs
        if FORBIDDEN.search(kept := clean(f"a{sign}b", multiline=True)) and not errors(f"a{sign}b") and kept
    ]

    assert [] == wrong


@pytest.mark.parametrize("first", ["Ð" * 5, "Ð" * 300, "\u200b" * 9, "Ð\u200b" * 20])
@pytest.mark.parametrize("sign", ["\u202e", "\x00", "\ud800", "\ue000"])
def test_warnings_do_not_hide_an_error(first: str, sign: str) -> None:
    """
    Five look-alikes and then a sign that turns the rest of the line around: it went to print.
    """
    reading = read_congress(json.dumps(put((("organisation", "name"), f"{first}{sign}abc"))).encode())

    assert not reading.is_acceptable
    assert any(one.pointer == "/organisation/name" and one.severity == "error" for one in reading.findings)


def test_marks_on_marks_are_refused() -> None:
    """
    Forty accents on one letter cover the lines above it; what Vietnamese needs passes, decomposed too.
    """
    assert ["text.stacked_marks"] == errors("a" + "\u0301" * 40)
    assert [] == errors("Nguye\u0302\u0303n Thi\u0323 Ha\u0306\u0300ng \u01b0\u0323\u0301")


def test_some_texts_in_some_fields() -> None:
    """
    A sample over every channel, each in a field of its own; the slow part goes through all fields.
    """
    said = run(seed=SEED, count=25)

    assert [] == said.wrong
    assert {"refused: json", "verbatim: json"} <= set(said.outcomes)
    assert all(f"verbatim: {channel}" in said.outcomes for channel in CHANNELS)
    assert [25, 25, 25] == [len(said.visited[channel]) for channel in CHANNELS]


@pytest.mark.slow
def test_every_field_has_a_text_by_every_channel() -> None:
    """
    No shape of field is left to chance; `make hostile ARGS=texts` goes on from there.
    """
    every = set(fields())
    said = run(seed=SEED, count=len(every))

    assert [] == said.wrong
    assert len(every) > 100
    assert dict.fromkeys(CHANNELS, every) == said.visited


@pytest.mark.slow
@pytest.mark.parametrize(("channel", "turns"), [("json", 24), ("form", 24), ("workbook", 4)])
def test_the_list_that_others_keep_is_kept_or_refused(channel: str, turns: int) -> None:
    """
    Each text of the Big List of Naughty Strings in some fields; `make hostile ARGS=listed` brings each into every field.
    """
    said = listed.run(channel=channel, turns=turns)

    assert [] == said.wrong
    assert said.visited[channel] == set(fields())
    assert said.outcomes[f"verbatim: {channel}"] > 100 * turns
    assert said.outcomes[f"refused: {channel}"] > 100


def test_a_workbook_holds_them_too() -> None:
    """
    One workbook, a text in each person's name: the same findings and the same values as in JSON.
    """
    sound = [
        text
        for text in ALL
        if not errors(text) and text.strip() and "\n" not in clean(text, multiline=True) and len(text) < 200
    ]
    value = copy.deepcopy(EXAMPLE)
    people = value["delegates"]
    for person, text in zip(people, sound, strict=False):
        person["full_name"] = clean(text)
    cells, typed = read_cells(read_grids(filled_workbook(value))), read_congress(json.dumps(value).encode())

    assert len(people) > 20
    assert {(one.code, one.pointer) for one in typed.findings} == {
        (one.code, one.pointer) for one in cells.findings
    }
    assert typed.canonical == cells.canonical


def test_what_is_accepted_stands_on_the_paper_as_it_is() -> None:
    """
    Body, header, footer and table say it sign by sign.
    """
    field = f"{{{{ x }}}}{END}"
    template = compile_template(word_file(field, header=field, footer=field, table=[[field]]))
    dice = Random(SEED)
    tried = [text for text in (*ALL, *(made_up(dice) for _ in range(300))) if not errors(text)]
    for text in tried:
        kept = clean(text, multiline=True)

        assert [kept] * 4 == printed_in(template.render({"x": kept})), ascii(text)
    assert len(tried) > 250


def test_a_file_has_its_vietnamese_name_and_a_right_one_in_ascii() -> None:
    """
    RFC 6266: both names come back out of the header whatever they were made of, Đ as d, in one line.
    """
    dice = Random(SEED)
    for text in (*ALL, *(made_up(dice) for _ in range(300))):
        name = file_name(text, "docx")
        header = content_disposition(name)
        _, said = parse_options_header(header.encode("latin-1").decode("latin-1"))
        plain = re.findall(r'filename="([^"]*)"', header)
        true = re.findall(r"filename\*=UTF-8''(\S+)", header)

        assert header.isascii()
        assert header.isprintable()
        assert re.fullmatch(r"[a-z0-9-]+\.docx", plain[0])
        assert name == unquote(true[0]) == said["filename"]
        assert name == printable(name)
        assert len(name.encode()) < 200
    assert 'filename="nghi-quyet-dai-hoi-dang-bo.docx"' in content_disposition(
        "Nghị quyết Đại hội Đảng bộ.docx"
    )
