"""Any text in any field: verbatim on the paper, or refused with the field named; never changed in silence."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote

import pytest
from werkzeug.http import parse_options_header

from service.congress.text import clean, printable, problems_of
from service.docx import compile_template, text_of
from service.docx.printable import FORBIDDEN
from service.intake.form import read_form
from service.intake.read import Reading, read_congress
from service.intake.workbook.grids import read_grids
from service.intake.workbook.read import read_cells
from service.intake.workbook.write import filled_workbook
from service.web.downloads import content_disposition, file_name
from tests.docx.conftest import word_file
from tests.hostile.texts import made_up, texts
from tests.intake.forms import form_of

EXAMPLE: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "examples" / "so-cong-thuong-2023-day-du.json").read_text(encoding="utf-8")
)
SEED = 11
_ALL = tuple(dict.fromkeys(text for _, text in texts()))


def errors(text: str) -> list[str]:
    return [one.code for one in problems_of(text, multiline=True, limit=5) if not one.warning]


def leaves(value: Any, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where texts stand in the data."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in pairs:
            yield from leaves(inner, (*steps, step))
    elif isinstance(value, str):
        yield steps


def put(steps: tuple[str | int, ...], text: str) -> dict[str, Any]:
    """The example with that text there."""
    value = copy.deepcopy(EXAMPLE)
    held: Any = value
    for step in steps[:-1]:
        held = held[step]
    held[steps[-1]] = text
    return value


def at(value: Any, steps: tuple[str | int, ...]) -> Any:
    for step in steps:
        value = value[step] if isinstance(value, list) else value.get(step)
    return value


def broken(reading: Reading, steps: tuple[str | int, ...], text: str) -> str:
    """What is wrong with how the text was taken; nothing when it is kept as it is, or refused at its place."""
    pointer = "/" + "/".join(map(str, steps))
    at_place = [
        one for one in reading.findings if one.pointer.startswith(pointer) and one.severity == "error"
    ]
    if errors(text) and not at_place:
        return f"{pointer}: {text[:40]!a} should have been refused there"
    if reading.is_acceptable and errors(text):
        return f"{pointer}: {text[:40]!a} was accepted"
    if reading.congress is not None and not errors(text):
        kept = at(reading.congress.model_dump(mode="json"), steps)
        if kept != clean(text, multiline=True):
            return f"{pointer}: {text[:40]!a} became {kept!a}"
    return ""


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
    reading = read_congress(json.dumps(put(("organisation", "name"), f"{first}{sign}abc")).encode())

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
    A sample, as JSON and as a form; `make hostile ARGS=texts` tries very many.
    """
    dice, places = Random(SEED), [steps for steps in leaves(EXAMPLE) if steps[0] != "format"]
    wrong = []
    for _ in range(25):
        steps, text = dice.choice(places), dice.choice((dice.choice(_ALL), made_up(dice)))
        value = put(steps, text)
        wrong.append(broken(read_congress(json.dumps(value).encode()), steps, text))
        if "\x00" not in text and not re.search("[\ud800-\udfff]", text) and text.strip() == text and text:
            wrong.append(broken(read_form(form_of(value)), steps, text))

    assert [] == [one for one in wrong if one]


def test_a_workbook_holds_them_too() -> None:
    """
    One workbook, a text in each person's name: the same findings and the same values as in JSON.
    """
    sound = [
        text
        for text in _ALL
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
    template = compile_template(
        word_file("{{ x }}‡", header="{{ x }}‡", footer="{{ x }}‡", table=[["{{ x }}‡"]])
    )
    dice = Random(SEED)
    tried = [text for text in (*_ALL, *(made_up(dice) for _ in range(300))) if not errors(text)]
    for text in tried:
        kept = clean(text, multiline=True)

        assert [f"{kept}‡"] * 4 == re.findall(
            "[^‡]*‡", text_of(template.render({"x": kept})).replace("‡\n", "‡")
        ), ascii(text)
    assert len(tried) > 250


def test_a_file_has_its_vietnamese_name_and_a_right_one_in_ascii() -> None:
    """
    RFC 6266: both names come back out of the header whatever they were made of, Đ as d, in one line.
    """
    dice = Random(SEED)
    for text in (*_ALL, *(made_up(dice) for _ in range(300))):
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
