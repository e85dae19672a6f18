"""Tags in the properties of a Word file: title, keywords, company, properties of the author's own making."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape

import docx
import pytest

from service.docx import (
    DocumentProperties,
    InvalidOutcome,
    LimitReached,
    MissingFields,
    NotPrintable,
    Picture,
    RichText,
    compile_template,
    text_of,
)
from service.docx.lint import lint_template
from service.docx.property_tags import MAX_LINE, MAX_LINES
from tests.docx.defects import docxtpl, engine, found, names, part, refusal
from tests.docx.test_lists import PNG
from tests.docx.validity import added

CORE, EXTENDED, CUSTOM = "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_LINK = f'<Relationship Id="rIdCustom" Type="{_OFFICE}/relationships/custom-properties" Target="{CUSTOM}"/>'
_KIND = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PREFIXES = {
    "keywords": "cp",
    "category": "cp",
    "contentStatus": "cp",
    "version": "cp",
    "lastModifiedBy": "cp",
}
_HEAD = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
)
AUTHOR = "Người Soạn Mẫu"
SPECIALS = "Thuỷ & Công <5 > 3 \"'\nhai {{ x }}"
CAREFULLY = {"unused": RichText(())}
"""Fields of which only the careful way knows what to do."""

TEXT_LIMIT = "x" * (MAX_LINE + 1)


def saying(
    word: SimpleNamespace, *texts: str, company: str = "", custom: dict[str, str] | None = None, **core: str
) -> bytes:
    """A template with these paragraphs and properties, and its author's name in others."""
    parts = word.parts(word.file(*texts))
    core = {"creator": AUTHOR, "category": AUTHOR, **core}
    lines = (
        f"<{_PREFIXES.get(name, 'dc')}:{name}>{escape(text)}</{_PREFIXES.get(name, 'dc')}:{name}>"
        for name, text in core.items()
    )
    parts[CORE] = f"{_HEAD}{''.join(lines)}</cp:coreProperties>".encode()
    said = f"<Manager>{AUTHOR}</Manager><Company>{escape(company)}</Company>"
    parts[EXTENDED] = f'<Properties xmlns="{_OFFICE}/extended-properties">{said}</Properties>'.encode()
    if custom:
        own = "".join(
            f'<property fmtid="{{0}}" pid="{pid}" name="{name}"><v:lpwstr>{escape(text)}</v:lpwstr></property>'
            for pid, (name, text) in enumerate({"own": AUTHOR, **custom}.items())
        )
        spaces = f'xmlns="{_OFFICE}/custom-properties" xmlns:v="{_OFFICE}/docPropsVTypes"'
        parts[CUSTOM] = f"<Properties {spaces}>{own}</Properties>".encode()
        override = f'<Override PartName="/{CUSTOM}" ContentType="{_KIND}"/></Types>'
        types, links = "[Content_Types].xml", "_rels/.rels"
        parts[types] = parts[types].replace(b"</Types>", override.encode())
        parts[links] = parts[links].replace(b"</Relationships>", f"{_LINK}</Relationships>".encode())
    source: bytes = word.zipped(parts)
    return source


def core_of(paper: bytes) -> Any:
    return docx.Document(io.BytesIO(paper)).core_properties


def own_of(paper: bytes) -> dict[str, str]:
    """The properties of the author's own making."""
    return {one.get("name"): one[0].text for one in found(paper, "/*/*", CUSTOM)}


@pytest.mark.parametrize("more", [{}, CAREFULLY], ids=["straight", "careful"])
def test_a_tag_in_a_property_is_filled_in(word: SimpleNamespace, more: dict[str, object]) -> None:
    """
    Title, keywords, company and a property of one's own say what the fields say, signs and line breaks as they are.
    """
    source = saying(
        word,
        "{{ x }}",
        title="Về “{{ x }}” & {% if y %}{{ y[0] }}{% else %}-{% endif %}",
        keywords="{% for one in y %}{{ loop.index }}{{ one }};{% endfor %}",
        company="{{ x | upper }}",
        custom={"Số hiệu": "{{ “số” ~ y | length }}"},
    )
    template = compile_template(source)
    paper = template.render({"x": SPECIALS, "y": ["a", "<b>"], **more})

    assert template.notes == ()
    assert core_of(paper).title == f"Về “{SPECIALS}” & a"
    assert core_of(paper).keywords == "1a;2<b>;"
    assert [one.text for one in found(paper, "//*[local-name()='Company']", EXTENDED)] == [SPECIALS.upper()]
    assert own_of(paper) == {"Số hiệu": "số2"}


def test_both_ways_say_the_same(word: SimpleNamespace) -> None:
    """
    Every part of properties has the same bytes, however the paper was rendered.
    """
    source = saying(word, title="{{ x }}", company="{{ x }}", custom={"a": "{{ x }}"})
    template = compile_template(source)
    straight, careful = (template.render({"x": SPECIALS, **more}) for more in ({}, CAREFULLY))

    assert straight == careful


def test_plain_properties_are_the_authors(word: SimpleNamespace) -> None:
    """
    What holds no tag is in no paper, whether or not something beside it holds one.
    """
    for company, custom in (("", {}), ("{{ x }}", {"a": "{{ x }}"})):
        paper = engine(saying(word, "{{ x }}", company=company, custom=custom), {"x": "y"})

        assert [name for name in names(paper) if AUTHOR in part(paper, name)] == []
        assert (CUSTOM in names(paper)) is bool(custom)


def test_what_the_caller_says_wins(word: SimpleNamespace) -> None:
    """
    A tag in a property that the caller sets is not rendered, and asks for no field; the others are.
    """
    template = compile_template(saying(word, title="{{ nobody }}", subject="{{ x }}", creator="{{ x }}"))
    asked = DocumentProperties(title="Nghị quyết", creator="Ban Tổ chức & Cộng sự")
    found_in = core_of(template.render({"x": "y"}, properties=asked))

    assert (found_in.title, found_in.subject, found_in.author, found_in.last_modified_by) == (
        "Nghị quyết", "y", "Ban Tổ chức & Cộng sự", "Ban Tổ chức & Cộng sự",
    )  # fmt: skip
    assert core_of(template.render({"x": "y", "nobody": "z"})).title == "z"


def test_a_language_is_given_by_caller_tag_or_habit(word: SimpleNamespace) -> None:
    """
    The caller's before the tag's before Vietnamese.
    """
    template = compile_template(saying(word, language="{{ x }}"))

    assert core_of(template.render({"x": "en-GB"})).language == "en-GB"
    assert core_of(template.render({}, properties=DocumentProperties(language="fr"))).language == "fr"
    assert core_of(engine(saying(word), {})).language == "vi-VN"


def test_missing_fields_of_properties_are_named_with_the_others(word: SimpleNamespace) -> None:
    """
    One error names what body and properties lack; `placeholders` knows them all.
    """
    template = compile_template(saying(word, "{{ a.b }}", title="{{ c }}", custom={"x": "{{ d[0].e }}"}))

    with pytest.raises(MissingFields) as caught:
        template.render({})
    assert caught.value.names == ("a", "c", "d")
    assert {"a.b", "c", "d[].e"} <= set(template.placeholders)


@pytest.mark.parametrize(
    ("title", "value", "error"),
    [
        ("{{ x }}", Picture(content=PNG, width=10), InvalidOutcome),
        ("{{ x }}", RichText(()), InvalidOutcome),
        ("{{ x }}", None, NotPrintable),
        ("{{ x }}", TEXT_LIMIT, LimitReached),
        ("{% for a in x %}{% for b in x %}{% for c in x %}a{% endfor %}{% endfor %}{% endfor %}", [1] * 900, LimitReached),
        ("{% for a in range(1000000000) %}{% endfor %}", 1, LimitReached),
    ],
)  # fmt: skip
def test_a_property_is_text_within_limits(
    word: SimpleNamespace, title: str, value: object, error: type[Exception]
) -> None:
    """
    No picture, nothing that is no text, and no more than a line of it.
    """
    with pytest.raises(error):
        engine(saying(word, title=title), {"x": value})


@pytest.mark.parametrize(
    ("title", "custom", "code"),
    [
        ("{{ ''.__class__ }}", {}, "not-allowed"),
        ("{% include 'x' %}", {}, "not-allowed"),
        ("{{ x", {}, "syntax"),
        ("x }}", {}, "stray-tag"),
        ("{% if x %}", {"a": "{% endif %}"}, "syntax"),
        ("{{ x }}" + TEXT_LIMIT, {}, "too-many-tags"),
        ("", {str(n): "{{ x }}" for n in range(MAX_LINES + 1)}, "too-many-tags"),
        ("", {"{{ x }}": "{{ x }}"}, "unrendered-tag"),
    ],
)
def test_a_property_has_the_same_language(
    word: SimpleNamespace, title: str, custom: dict[str, str], code: str
) -> None:
    """
    What may not stand in a body may not stand in a property; each is a template of its own.
    """
    assert refusal(saying(word, title=title, custom=custom)).code == code


def test_lint_reads_properties(word: SimpleNamespace) -> None:
    """
    Their tags are checked and their fields known, at their place; what is not filled in is pointed out.
    """
    source = saying(word, title="{{ c.d }}{{ a / b }}", custom={"x": "{{ d }}"}, lastModifiedBy="{{ e }}")
    lint = lint_template(source)

    assert {use.path: use.spot.en for use in lint.uses} == {
        "c.d": "properties of the file", "d": "properties of the file",
    }  # fmt: skip
    assert {one.code: one.spot.part for one in lint.findings} == {
        "not-in-language": CORE, "tag-in-properties": CORE,
    }  # fmt: skip


def test_what_word_writes_again_is_no_finding(word: SimpleNamespace) -> None:
    """
    Word repeats a title among the titles of parts: there it is of no use, and does no harm.
    """
    title = (
        f'<TitlesOfParts><v:lpstr xmlns:v="{_OFFICE}/docPropsVTypes">{{{{ x }}}}</v:lpstr></TitlesOfParts>'
    )
    source = word.edited(
        saying(word, title="{{ x }}"), EXTENDED, lambda xml: xml.replace("</Prop", f"{title}</Prop")
    )

    assert lint_template(source).findings == ()
    assert "{{" not in part(engine(source, {"x": "y"}), EXTENDED)


def test_docxtpl_fills_in_the_same(word: SimpleNamespace) -> None:
    """
    The six properties that docxtpl knows have the same text in both; it escapes their signs, and knows no others.
    """
    known = ("title", "subject", "creator", "description", "identifier", "language")
    source = saying(word, **dict.fromkeys(known, "Về {{ x }}"), keywords="{{ x }}")
    theirs, ours = docxtpl(source, {"x": "Thuỷ"}), engine(source, {"x": "Thuỷ"})

    for name in known:
        path = f"//*[local-name()='{name}']/text()"
        assert found(ours, path, CORE) == found(theirs, path, CORE) == ["Về Thuỷ"]
    assert "{{ x }}" in part(theirs, CORE)
    assert text_of(ours) == text_of(theirs)


@pytest.mark.slow
def test_properties_add_no_fault(word: SimpleNamespace, tmp_path: Path) -> None:
    """
    An independent validator finds nothing in the paper that it did not find in the template.
    """
    source = saying(
        word, "x", title="{{ x }}", keywords="{{ x }}", company="{{ x }}", custom={"a": "{{ x }}"}
    )
    _, new = added(source, {"x": SPECIALS}, tmp_path / "paper.docx")

    assert new == {}


@pytest.mark.parametrize("sign", ["\\x00", "\\ud800", "\\x07", "\\uffff"])
@pytest.mark.parametrize("place", ["title", "company", "custom"])
def test_a_sign_that_a_tag_spells_is_refused(word: SimpleNamespace, place: str, sign: str) -> None:
    """
    No text of the file holds it, so only the outcome shows it; in a property of the author's own it broke the paper.
    """
    tag = f"{{{{ '{sign}' }}}}"
    source = saying(word, "x", custom={"a": tag}) if place == "custom" else saying(word, "x", **{place: tag})

    with pytest.raises(InvalidOutcome):
        engine(source, {})
