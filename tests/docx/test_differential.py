"""
The same template and fields through docxtpl and through this engine: every part is the same, but for what is listed.

The numbers are those of `docs/defects.md`.
"""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from docxtpl import DocxTemplate
from lxml import etree

from bench.docx_samples import samples
from service.docx import RenderFailed, compile_template, text_of

SHIPPED = Path(__file__).parents[2] / "templates_docx"
OTHERWISE = {
    "[Content_Types].xml": "28: the parts that tell of the template's author are not in it",
    "_rels/.rels": "28: the same",
    "docProps/core.xml": "28: the properties are the caller's",
    "docProps/app.xml": "28: company, manager and editing time are left out",
    "docProps/thumbnail.jpeg": "28: a picture of the template",
}
"""Parts that differ in every paper, each for a defect of docxtpl."""

ROWS = [
    ["{%tr for d in items %}", ""],
    ["{{ loop.index }}", "{{ d.name }}"],
    ["{%tr endfor %}", ""],
    ["a", "b"],
]
BODIES: dict[str, list[str]] = {
    "values": ["{{ a }} and {{ b }}{{ a }}", "no tag"],
    "choices": [
        "{% if a %}yes {{ a }}{% elif b %}perhaps{% else %}no{% endif %}",
        "{% if not a %}x{% endif %}.",
    ],
    "paragraphs": ["{%p if a %}", "x {{ a }}", "{%p else %}", "y", "{%p endif %}", "z"],
    "loops": ["{%p for d in items %}", "{{ loop.index }}. {{ d.name }}", "{%p endfor %}"],
    "loops in loops": [
        "{%p for d in items %}",
        "{%p for e in d.parts %}",
        "{{ d.name }}: {{ e }}",
        "{%p endfor %}",
        "{%p endfor %}",
    ],
    "lists": [
        "{% for d in items %}{{ d.name }}{% if not loop.last %}, {% endif %}{% else %}none{% endfor %}"
    ],
    "runs": ["{%r if a %}x{%r endif %}y"],
    "filters": ["{{ names | join(', ') }} {{ names | length }} {{ a | upper }} {{ zz | default('-') }}"],
    "more filters": [
        "{{ items | map(attribute='name') | join }} {{ names | first }} {{ names | sort | last }}"
    ],
    "names": ["{% set n = a ~ '!' %}{{ n }} {{ n | replace('!', '?') }}{# a note #}"],
    "calls": ["{% for i in range(3) %}{{ i }}{{ loop.cycle('a', 'b') }}{% endfor %}"],
    "signs": ["{{ s }}"],
}
FIELDS: dict[str, object] = {
    "a": "Đại hội",
    "b": "",
    "s": "Thuỷ & Công <5 > 3 \"'",
    "names": ["Hường", "An"],
    "items": [{"name": "Siu H'Lan", "parts": ["x", "y"]}, {"name": "Rcom & Thuỷ", "parts": []}],
}


def by_docxtpl(source: bytes, fields: dict[str, object]) -> bytes:
    document, target = DocxTemplate(io.BytesIO(source)), io.BytesIO()
    document.render(fields, autoescape=True)
    document.save(target)
    return target.getvalue()


def parts(paper: bytes) -> dict[str, bytes]:
    """
    Each part, canonical if it is XML.

    Spaces are kept in every text with a tag here, so `xml:space` is left out of the comparison.
    """
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    return {
        name: _canonical(content) if name.endswith((".xml", ".rels")) else content
        for name, content in contents.items()
    }


def _canonical(content: bytes) -> bytes:
    root = etree.fromstring(content)
    if root.tag.endswith("}Relationships"):
        root[:] = sorted(root, key=lambda node: node.get("Id", ""))
    return etree.tostring(root, method="c14n2").replace(b' xml:space="preserve"', b"")


def differing(source: bytes, fields: dict[str, object]) -> set[str]:
    """The names of the parts that are not the same, or not in both."""
    theirs, ours = parts(by_docxtpl(source, fields)), parts(compile_template(source).render(fields))
    return {name for name in theirs.keys() | ours.keys() if theirs.get(name) != ours.get(name)}


def made_up(placeholders: tuple[str, ...]) -> dict[str, object]:
    """Fields that have every name of a template: lists of two, and texts that say where they belong."""
    tree: dict[str, object] = {}
    for path in placeholders:
        here = tree
        for step in path.replace("[]", ".[]").split("."):
            here = here.setdefault(step, {})  # type: ignore[assignment]  # a tree of dicts
    return {name: _value(branch, name) for name, branch in tree.items()}


def _value(branch: object, path: str) -> object:
    if not isinstance(branch, dict) or not branch:
        return f"Giá trị {path}"
    if "[]" in branch:
        return [_value(branch["[]"], f"{path} {number}") for number in range(2)]
    return {name: _value(inner, f"{path} {name}") for name, inner in branch.items()}


@pytest.mark.parametrize("name", BODIES)
def test_a_template_says_the_same_in_both(word: SimpleNamespace, name: str) -> None:
    """
    Body, header, footer and table have the same canonical XML.
    """
    source = word.file(*BODIES[name], header="{{ a }} {{ s }}", footer="{{ s }}", table=ROWS)

    assert differing(source, FIELDS) <= OTHERWISE.keys()


@pytest.mark.parametrize(
    ("tag", "theirs", "ours"),
    [
        ("{{ '&' ~ s }}", "&amp;Thuỷ & Công <5 > 3 \"'", "&Thuỷ & Công <5 > 3 \"'"),  # 1: a sign in a tag
        ("{{ nobody }}x", "x", ""),  # 7: what is missing is blank
        ("{{ none }}", "None", ""),  # 8: nothing has a name
        ("{{ names }}", "['Hường', 'An']", ""),  # 8: a list as Python writes it
        ("{{ n | round(1) }}", "2.2", "2,3"),  # 8: 2.25 goes up, with a comma
        ("{{ a | capitalize }}", "Đại hội", "Đại Hội"),  # 26: names keep their capitals
    ],
)
def test_what_a_tag_says_otherwise_is_a_defect(
    word: SimpleNamespace, tag: str, theirs: str, ours: str
) -> None:
    """
    Each tag that prints something else, or nothing because it is refused, does so for a defect in the list.
    """
    source = word.file(tag)
    fields = {**FIELDS, "none": None, "n": 2.25, "a": "Đại Hội"}

    assert text_of(by_docxtpl(source, fields)) == theirs
    fields["n"] = Decimal("2.25")
    if ours:
        assert text_of(compile_template(source).render(fields)) == ours
    else:
        with pytest.raises(RenderFailed):
            compile_template(source).render(fields)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.docx")), ids=lambda path: path.stem)
def test_a_shipped_template_says_the_same_in_both(path: Path) -> None:
    """
    The templates people use, with a text for every name in them.
    """
    source = path.read_bytes()
    fields = made_up(compile_template(source).placeholders)

    assert differing(source, fields) <= OTHERWISE.keys()


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)
def test_a_measured_paper_is_the_same_in_both(sample: SimpleNamespace) -> None:
    """
    What the benchmark compares is the same work.
    """
    assert differing(sample.template, sample.fields) <= OTHERWISE.keys()
