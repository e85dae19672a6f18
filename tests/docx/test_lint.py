"""What is said about a template, one file for each remark."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from xml.sax.saxutils import escape

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import service.docx
from service.docx import TemplateRefused, compile_template
from service.docx.lint import Lint, lint_template
from service.docx.lint.findings import LintFinding, finding, words_of_lint
from service.docx.lint.places import Spot

ROOM = Path(service.docx.__file__).parent
TEMPLATES = Path(__file__).parents[2] / "templates_docx"
BODY = "word/document.xml"

Word = SimpleNamespace


def codes(found: Lint) -> list[str]:
    return [one.code for one in found.findings]


def only(found: Lint, code: str) -> LintFinding:
    """The one finding of that code."""
    (one,) = [one for one in found.findings if one.code == code]
    return one


def runs(*texts: tuple[str, bool]) -> bytes:
    """A paragraph of runs, each with its text and whether it is bold."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    for text, bold in texts:
        paragraph.add_run(text).bold = bold or None
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def smallest(paragraphs: list[str]) -> bytes:
    """The least that Word opens, quicker to make and read than what python-docx starts from."""
    office = "http://schemas.openxmlformats.org"
    typed = "application/vnd.openxmlformats"
    texts = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{office}/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{typed}-package.relationships+xml"/>'
            f'<Override PartName="/{BODY}" ContentType="{typed}-officedocument.wordprocessingml.document.main+xml"/>'
            "</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument/2006/relationships/officeDocument" Target="{BODY}"/></Relationships>',
        )
        archive.writestr(
            BODY,
            f'<w:document xmlns:w="{office}/wordprocessingml/2006/main"><w:body>{texts}</w:body></w:document>',
        )
    return target.getvalue()


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.docx")), ids=lambda path: path.stem)
def test_the_templates_of_the_project_are_clean(path: Path) -> None:
    """
    Not even a notice.
    """
    assert () == lint_template(path.read_bytes()).findings


@pytest.mark.parametrize(
    ("code", "severity", "paragraphs"),
    [
        ("tag-unclosed", "error", ["{{ name"]),
        ("tag-unclosed", "error", ["{%p if a", "x", "{%p endif %}"]),
        ("tag-unopened", "error", ["name }}"]),
        ("tag-braces-apart", "warning", ["{ { name } }"]),
        ("tag-braces-apart", "warning", ["｛｛ name ｝｝"]),
        ("tag-single-brace", "warning", ["Tên: {name}"]),
        ("tag-empty", "error", ["{{ }}"]),
        ("tag-empty", "error", ["{% %}"]),
        ("tag-hidden-character", "error", ["{{ na\u200bme }}"]),
        ("tag-hidden-character", "error", ["{% i\u200bf a %}x{% endif %}"]),
        ("tag-wrong-character", "error", ["{{ a – b }}"]),
        ("tag-curly-quotes", "notice", ["{{ a | default(“x”) }}"]),
        ("tag-syntax", "error", ["{{ a b }}"]),
        ("tag-syntax", "error", ["{%p for x on y %}", "{%p endfor %}"]),
        ("tag-syntax", "error", ["{%p if a %}", "{%p endif b %}"]),
        ("tag-prefix-apart", "error", ["{% p if a %}", "{%p endif %}"]),
        ("tag-prefix-print", "error", ["{{r name }}"]),
        ("unknown-statement", "error", ["{% macro a() %}"]),
        ("unknown-filter", "error", ["{{ a | title }}"]),
        ("unknown-test", "error", ["{% if a is number %}x{% endif %}"]),
        ("call", "error", ["{{ lipsum(10) }}"]),
        ("call", "error", ["{{ a.append(1) }}"]),
        ("private-name", "error", ["{{ a.__class__ }}"]),
        ("not-whole", "error", ["{{ a + 1.5 }}"]),
        ("choice-without-else", "error", ["{{ a if b }}"]),
        ("not-in-language", "error", ["{{ a / 2 }}"]),
        ("block-not-closed", "error", ["{%p if a %}", "x"]),
        ("block-not-opened", "error", ["{%p endif %}"]),
        ("block-not-opened", "error", ["{%p else %}"]),
        ("block-mixed-forms", "error", ["{%p if a %}", "x", "{% endif %}"]),
        ("block-two-in-paragraph", "error", ["{%p if a %}{%p endif %}"]),
        ("block-swallows", "error", ["{%p if a %} Nơi nhận", "{%p endif %}"]),
        ("block-outside-table", "error", ["{%tr for x in y %}", "{%tr endfor %}"]),
        ("block-over-paragraphs", "warning", ["{% if a %}x", "y{% endif %}"]),
    ],
)
def test_every_fault_of_a_paragraph_is_told_apart(
    word: Word, code: str, severity: str, paragraphs: list[str]
) -> None:
    """
    By its own code, with its place and the text of the tag.
    """
    found = next(
        one for one in lint_template(word.file("Quyết nghị", *paragraphs)).findings if one.code == code
    )

    assert severity == found.severity
    assert ("body", "word/document.xml") == (found.spot.story, found.spot.part)
    assert found.spot.paragraph >= 2
    assert found.tag


@pytest.mark.parametrize(
    ("code", "table"),
    [
        ("block-one-row", [["{%tr for x in y %}", "{%tr endfor %}"]]),
        ("block-one-cell", [["{%tc for x in y %}{%tc endfor %}", "b"]]),
        ("block-swallows", [["{%tr for x in y %}", "{{ x }}"], ["{%tr endfor %}", ""]]),
        ("block-over-cells", [["{%p if a %}", "x"], ["{%p endif %}", "y"]]),
    ],
)
def test_every_fault_of_a_table_is_told_apart(word: Word, code: str, table: list[list[str]]) -> None:
    """
    A row or cell that holds a tag for rows or cells is taken away whole.
    """
    found = lint_template(word.file("x", table=table))

    assert (1, 1) == (only(found, code).spot.table, only(found, code).spot.column)


def test_a_place_is_said_as_people_look_for_it(word: Word) -> None:
    """
    The paragraph, or table, row and column, in both languages; a header by its name.
    """
    found = lint_template(
        word.file("một", "{{ a b }}", table=[["x", "y"], ["z", "{{ c d }}"]], header="{{ e f }}")
    )

    assert ["đầu trang, đoạn 1", "thân văn bản, đoạn 2", "thân văn bản, bảng 1, hàng 2, cột 2"] == [
        one.spot.vi for one in found.findings
    ]
    assert ["header, paragraph 1", "body, paragraph 2", "body, table 1, row 2, column 2"] == [
        one.spot.en for one in found.findings
    ]


def test_all_faults_are_found_at_once(word: Word) -> None:
    """
    One broken tag does not hide the next.
    """
    found = lint_template(word.file("{{ a b }}", "{{ c", "{% if d %}", "{{ e | nothing }}", "{{ f() }}"))

    assert {"tag-syntax", "tag-unclosed", "block-not-closed", "unknown-filter", "call"} == set(codes(found))


def test_what_was_meant_is_suggested(word: Word) -> None:
    """
    For statements, filters, prefixes and single braces.
    """
    found = lint_template(
        word.file("{% edif %}", "{{ a | uper }}", "{% p if a %}", "{%p endif %}", "{b}", "{{r c }}")
    )

    assert {"endif", "upper", "{%p if a %}", "{{ b }}", "{{ c }}"} == {
        one.meant for one in found.findings if one.meant
    }


def test_looks_that_change_within_a_tag_are_lost() -> None:
    """
    Word keeps the look of the first part only; a tag that is only split is fine.
    """
    assert ["tag-formatting"] == codes(lint_template(runs(("{{ ", False), ("name", True), (" }}", False))))
    assert [] == codes(lint_template(runs(("{", False), ("{ na", False), ("me }}", False))))
    assert [] == codes(lint_template(runs(("{% if a ", False), ("%}", True), ("x{% endif %}", False))))


def test_what_stands_within_a_tag_is_named(word: Word) -> None:
    """
    A tab or a bookmark between its letters, or the border of a link.
    """
    source = word.file("{{ name }}")
    tab = word.edited(source, BODY, lambda xml: xml.replace("{{ name", "{{ na</w:t><w:tab/><w:t>me"))
    link = word.edited(
        source,
        BODY,
        lambda xml: xml.replace(
            "<w:r><w:t>{{ name }}</w:t></w:r>",
            '<w:hyperlink w:anchor="a"><w:r><w:t>{{ na</w:t></w:r></w:hyperlink><w:r><w:t>me }}</w:t></w:r>',
        ),
    )

    assert ["tag-holds-content"] == codes(lint_template(tab))
    assert ["tag-crosses"] == codes(lint_template(link))


def test_tags_where_nothing_is_filled_in_are_found(word: Word) -> None:
    """
    Styles, properties and field codes.
    """
    source = word.file("{{ name }}")
    style = word.edited(
        source, "word/styles.xml", lambda xml: xml.replace('w:val="Normal"', 'w:val="{{ a }}"', 1)
    )
    title = word.edited(
        source,
        "docProps/core.xml",
        lambda xml: xml.replace("<cp:lastModifiedBy/>", "<cp:lastModifiedBy>{{ a }}</cp:lastModifiedBy>"),
    )
    code = word.edited(
        source,
        BODY,
        lambda xml: xml.replace(
            "<w:r><w:t>{{", "<w:r><w:instrText> PAGE {{ a }}</w:instrText></w:r><w:r><w:t>{{"
        ),
    )

    assert ["unrendered-tag"] == codes(lint_template(style))
    assert ["tag-in-properties"] == codes(lint_template(title))
    assert "tag-in-field" in codes(lint_template(code))


def test_a_block_does_not_cross_the_border_of_a_link(word: Word) -> None:
    """
    Half of a link cannot be left out.
    """
    source = word.edited(
        word.file("x{% if a %}y{% endif %}"),
        BODY,
        lambda xml: xml.replace(
            "y{% endif %}</w:t></w:r>",
            '</w:t></w:r><w:hyperlink w:anchor="a"><w:r><w:t>y{% endif %}</w:t></w:r></w:hyperlink>',
        ),
    )

    assert ["block-crosses"] == codes(lint_template(source))


def hostile(word: Word) -> dict[str, bytes]:
    good = word.file("{{ a }}")
    p = "<w:r><w:t>{{ a }}</w:t></w:r>"
    return {
        "not-a-zip": b"%PDF-1.7",
        "not-a-docx": word.zipped({"a.txt": b"x"}),
        "xml": word.edited(good, BODY, lambda xml: xml.replace("</w:body>", "")),
        "active-content": word.with_part(
            good, "word/vbaProject.bin", b"x", "application/vnd.ms-office.vbaProject", "vba"
        ),
        "external-target": word.with_part(
            good, "", b"", "", "attachedTemplate", external="https://example.org/a.dotm"
        ),
        "field": word.edited(
            good, BODY, lambda xml: xml.replace(p, f'<w:fldSimple w:instr=" DDEAUTO a "/>{p}')
        ),
        "tracked-changes": word.edited(
            good, BODY, lambda xml: xml.replace(p, f'<w:ins w:id="9" w:author="A">{p}</w:ins>')
        ),
        "data-binding": word.edited(
            good,
            BODY,
            lambda xml: xml.replace(
                p,
                f'<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a"/></w:sdtPr><w:sdtContent>{p}</w:sdtContent></w:sdt>',
            ),
        ),
        "place": word.edited(
            good,
            BODY,
            lambda xml: xml.replace(
                p, f'<w:bookmarkStart w:id="1" w:name="{{{{ b }}}}"/><w:bookmarkEnd w:id="1"/>{p}'
            ),
        ),
        "prefix": word.edited(
            good,
            BODY,
            lambda xml: re.sub(r"(</?| )w:|(xmlns:)w=", lambda m: f"{m[1]}v9:" if m[1] else "xmlns:v9=", xml),
        ),
    }


@pytest.mark.parametrize(
    "code",
    [
        "not-a-zip",
        "not-a-docx",
        "xml",
        "active-content",
        "external-target",
        "field",
        "tracked-changes",
        "data-binding",
        "place",
        "prefix",
    ],
)
def test_what_the_engine_refuses_is_a_finding(word: Word, code: str) -> None:
    """
    Hostile or broken files are said, not raised.
    """
    found = lint_template(hostile(word)[code])

    assert "error" == only(found, code).severity


def test_hostile_parts_are_all_named(word: Word) -> None:
    """
    The engine stops at the first; the author wants to know them all.
    """
    source = word.with_part(
        hostile(word)["field"], "word/vbaProject.bin", b"x", "application/vnd.ms-office.vbaProject", "vba"
    )

    assert {"active-content", "field"} <= set(codes(lint_template(source)))


def test_loop_variables_are_resolved(word: Word) -> None:
    """
    In nested loops, conditions, filters and tables; the counter of a loop is no field.
    """
    found = lint_template(
        word.file(
            "{%p for organ in organs %}",
            "{{ loop.index }}. {{ organ.label | upper }}{% if organ.vote %}, {{ organ.vote }}{% endif %}",
            "{%p for person in organ.members %}",
            "{{ person['name'] }} {{ venue }}",
            "{%p endfor %}",
            "{%p endfor %}",
            "{{ organ.late }}",
        )
    )

    assert () == found.findings
    assert [
        ("organs", "looped"),
        ("organs[].label", "read"),
        ("organs[].vote", "read"),
        ("organs[].vote", "printed"),
        ("organs[].members", "looped"),
        ("organs[].members[].name", "printed"),
        ("venue", "printed"),
        ("organ.late", "printed"),
    ] == [(use.path, use.how) for use in found.uses]
    assert {"organ", "person", "loop"} == set(found.loop_names)


@pytest.mark.parametrize(
    "texts",
    [
        ("{% set n = a.b %}", "{{ n }}"),
        ("{%p for n in range(3) %}", "{{ n }}", "{%p endfor %}"),
        ("{%p for x in xs %}", '{{ loop.cycle("a", "b") }}', "{%p endfor %}"),
        ("{{ xs | map(attribute='name') | join(', ') }}",),
        ("{{ a.b.append(1) }}",),
        ("{{ x / y }}",),
    ],
)
def test_lint_and_engine_agree_on_what_the_language_has(
    word: SimpleNamespace, texts: tuple[str, ...]
) -> None:
    """
    What the engine compiles has no error; what it refuses has one.
    """
    source = word.file("x", *texts)
    try:
        compile_template(source)
        compiles = True
    except TemplateRefused:
        compiles = False

    found = lint_template(source)

    assert compiles == (not [one for one in found.findings if one.severity == "error"])
    if compiles:
        assert not {"n", "range", "loop"} & {one.path for one in found.uses}


def test_every_refusal_of_the_engine_has_words() -> None:
    """
    Nobody adds a refusal that the author of a template is told nothing about.
    """
    raised = set()
    for module in ROOM.rglob("*.py"):
        raised |= set(
            re.findall(r'(?:PackageRefused|TemplateRefused|_refuse)\(\s*"([a-z-]+)"', module.read_text())
        )
    gate_only = {
        "too-many-entries",
        "entry-name",
        "duplicate-entry",
        "symlink",
        "compression",
        "zip-structure",
    }

    assert len(raised) > 20
    assert set() == raised - gate_only - set(words_of_lint())


def test_every_code_is_used_and_worded_in_both_languages() -> None:
    """
    No sentence that nobody says; none that breaks off for want of a figure.
    """
    source = "".join(path.read_text() for path in ROOM.rglob("*.py"))
    figures = dict.fromkeys(
        ("content", "codepoint", "letter", "message", "word", "name", "sign", "opening", "closing"), "x"
    )
    for code, said in words_of_lint().items():
        made = finding(code, Spot(part=""), "{{ x }}", meant="y", sentence="z", text="t", **figures)
        assert f'"{code}"' in source
        assert {"severity", "vi", "en", "do_vi", "do_en"} == set(said)
        assert all((made.vi, made.en, made.do_vi, made.do_en))
        assert re.search(r"[À-ỹ]", made.vi + made.do_vi)


def test_words_are_well_formed() -> None:
    """
    One table, no code twice.
    """
    text = (ROOM / "lint" / "words.toml").read_text()

    assert len(re.findall(r"^\[", text, re.MULTILINE)) == len(tomllib.loads(text))


@given(st.lists(st.text("{}%# apfortrenindxif.|()[]_'\"1-", max_size=30), max_size=6))
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_lint_and_engine_agree(texts: list[str]) -> None:
    """
    What the engine refuses has an error; nothing that is written makes the lint itself fail.
    """
    source = smallest(texts)
    found = lint_template(source)

    try:
        service.docx.compile_template(source)
    except service.docx.TemplateRefused:
        assert "error" in {one.severity for one in found.findings}


@pytest.mark.parametrize(
    ("code", "paragraphs", "table"),
    [
        ("block-swallows", ["{%p if a %} Nơi nhận", "{%p endif %}"], None),
        ("block-swallows", ["x"], [["{%tr if a %}", "Nơi nhận"], ["{%tr endif %}", ""]]),
        ("block-over-cells", ["x"], [["{%p if a %}", "Nơi nhận"], ["{%p endif %}", "x"]]),
        ("block-crosses", ["{%p if a %}", "Nơi nhận"], [["{%p endif %}", "x"]]),
    ],
)
def test_what_the_engine_cannot_see_goes_wrong_on_paper(
    word: Word, code: str, paragraphs: list[str], table: list[list[str]] | None
) -> None:
    """
    The template compiles, and then words are missing or the paper is refused.
    """
    source = word.file(*paragraphs, table=table)
    assert code in codes(lint_template(source))

    try:
        papers = [service.docx.compile_template(source).render({"a": a}) for a in ("1", "")]
    except service.docx.DocxError:
        return
    assert any("Nơi nhận" not in service.docx.text_of(paper) for paper in papers)


def test_comments_of_a_template_are_no_text(word: Word) -> None:
    """
    They may stand beside a tag that takes its paragraph away.
    """
    assert (
        ()
        == lint_template(word.file("{# note #} {%p if a %}", "{%p endif %}{# end #}", "{#p all #}")).findings
    )


def test_what_is_not_rendered_straight_is_a_notice(word: Word) -> None:
    """
    The author may want to know why their papers take longer.
    """
    found = lint_template(word.file("x", table=[["{% cellbg colour %}{{ a }}", "b"]]))

    assert ("notice", "body") == (only(found, "rendered-carefully").severity, found.findings[0].spot.story)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{" * 50_000, "too-many-tags"),
        ("{{ " * 4_000, "too-many-tags"),
        ("{{ " * 1_000, "tag-unclosed"),
        ("{{ " + "(" * 1_900 + " }}", "tag-syntax"),
        ("{{ " + "not " * 450 + "a }}", ""),
        ("{{ a" + ".a" * 950 + " }}", ""),
        ("{{ " + "a" * 5_000 + " }}", "tag-unclosed"),
        ("{a" * 5_000, ""),
        ("{ " * 5_000, ""),
        ("x" * 1_000_000, ""),
    ],
    ids=lambda value: value if len(value) < 20 else value[:6],
)
def test_no_text_keeps_the_lint_busy(text: str, code: str, elapsed: Callable[[], float]) -> None:
    """
    A megabyte of braces is answered like any other file.
    """
    found = lint_template(smallest([text]))

    assert not code or code in codes(found)
    assert len(found.findings) <= 500
    assert elapsed() < 5


def test_a_long_template_is_read_in_time(word: Word, elapsed: Callable[[], float]) -> None:
    """
    Two thousand tags: seconds, not minutes.
    """
    assert () == lint_template(word.file(*["{{ a }} {{ b }}"] * 1000)).findings
    assert elapsed() < 20


@pytest.fixture
def elapsed() -> Callable[[], float]:
    """Processor seconds since the test began."""
    import time

    began = time.process_time()
    return lambda: time.process_time() - began
