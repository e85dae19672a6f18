"""`vankien template check`, `template render` and `fields`."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from service.documents.fields.published import published
from service.documents.template_check import templates_of
from service.documents.templates import read_templates
from service.docx import text_of
from tests.word_files import with_words

TEMPLATES = Path(__file__).parents[2] / "templates_docx"

Made = Callable[..., Path]


@pytest.fixture
def made(var: Path, tmp_path: Path) -> Made:
    """A Word file of these paragraphs."""

    def make(*paragraphs: str, name: str = "mẫu.docx") -> Path:
        document, target = docx.Document(), io.BytesIO()
        for text in paragraphs:
            document.add_paragraph(text)
        document.save(target)
        (tmp_path / name).write_bytes(target.getvalue())
        return tmp_path / name

    return make


@pytest.fixture
def given(tmp_path: Path) -> Callable[[str], str]:
    """A file of fields that says this."""

    def write(text: str) -> str:
        (tmp_path / "fields.json").write_text(text, encoding="utf-8")
        return str(tmp_path / "fields.json")

    return write


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.docx")), ids=lambda path: path.stem)
def test_the_templates_of_the_project_are_clean(vankien: Any, path: Path, var: Path) -> None:
    """By their names they are compared with their fields; no catalog is opened."""
    said = vankien("template", "check", str(path))

    assert (0, "Không có lỗi.\n", "") == (said.code, said.out, said.err)
    assert not var.exists()


def test_every_finding_is_said_with_its_place_and_what_to_do(vankien: Any, made: Made) -> None:
    """The exit code is 2 when papers cannot be made with it."""
    said = vankien(
        "template", "check", str(made("Biên bản", "{{ vennue }}", "{{ a b }}")), "--template", "minutes"
    )

    assert 2 == said.code
    assert "lỗi: thân văn bản, đoạn 2 [unknown-field-meant]\n  Không có trường “vennue”" in said.out
    assert "  → Có phải là “venue”?" in said.out
    assert "lỗi: thân văn bản, đoạn 3 [tag-syntax]" in said.out
    assert "mẫu.docx cannot be used as a template yet.\n" == said.err


def test_findings_can_be_said_in_english(vankien: Any, made: Made) -> None:
    """--lang en."""
    said = vankien("template", "check", str(made("{{ vennue }}")), "--kind", "minutes", "--lang", "en")

    assert "error: body, paragraph 1 [unknown-field-meant]" in said.out
    assert "Did you mean “venue”?" in said.out


def test_warnings_do_not_fail(vankien: Any, made: Made) -> None:
    """A sheet that is not as the regulation has it still makes papers."""
    said = vankien("template", "check", str(made("x")))

    assert 0 == said.code
    assert "[layout-paper]" in said.out


def test_findings_can_be_json(vankien: Any, made: Made) -> None:
    """For programs: the place in numbers, what was meant, the schema the template uses."""
    path = made("{%p for p in organs %}", "{{ p.nam }}", "{%p endfor %}")
    said = vankien("template", "check", str(path), "--kind", "minutes", "--json")
    body = json.loads(said.out)

    first = body["findings"][0]
    assert ("minutes", False, ["organs", "organs[].nam"]) == (body["template"], body["usable"], body["used"])
    assert ("unknown-field-meant", "error", "{{ p.nam }}") == (first["code"], first["severity"], first["tag"])
    assert (2, None, "word/document.xml") == tuple(
        first["place"][key] for key in ("paragraph", "table", "part")
    )
    assert "organs[].label" == first["meant"] or first["meant"].startswith("organs[].")


def test_a_copy_with_comments_can_be_had(vankien: Any, made: Made, tmp_path: Path) -> None:
    """With the same words; of a file that is not safe there is none."""
    path, copy = made("{{ vennue }}"), tmp_path / "copy.docx"
    said = vankien("template", "check", str(path), "--template", "minutes", "--annotate", str(copy))
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"x")
    refused = vankien("template", "check", str(broken), "--annotate", str(tmp_path / "none.docx"))

    assert 2 == said.code
    assert text_of(path.read_bytes()) == text_of(copy.read_bytes())
    assert 5 < len(list(docx.Document(str(copy)).comments))
    assert (2, "No copy was written: this is not a Word file (.docx).\n") == (refused.code, refused.err)
    assert not (tmp_path / "none.docx").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--kind", "minutes", "--template", "minutes"), "Give --kind or --template, not both.\n"),
        (
            ("--template", "minuts"),
            f"There is no template named minuts; there are {', '.join(published())}",
        ),
    ],
)
def test_what_cannot_be_compared_is_said(
    vankien: Any, made: Made, arguments: tuple[str, ...], sentence: str
) -> None:
    """One sentence, exit code 2."""
    said = vankien("template", "check", str(made("x")), *arguments)

    assert 2 == said.code
    assert said.err.startswith(sentence)


def test_the_fields_of_a_template_are_listed(vankien: Any, var: Path) -> None:
    """Type, meaning and example, in Vietnamese or English."""
    said, english = vankien("fields", "minutes"), vankien("fields", "minutes", "--lang", "en")

    assert any(line.split()[:3] == ["venue", "chữ", "Địa"] for line in said.out.splitlines())
    assert any(line.startswith("sittings[]") and "danh sách" in line for line in said.out.splitlines())
    assert any(line.split()[:3] == ["venue", "text", "Where"] for line in english.out.splitlines())
    assert not var.exists()


def test_the_fields_of_a_kind_are_those_of_all_its_templates(vankien: Any) -> None:
    """As JSON too."""
    body = json.loads(vankien("fields", "credential", "--json").out)

    assert list(templates_of("credential", read_templates(TEMPLATES))) == list(body)
    assert {
        "name": "card_number",
        "type": "text",
        "vi": "Số thẻ",
        "en": "Number of the card",
        "example": "007",
    } in body["credential_card"]["fields"]


def test_an_unknown_name_of_fields_is_refused(vankien: Any) -> None:
    """With the names there are."""
    said = vankien("fields", "card")

    assert 2 == said.code
    assert f"There is no template or kind named card; there are {', '.join(published())}," in said.err


def test_a_template_is_filled_in(
    vankien: Any, made: Made, given: Callable[[str], str], tmp_path: Path
) -> None:
    """The paper holds the values; whole numbers and lists too."""
    path = made("{{ name }}: {{ count }}", "{%p for one in all %}", "- {{ one.x }}", "{%p endfor %}")
    fields = given('{"name": "Thuỷ & Công", "count": 31, "all": [{"x": "a"}, {"x": "<b>"}]}')
    said = vankien("template", "render", str(path), fields, "-o", str(tmp_path / "out.docx"))

    assert (0, "", "") == (said.code, said.out, said.err)
    assert "Thuỷ & Công: 31\n- a\n- <b>" == text_of((tmp_path / "out.docx").read_bytes()).strip()
    assert ["out.docx"] == [one.name for one in tmp_path.iterdir() if "out" in one.name]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"b": {}}', "Missing fields: a, b.c."),
        ('{"a": 1.5, "b": {"c": "x"}}', "fields.json: 1.5 is not a whole number; write it as text,"),
        ('{"a": NaN}', "fields.json: NaN is not a whole number"),
        ('{"a": null, "b": {"c": "x"}}', "Not filled in: {{ a }} would print nothing."),
        ('{"a": "\\u0000", "b": {"c": "x"}}', "Not filled in: a: U+0000 at position 0 may not be printed."),
        ('{"a": "x", "a": "y"}', "fields.json: a is given twice."),
        ("[1]", "fields.json does not hold a JSON object."),
        ("{", "fields.json is not JSON:"),
    ],
)
def test_fields_that_do_not_fit_are_refused(
    vankien: Any, made: Made, given: Callable[[str], str], tmp_path: Path, text: str, sentence: str
) -> None:
    """One sentence, all missing names at once, exit code 2, and no file."""
    path = made("{{ a }}{% if b %}{{ b.c }}{% endif %}{{ b.c }}")
    said = vankien("template", "render", str(path), given(text), "-o", str(tmp_path / "out.docx"))

    assert 2 == said.code
    assert said.err.startswith(sentence)
    assert 1 == said.err.count("\n")
    assert not (tmp_path / "out.docx").exists()


def test_a_template_that_is_refused_is_not_filled_in(
    vankien: Any, made: Made, given: Callable[[str], str], tmp_path: Path
) -> None:
    """And the sentence says what tells more."""
    said = vankien(
        "template", "render", str(made("{{ a b }}")), given("{}"), "-o", str(tmp_path / "out.docx")
    )

    assert 2 == said.code
    assert "`vankien template check` says more." in said.err


def test_a_template_is_not_written_over(vankien: Any, made: Made, given: Callable[[str], str]) -> None:
    """The paper needs a name of its own."""
    path = made("x")
    before = path.read_bytes()
    said = vankien("template", "render", str(path), given("{}"), "-o", str(path))

    assert (2, before) == (said.code, path.read_bytes())


def test_a_folder_that_is_not_there_is_said(vankien: Any, made: Made, given: Callable[[str], str]) -> None:
    """As any failure of the system: exit code 1."""
    said = vankien("template", "render", str(made("x")), given("{}"), "-o", "nowhere/out.docx")

    assert 1 == said.code
    assert 1 == said.err.count("\n")


@pytest.mark.slow
def test_papers_are_tried_where_that_is_asked_for(vankien: Any, tmp_path: Path) -> None:
    """A figure that somebody typed in is found only when papers are made; so is a signature that got lost."""
    source = (TEMPLATES / "resolution.docx").read_bytes()
    typed = with_words(source, ("{{ opening }}", "{{ opening }} Có 150 đại biểu."))
    (tmp_path / "resolution.docx").write_bytes(typed)
    checked, tried = (
        vankien("template", "check", *more, str(tmp_path / "resolution.docx")) for more in ((), ("--try",))
    )

    assert (0, 2) == (checked.code, tried.code)
    assert "[trial-typed-in]" in tried.out
    assert (
        2
        == vankien(
            "template", "check", "--try", "--template", "register", str(tmp_path / "resolution.docx")
        ).code
    )
