"""Defects 4-7, 9-13 and 17 of docxtpl: what templates can say, and what is said about them."""

from __future__ import annotations

import io
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, UndefinedError

from service.docx import InvalidOutcome, LimitReached, MissingFields, compile_template
from tests.docx.defects import (
    body_of,
    both,
    docxtpl,
    engine,
    findings,
    found,
    lines,
    paragraphs,
    refusal,
    run,
    table,
)


def test_defect_04_a_template_runs_nothing(word: SimpleNamespace, tmp_path: Path) -> None:
    """
    What runs a command in docxtpl is refused when the template is compiled.
    """
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    payload = "{{{{ cycler.__init__.__globals__.os.popen('touch {}').read() }}}}"

    assert refusal(word.file(payload.format(ours))).code == "not-allowed"
    docxtpl(word.file(payload.format(theirs)), {})
    assert (theirs.exists(), ours.exists()) == (True, False)


def test_defect_05_work_has_a_limit(word: SimpleNamespace) -> None:
    """
    Nested loops and long ranges stop at a limit; docxtpl goes on without asking.
    """
    loops = "{% for a in xs %}{% for b in xs %}{% endfor %}{% endfor %}"
    source, fields = word.file(loops), {"xs": [0] * 500}
    started = time.process_time()
    with pytest.raises(LimitReached):
        engine(source, fields)

    assert time.process_time() - started < 2
    with pytest.raises(LimitReached):
        engine(word.file("{% for a in range(1000000000) %}{% endfor %}"), {})
    docxtpl(source, fields)


def test_defect_06_the_fields_of_a_template_are_known_whole(word: SimpleNamespace) -> None:
    """
    Paths and what loops read are listed, before and after rendering; docxtpl knows the first names only.
    """
    source = word.file("{{ a.b.c }}", "{%p for d in a.ds %}", "{{ d.e }}", "{%p endfor %}")
    template = compile_template(source)
    template.render({"a": {"b": {"c": "1"}, "ds": []}})

    assert template.placeholders == ("a.b.c", "a.ds", "a.ds[].e")
    assert DocxTemplate(io.BytesIO(source)).get_undeclared_template_variables() == {"a"}


def test_defect_07_what_is_missing_is_named_all_at_once(word: SimpleNamespace) -> None:
    """
    Every missing field of every part is named in one error; docxtpl leaves blanks in the paper.
    """
    source = word.file("a{{ x }}b{{ d.y }}", header="{{ z }}")

    with pytest.raises(MissingFields) as caught:
        engine(source, {"d": {}})
    assert caught.value.names == ("d.y", "x", "z")
    assert lines(docxtpl(source, {"d": {}})) == ["ab"]


def test_defect_09_an_error_says_where(word: SimpleNamespace) -> None:
    """
    A refusal quotes its part and paragraph, lint counts row and column, and a missing field has its whole path.
    """
    source = body_of(word, table(["a"], [paragraphs("b", "{{ x.y() }}")]))
    refused = refusal(source)

    assert (refused.part, refused.paragraph) == ("word/document.xml", "{{ x.y() }}")
    assert findings(source)["call"] == "body, table 1, row 2, column 1, paragraph 2"
    nested, fields = word.file("one", "{{ x.y.z }}"), {"x": {}}
    with pytest.raises(MissingFields, match=r"x\.y"):
        engine(nested, fields)
    with pytest.raises(UndefinedError) as caught:
        docxtpl(nested, fields)
    assert "x.y" not in str(caught.value)
    assert not hasattr(caught.value, "docx_context")


def test_defect_10_a_bookmark_inside_a_tag_leaves_no_half(word: SimpleNamespace) -> None:
    """
    Where Word set its bookmark in the middle of a tag, both ends go; docxtpl leaves an end without a start.
    """
    source = body_of(
        word,
        f'<w:p>{run("{{ x")}<w:bookmarkStart w:id="0" w:name="_GoBack"/>'
        f'{run(" }}")}<w:bookmarkEnd w:id="0"/></w:p>',
    )
    theirs, ours = both(source, {"x": "y"})

    ends = [
        [len(found(paper, f"//w:{name}")) for name in ("bookmarkStart", "bookmarkEnd")]
        for paper in (theirs, ours)
    ]
    assert ends == [[0, 1], [0, 0]]
    assert lines(ours) == ["y"]


def test_defect_10_half_a_field_is_no_paper(word: SimpleNamespace) -> None:
    """
    A tag that takes the beginning of a field with it is refused, and so is a paper that a condition left with half
    of one; docxtpl makes both.
    """
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    page = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    inside = body_of(word, f"<w:p>{run('{{ x')}{begin}{run(' }}')}{page}{end}</w:p>")
    chosen = body_of(word, f"<w:p>{run('{% if x %}')}{begin}{page}{run('{% endif %}')}{end}</w:p>")

    assert refusal(inside).code == "lost-content"
    with pytest.raises(InvalidOutcome):
        engine(chosen, {"x": False})
    assert found(engine(chosen, {"x": True}), "//w:fldChar/@w:fldCharType") == ["begin", "end"]
    for source in (inside, chosen):
        assert found(docxtpl(source, {"x": ""}), "//w:fldChar/@w:fldCharType") == ["end"]


def test_defect_11_a_tag_of_two_looks_is_pointed_out(word: SimpleNamespace) -> None:
    """
    Bold inside of a tag cannot be kept, and lint says so; docxtpl loses it without a word.
    """
    source = body_of(word, f"<w:p>{run('{{ x')}{run(' }}', '<w:b/>')}</w:p>")

    assert findings(source)["tag-formatting"] == "body, paragraph 1"
    assert found(docxtpl(source, {"x": "y"}), "//w:b") == []


def test_defect_12_two_block_tags_in_a_paragraph_are_explained(word: SimpleNamespace) -> None:
    """
    Lint says what to do about two `{%p %}` in a paragraph; docxtpl says that `endif` is unknown.
    """
    source = word.file("{%p if x %}{%p endif %}")

    assert findings(source)["block-two-in-paragraph"] == "body, paragraph 1"
    assert refusal(source).paragraph
    with pytest.raises(TemplateSyntaxError, match="unknown tag 'endif'"):
        docxtpl(source, {"x": True})


def test_defect_12_a_joining_tag_never_breaks_the_file(word: SimpleNamespace) -> None:
    """
    `{%- %}` that swallows the borders of cells fails; docxtpl drops the table and the end of the body.
    """
    source = body_of(word, paragraphs("a"), table(["{%- if x -%}b"], ["{%- endif %}c"]), paragraphs("end"))

    with pytest.raises(InvalidOutcome):
        engine(source, {"x": True})
    assert "end" not in lines(docxtpl(source, {"x": False}))


def test_defect_13_blocks_leave_no_blank_paragraphs(word: SimpleNamespace) -> None:
    """
    Paragraphs of `{%p %}` vanish; where the other form leaves blanks, as docxtpl does, lint says so.
    """
    good = word.file(
        "{%p for d in ds %}", "{{ d }}", "{%p endfor %}", "{%p if no %}", "x", "{%p endif %}", "end"
    )
    bad = word.file("{% for d in ds %}", "{{ d }}", "{% endfor %}")
    fields = {"ds": ["1", "2"], "no": False}

    assert lines(engine(good, fields)) == ["1", "2", "end"]
    assert findings(bad)["block-over-paragraphs"] == "body, paragraph 3"
    assert lines(docxtpl(bad, fields)) == ["", "1", "", "2", ""]


def test_defect_17_a_loop_in_one_row_is_explained(word: SimpleNamespace) -> None:
    """
    Lint says that the tags of rows need rows of their own; docxtpl says that `endfor` is unknown.
    """
    source = body_of(word, table(["{%tr for d in ds %}", "{{ d }}", "{%tr endfor %}"]))

    assert findings(source)["block-one-row"] == "body, table 1, row 1, column 1"
    assert refusal(source).part == "word/document.xml"
    with pytest.raises(TemplateSyntaxError, match="unknown tag 'endfor'"):
        docxtpl(source, {"ds": []})
