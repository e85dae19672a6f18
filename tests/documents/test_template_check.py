"""A template against the published fields and the heading style."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st

import service.documents
from service.documents.fields.published import fields_of, published
from service.documents.heading import heading_styles
from service.documents.sheet_check import words_of_templates
from service.documents.template_check import TemplateCheck, annotated, check_template, templates_of
from service.documents.templates import TemplateBook
from service.docx import text_of
from service.docx.lint.findings import finding
from service.docx.lint.places import Spot

ROOM = Path(service.documents.__file__).parent


def saved(document: Document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def written(*paragraphs: str) -> bytes:
    """A card-sized file, of whose sheet nothing is said."""
    document = docx.Document()
    document.sections[0].page_width, document.sections[0].page_height = Mm(90), Mm(130)
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def findings(check: TemplateCheck, *, without: str = "unused-field") -> list[tuple[str, str]]:
    return [(one.code, one.meant) for one in check.findings if one.code != without]


@pytest.mark.parametrize("template", [name for name, held in published().items() if not held.shared])
def test_the_templates_of_the_project_are_clean(template: str, book: TemplateBook) -> None:
    """
    As themselves, and as any of their kind: nothing is unknown, unused or out of place.
    """
    source, kind = book[template].source, book[template].kind

    assert () == check_template(source, among=[template]).findings
    assert (template, ()) == (
        (check := check_template(source, among=templates_of(kind, book))).template,
        check.findings,
    )


@pytest.mark.parametrize(
    ("paragraphs", "code", "meant"),
    [
        (["{{ vennue }}"], "unknown-field-meant", "venue"),
        (["{{ Venue }}"], "unknown-field-meant", "venue"),
        (["{{ zzzzzz }}"], "unknown-field", ""),
        (
            [
                "{%p for o in organs %}",
                "{%p for m in o.members %}",
                "{{ m.nam }}",
                "{%p endfor %}",
                "{%p endfor %}",
            ],
            "unknown-field-meant",
            "organs[].members[].name",
        ),
        (["{%p for s in speaches %}", "{%p endfor %}"], "unknown-field-meant", "speeches"),
        (["{%p for s in steps %}", "{%p endfor %}", "{{ s.title }}"], "loop-variable-outside", ""),
        (["{{ sittings }}"], "list-printed", ""),
        (["{{ organs }}"], "list-printed", ""),
        (["{%p for o in organs %}", "{{ o }}", "{%p endfor %}"], "entry-printed", ""),
        (["{%p for v in venue %}", "{{ v }}", "{%p endfor %}"], "text-looped", ""),
    ],
)
def test_fields_that_do_not_fit_are_errors(paragraphs: list[str], code: str, meant: str) -> None:
    """
    Unknown ones with what was meant; a list printed, a text gone over, a variable outside of its loop.
    """
    check = check_template(written("Biên bản", *paragraphs), among=["minutes"])

    assert (code, meant) in findings(check)
    assert not check.is_usable


def test_lists_may_be_asked_about_joined_and_counted() -> None:
    """
    What is made of a list is no list.
    """
    check = check_template(
        written(
            "{% if sittings %}{{ sittings | join('; ') }}{% endif %} {{ organs | length }} {{ steps[0].title }}"
        ),
        among=["minutes"],
    )

    assert [] == [code for code, _ in findings(check) if not code.startswith("layout-")]


def test_what_is_not_used_is_a_notice() -> None:
    """
    One for each field, with its meaning; the file stays usable.
    """
    check = check_template(written("{{ name_caps }}"), among=["credential_card"])

    unused = [one for one in check.findings if one.code == "unused-field"]
    assert len(published()["credential_card"].fields) - 1 == len(unused)
    assert any("Đơn vị hoặc đoàn đại biểu" in one.vi for one in unused)
    assert check.is_usable
    assert ("name_caps",) == check.used


def test_without_a_template_fields_are_not_compared() -> None:
    """
    And that is said.
    """
    assert ["fields-not-compared"] == [code for code, _ in findings(check_template(written("{{ x }}")))]
    assert [] == findings(check_template(written("x")))


def test_of_a_kind_the_nearest_template_is_taken(book: TemplateBook) -> None:
    """
    A card is not measured by the fields of a report, though both are papers on credentials.
    """
    among = templates_of("credential", book)

    assert "credential_card" == check_template(written("{{ name_caps }}"), among=among).template
    assert "credentials_report" == check_template(written("{{ summoned }}"), among=among).template


@pytest.fixture
def sound(book: TemplateBook) -> Callable[[Callable[[Document], None]], set[str]]:
    """The codes found in the resolution after a change of it."""

    def check(change: Callable[[Document], None]) -> set[str]:
        document = docx.Document(io.BytesIO(book["resolution"].source))
        change(document)
        return {one.code for one in check_template(saved(document), among=["resolution"]).findings}

    return check


def _smaller(document: Document) -> None:
    document.sections[0].page_width = Mm(148)


def _narrower(document: Document) -> None:
    document.sections[0].left_margin = Mm(20)


def _other_font(document: Document) -> None:
    next(one for one in document.paragraphs if one.runs).runs[0].font.name = "Arial"


def _without_motto(document: Document) -> None:
    document.tables[0].cell(0, 1).paragraphs[1].runs[0].text = "Độc lập"


def _without_issuer(document: Document) -> None:
    document.tables[0].cell(0, 0).paragraphs[0].runs[0].text = "CÔNG ĐOÀN TỈNH"


def _without_number(document: Document) -> None:
    document.tables[0].cell(0, 0).paragraphs[3].runs[0].text = "Số: …/NQ-ĐH"


def _without_page_number(document: Document) -> None:
    paragraph = document.sections[0].header.paragraphs[0]
    for run in paragraph.runs:
        run._r.getparent().remove(run._r)


def _on_first_page(document: Document) -> None:
    document.sections[0].different_first_page_header_footer = False


def _annex_goes_on(document: Document) -> None:
    (start,) = document.sections[1]._sectPr.xpath("w:pgNumType")
    start.getparent().remove(start)


def _head_once(document: Document) -> None:
    properties = document.tables[1].rows[0]._tr.trPr
    properties.remove(properties[[child.tag.rpartition("}")[2] for child in properties].index("tblHeader")])


def _rows_break(document: Document) -> None:
    properties = document.tables[1].rows[2]._tr.trPr
    properties.remove(properties[[child.tag.rpartition("}")[2] for child in properties].index("cantSplit")])


def _signed_in_text(document: Document) -> None:
    end = next(one for one in document.paragraphs if one._p.xpath("w:pPr/w:sectPr"))
    end.insert_paragraph_before("ĐOÀN CHỦ TỊCH")


def _signed_apart(document: Document) -> None:
    last = next(one for one in reversed(document.paragraphs) if "adoption" in one.text)
    last.paragraph_format.keep_with_next = False


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_smaller, "layout-paper"),
        (_narrower, "layout-margin"),
        (_other_font, "layout-font"),
        (_without_motto, "layout-right-block"),
        (_without_issuer, "layout-issuer"),
        (_without_number, "layout-number"),
        (_without_page_number, "layout-page-number"),
        (_on_first_page, "layout-first-page"),
        (_annex_goes_on, "layout-annex-pages"),
        (_head_once, "layout-table-head"),
        (_rows_break, "layout-row-breaks"),
        (_signed_in_text, "layout-signature"),
        (_signed_apart, "layout-signature-apart"),
    ],
)
def test_a_sheet_that_is_not_as_the_regulation_has_it_is_told(
    sound: Callable[[Callable[[Document], None]], set[str]], change: Callable[[Document], None], code: str
) -> None:
    """
    One change, one remark (and the field that went with it).
    """
    assert {code} == sound(change) - {"unused-field"}


def test_a_file_of_word_as_it_comes_is_told_everything() -> None:
    """
    Letter paper, other margins, a font of the theme, no heading, no page number, no signatures.
    """
    document = docx.Document()
    document.add_paragraph("{{ venue }}")
    check = check_template(saved(document), among=["minutes"])

    assert {
        "layout-paper",
        "layout-margin",
        "layout-font",
        "layout-right-block",
        "layout-issuer",
        "layout-number",
        "layout-page-number",
        "layout-signature",
    } == {code for code, _ in findings(check)}
    assert check.is_usable


def test_the_copy_says_the_same_in_the_margin() -> None:
    """
    A comment for each finding, in Vietnamese; one about another place names it.
    """
    source = written("Biên bản", "{{ vennue }}")
    check = check_template(source, among=["minutes"])
    copy = annotated(source, check)
    comments = [comment.text for comment in docx.Document(io.BytesIO(copy)).comments]

    assert text_of(source) == text_of(copy)
    assert len(check.findings) == len(comments)
    assert comments[0].startswith("Lỗi: Không có trường “vennue”: {{ vennue }}\nCó phải là “venue”?")
    assert any(comment.startswith("Lưu ý (toàn tệp): ") for comment in comments)


def test_margins_of_the_style_are_those_of_the_regulation() -> None:
    """
    NĐ 30/2020/NĐ-CP, Phụ lục I: top and bottom 20-25, left 30-35, right 15-20 mm.
    """
    style = heading_styles()["union_2024"]

    assert {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)} == style.margins
    assert "NĐ 30/2020/NĐ-CP" in style.article
    assert "QĐ 933/QĐ-TLĐ" in style.article


def _figures() -> Iterator[str]:
    yield from ("name", "template", "article", "found", "font", "about_vi", "about_en")
    yield from ("side_vi", "side_en", "least", "most", "expected", "sentence")


def test_every_code_is_used_and_worded_in_both_languages() -> None:
    """
    No sentence that nobody says; none that breaks off for want of a figure.
    """
    rooms = ("template_check.py", "sheet_check.py", "template_cage.py", "examining.py")
    source = "".join((ROOM / name).read_text() for name in rooms)
    for code in words_of_templates():
        made = finding(
            code,
            Spot(part=""),
            "{{ x }}",
            meant="y",
            words=words_of_templates(),
            **dict.fromkeys(_figures(), "x"),
        )
        assert f'"{code}"' in source
        assert all((made.vi, made.en, made.do_vi, made.do_en))
        assert re.search(r"[À-ỹ]", made.vi + made.do_vi)


def test_every_field_is_explained_with_an_example() -> None:
    """
    In Vietnamese with its letters, in English without.
    """
    for fields in published().values():
        for field in fields.fields.values():
            assert field.example
            assert not re.search(r"[<>{}]", field.example)
            assert re.search(r"[À-ỹ]", field.vi)
            assert field.en.isprintable()


_NAME = st.from_regex(r"[a-z]{1,5}", fullmatch=True)


@given(st.lists(_NAME, min_size=1, max_size=4), st.booleans())
def test_every_step_of_a_published_path_has_a_type(steps: list[str], texts: bool) -> None:
    """
    Lists on the way are records; the last is a text, in a list or alone.
    """
    path = "[].".join(steps) + ("[]" if texts else "")
    types = fields_of({path: {"vi": "a", "en": "a", "example": "a"}}).types

    assert "text" == types[path]
    assert all("records" == types["[].".join(steps[:place])] for place in range(1, len(steps)))
    assert not texts or "texts" == types[path[:-2]]
