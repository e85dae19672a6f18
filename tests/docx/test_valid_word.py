"""
Every kind of template makes papers that independent programs take: a validator, python-docx and LibreOffice.

What the validator says of a template itself is not held against its paper.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest

from bench.docx_samples import samples
from service.congress.model import Congress
from service.congress.rules import check, rule_set_for
from service.documents.papers import fields_for
from service.documents.plan import plan
from service.documents.templates import read_templates
from service.docx import RichText, Span, compile_template
from tests.docx.defects import body_of, paragraphs, table
from tests.docx.test_defects_layout import CONTROL, SHAPE, looped
from tests.docx.test_differential import BODIES, FIELDS, ROWS, SHIPPED, made_up
from tests.docx.test_frames import LOGO, OTHER, framed
from tests.docx.validity import added
from tests.office import converted

pytestmark = pytest.mark.slow

EXAMPLE = SHIPPED.parent / "examples" / "so-cong-thuong-2023-day-du.json"
OF_TWO = [["{%tr for u in us %}", ""], ["{% vm %}{{ u }}", "{{ u }}"], ["{%tr endfor %}", ""], ["sum", "4"]]
LOST = [paragraphs("{%p if no %}", "a", "{%p endif %}"), "b"]
RICH = RichText((Span(text="đậm\nhai", bold=True, colour="FF0000", size=30), Span(text="c", italic=True)))

Case = tuple[bytes, dict[str, object]]


def language(word: SimpleNamespace) -> dict[str, Case]:
    places = {"header": "{{ a }} {{ s }}", "footer": "{{ s }}", "table": ROWS}
    return {f"language: {name}": (word.file(*texts, **places), FIELDS) for name, texts in BODIES.items()}


def shipped() -> dict[str, Case]:
    """The first paper that the full example owes of every template we ship, or one with a text for every field."""
    congress = Congress.model_validate_json(json.dumps(json.loads(EXAMPLE.read_text(encoding="utf-8"))))
    book, rule_set = read_templates(SHIPPED), rule_set_for(congress.opened_on).rule_set
    cases: dict[str, Case] = {}
    for paper in plan(congress, check(congress), book).in_state("ready"):
        source = book[paper.template].source
        content = source if isinstance(source, bytes) else source.read_bytes()
        cases.setdefault(f"shipped: {paper.template}", (content, fields_for(paper, congress, rule_set)))
    for path in SHIPPED.glob("*.docx"):
        content = path.read_bytes()
        cases.setdefault(f"shipped: {path.stem}", (content, made_up(compile_template(content).placeholders)))
    return cases


def defects(word: SimpleNamespace) -> dict[str, Case]:
    """Where docxtpl breaks tables, ids and notes, and what only this engine has."""
    two, three = {"us": ["A", "B"]}, {"ds": ["a", "b", "c"]}
    columns = table(["{%tc for d in ds %}", "{{ d }}", "{%tc endfor %}"])
    return {
        "14: merged cells": (body_of(word, table(*OF_TWO), paragraphs("after")), two),
        "15: columns": (body_of(word, columns, paragraphs("after")), three),
        "15: no table without rows": (body_of(word, table(*OF_TWO[:3]), paragraphs("a")), {"us": []}),
        "15: spanned": (body_of(word, table(["{% colspan n %}a", "b"]), paragraphs("c")), {"n": 2}),
        "16: emptied cell": (body_of(word, table(LOST), paragraphs("c")), {"no": False}),
        "16: emptied control": (
            body_of(word, table([CONTROL.format(LOST[0]), "b"]), paragraphs("c")),
            {"no": False},
        ),
        "18: shapes": (looped(word, SHAPE), three),
        "18: controls": (looped(word, CONTROL.format(paragraphs("{{ d }}"))), three),
        "32: colours": (body_of(word, table(["{% cellbg x %}a", "b"]), paragraphs("c")), {"x": "00FF00"}),
        "29: replaced pictures": (
            framed("{%p for p in ps %}", "", "{%p endfor %}", alt="{{ p }}", anchored=True),
            {"ps": [LOGO, OTHER]},
        ),
        "notes": (word.with_footnote(word.file("{{ x }}"), "{{ x }}"), {"x": "một\nhai"}),
        "rich text": (word.file("{{ x }}", header="{{ x }}", table=[["{{ x }}", "b"]]), {"x": RICH}),
    }


@pytest.fixture(scope="module")
def cases(word: SimpleNamespace) -> dict[str, Case]:
    measured = {f"bench: {one.name}": (one.template, one.fields) for one in samples()}
    return {**language(word), **shipped(), **measured, **defects(word)}


def test_every_paper_is_valid_and_opens(cases: dict[str, Case], tmp_path: Path) -> None:
    """
    The validator finds nothing new, python-docx opens each, and LibreOffice makes pages of all of them.
    """
    new: dict[str, object] = {}
    for number, (name, (source, fields)) in enumerate(cases.items()):
        paper, found = added(source, fields, tmp_path / f"{number:02}.docx")
        assert docx.Document(io.BytesIO(paper)).element.body is not None, name
        if found != Counter():
            new[name] = found
    unread = [name for name, pdf in zip(cases, pages(tmp_path), strict=True) if not pdf.startswith(b"%PDF")]

    assert len([name for name in cases if name.startswith("shipped")]) == len([*SHIPPED.glob("*.docx")])
    assert new == {}
    assert unread == []


def pages(folder: Path) -> list[bytes]:
    """Every paper in `folder` as PDF, empty where there is none; one run of LibreOffice."""
    return [pdf.read_bytes() if pdf.exists() else b"" for pdf in converted(folder, "pdf")]
