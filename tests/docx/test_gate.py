"""What may not be a template is refused before anything opens it."""

from __future__ import annotations

import io
import struct
import time
import warnings
import zipfile
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.docx import PackageRefused, TemplateRefused, compile_template, text_of
from service.docx.inspection import unreached
from service.docx.lint import lint_template
from tests.docx.defects import body_of, part, run

DOCTYPE = '<!DOCTYPE x [<!ENTITY e "boom">]>'


def refusal(source: bytes) -> TemplateRefused:
    with pytest.raises(TemplateRefused) as caught:
        compile_template(source)
    return caught.value


@pytest.mark.parametrize("source", [b"", b"PK\x03\x04", b"%PDF-1.7", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_word_file_is_refused(source: bytes) -> None:
    """
    Bytes that are no zip, or an empty one, are no template.
    """
    assert refusal(source).code in {"not-a-zip", "not-a-docx", "zip-structure"}


@pytest.mark.parametrize("depth", [950, 3000])
def test_a_name_of_a_thousand_steps_never_escapes_as_another_error(word: SimpleNamespace, depth: int) -> None:
    """
    A tag nested too deeply is refused like any other template, or compiled, but nothing else.
    """
    source = word.file("{{ " + ".".join("a" * depth) + " }}")

    try:
        compile_template(source)
    except TemplateRefused as refused:
        assert refused.sentence  # noqa: PT017 -- both outcomes are right, a third is not


def test_a_zip_bomb_is_refused_fast(word: SimpleNamespace) -> None:
    """
    A part that unpacks to more than 50 MB is refused without unpacking it.
    """
    bomb = word.zipped({**word.parts(word.file("x")), "word/media/image1.png": b"\0" * (51 * 1024 * 1024)})
    assert len(bomb) < 200_000

    assert refusal(bomb).code == "too-large"


def test_a_lying_size_is_refused(word: SimpleNamespace) -> None:
    """
    Sizes are counted, not read from the directory.
    """
    honest = word.zipped({**word.parts(word.file("x")), "word/media/image1.png": b"\0" * 5_000})
    lying = honest.replace(struct.pack("<L", 5_000), struct.pack("<L", 10))
    assert lying != honest

    assert refusal(lying).code == "zip-structure"


def test_many_small_parts_are_counted_together(word: SimpleNamespace) -> None:
    """
    Three parts of 40 MB are more than the 100 MB a file may have.
    """
    part = b"\0" * (40 * 1024 * 1024)
    bomb = word.zipped({**word.parts(word.file("x")), **{f"word/media/image{n}.png": part for n in range(3)}})

    assert refusal(bomb).code == "too-large"


def test_too_many_entries_are_refused(word: SimpleNamespace) -> None:
    """
    No Word file has two thousand parts.
    """
    assert refusal(word.zipped({f"a{n}": b"" for n in range(2_001)})).code == "too-many-entries"


@pytest.mark.parametrize(
    "name", ["../x.xml", "/x.xml", "a\\b.xml", "word/./x", "a//b", "word/đ.xml", "C:x", "a\nb"]
)
def test_odd_names_are_refused(word: SimpleNamespace, name: str) -> None:
    """
    Names that mean another place on some machine are refused.
    """
    assert refusal(word.zipped({**word.parts(word.file("x")), name: b""})).code == "entry-name"


@pytest.mark.parametrize("name", ["word/document.xml", "WORD/Document.xml"])
def test_the_same_name_twice_is_refused(word: SimpleNamespace, name: str) -> None:
    """
    What is checked and what is opened must be the same part.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        doubled = word.zipped([*word.parts(word.file("x")).items(), (name, b"<x/>")])

    assert refusal(doubled).code == "duplicate-entry"


def test_a_link_in_the_zip_is_refused(word: SimpleNamespace) -> None:
    """
    An entry that names another place instead of holding bytes is no part.
    """
    target = io.BytesIO(word.file("x"))
    with zipfile.ZipFile(target, "a") as archive:
        link = zipfile.ZipInfo("word/media/image1.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")

    assert refusal(target.getvalue()).code == "symlink"


def test_a_second_name_is_refused(word: SimpleNamespace) -> None:
    """
    Some readers take the name in the extra field: what is checked must be what is opened.
    """
    target = io.BytesIO(word.file("x"))
    with zipfile.ZipFile(target, "a") as archive:
        two = zipfile.ZipInfo("word/media/image1.png")
        two.extra = b"\x75\x70\x12\x00\x01" + bytes(4) + b"word/evil.bin"
        archive.writestr(two, b"")

    assert refusal(target.getvalue()).code == "entry-name"


def test_a_directory_that_miscounts_is_refused(word: SimpleNamespace) -> None:
    """
    A reader that believes the count sees other parts than one that reads on.
    """
    source = word.file("x")
    count = struct.unpack("<H", source[-12:-10])[0]

    assert refusal(source[:-12] + struct.pack("<H", count - 1) + source[-10:]).code == "zip-structure"


def test_a_directory_of_a_million_entries_is_never_read(word: SimpleNamespace) -> None:
    """
    It would take a gigabyte only to count them.
    """
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    directory = entry * 400_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, len(directory), 4, 0)
    started = time.process_time()

    assert refusal(b"PK\x03\x04" + directory + end).code == "too-many-entries"
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_refused(word: SimpleNamespace, method: int) -> None:
    """
    Word stores or deflates.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr("[Content_Types].xml", b"x" * 100)

    assert refusal(target.getvalue()).code == "compression"


@pytest.mark.parametrize(
    "change",
    [lambda source: source + b"more", lambda source: b"more" + source, lambda source: source[:-30]],
)
def test_data_around_the_zip_is_refused(word: SimpleNamespace, change: Callable[[bytes], bytes]) -> None:
    """
    A file that is two files at once is none.
    """
    assert refusal(change(word.file("x"))).code in {"zip-structure", "not-a-zip"}


@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_part(word: SimpleNamespace, part: str, encoding: str) -> None:
    """
    Entities are how XML is made to read files or to explode; no Word part has them.
    """
    parts = word.parts(word.file("x"))
    text = parts[part].decode().split("?>", 1)[1]
    parts[part] = f'<?xml version="1.0" encoding="{encoding}"?>{DOCTYPE}{text}'.encode(encoding)

    assert refusal(word.zipped(parts)).code == "xml"


def test_broken_xml_is_refused(word: SimpleNamespace) -> None:
    """
    Nothing is repaired in silence.
    """
    broken = word.edited(word.file("x"), "word/document.xml", lambda xml: xml.replace("</w:body>", ""))

    assert refusal(broken).code == "xml"


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("attachedTemplate", "https://example.org/evil.dotm"),
        ("image", "https://example.org/pixel.png"),
        ("oleObject", "file:///etc/passwd"),
        ("frame", "https://example.org/"),
        ("hyperlink", "file:///c:/x.exe"),
        ("hyperlink", "javascript:alert(1)"),
    ],
)
def test_addresses_outside_are_refused(word: SimpleNamespace, kind: str, address: str) -> None:
    """
    A paper fetches nothing when it is opened.
    """
    assert (
        refusal(word.with_part(word.file("x"), "", b"", "", kind, external=address)).code == "external-target"
    )


@pytest.mark.parametrize("address", ["https://congdoan.vn/?a=1", "mailto:vanphong@congdoan.vn"])
def test_links_that_a_person_follows_are_allowed(word: SimpleNamespace, address: str) -> None:
    """
    A hyperlink to a page or a mailbox does nothing by itself.
    """
    source = word.with_part(word.file("x"), "", b"", "", "hyperlink", external=address.replace("&", "&amp;"))

    assert "x" in text_of(compile_template(source).render({}))


@pytest.mark.parametrize(
    ("name", "content_type", "kind", "code"),
    [
        ("word/vbaProject.bin", "application/vnd.ms-office.vbaProject", "vbaProject", "active-content"),
        (
            "word/embeddings/o.bin",
            "application/vnd.openxmlformats-officedocument.oleObject",
            "oleObject",
            "active-content",
        ),
        ("word/activeX/a.bin", "application/vnd.ms-office.activeX", "control", "active-content"),
        ("word/a.html", "text/html", "aFChunk", "relationship"),
        ("word/b.docx", "application/octet-stream", "subDocument", "relationship"),
    ],
)
def test_active_content_is_refused(
    word: SimpleNamespace, name: str, content_type: str, kind: str, code: str
) -> None:
    """
    Macros, embedded objects and controls never reach a paper.
    """
    assert refusal(word.with_part(word.file("x"), name, b"x", content_type, kind)).code == code


def test_a_macro_document_is_refused(word: SimpleNamespace) -> None:
    """
    A .docm under the name .docx is told by its content type.
    """
    source = word.edited(
        word.file("x"),
        "[Content_Types].xml",
        lambda xml: xml.replace(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
    )

    assert refusal(source).code == "active-content"


@pytest.mark.parametrize(
    "instruction", ["DDEAUTO c:\\\\cmd", 'INCLUDETEXT "x"', "MACROBUTTON a b", "DATE", "IMPORT x"]
)
@pytest.mark.parametrize("form", ["simple", "complex"])
def test_fields_that_fetch_or_run_are_refused(word: SimpleNamespace, instruction: str, form: str) -> None:
    """
    A field is refused however Word cuts it up.
    """
    quoted = instruction.replace('"', "&quot;")
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    pieces = "".join(
        f"<w:r><w:instrText>{half}</w:instrText></w:r>" for half in (instruction[:3], instruction[3:])
    )
    run = {
        "simple": f'<w:fldSimple w:instr=" {quoted} "/>',
        "complex": f"{mark.format('begin')}{pieces}{mark.format('end')}",
    }[form]
    source = word.edited(
        word.file("x"), "word/document.xml", lambda xml: xml.replace("<w:r>", f"{run}<w:r>", 1)
    )

    assert refusal(source).code == "field"


@pytest.mark.parametrize("kind", ["application/octet-stream", "text/html", "image/svg+xml", ""])
def test_a_part_of_another_kind_is_refused(word: SimpleNamespace, kind: str) -> None:
    """
    Only parts that are listed come in, whether anything leads to them or not.
    """
    source = word.edited(
        word.zipped({**word.parts(word.file("x")), "word/more.bin": b"MZ"}),
        "[Content_Types].xml",
        lambda xml: xml.replace(
            "</Types>", f'<Override PartName="/word/more.bin" ContentType="{kind}"/></Types>'
        ),
    )

    assert refusal(source).code == "part-type"


def test_a_part_that_nothing_leads_to_is_refused(word: SimpleNamespace) -> None:
    """
    Of a kind that is listed, but there for nobody who opens the file; the examiner names it once, with its place.
    """
    source = word.zipped({**word.parts(word.file("x")), "word/more.xml": b"<a/>"})

    assert refusal(source).code == "part-type"
    assert [one.spot.part for one in lint_template(source).findings if one.code == "part-type"] == [
        "word/more.xml"
    ]


def test_parts_are_led_to_step_by_step(word: SimpleNamespace) -> None:
    """
    A part may be reached by way of another, however its name is written; two that lead to each other alone are not.
    """
    line = '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml" Target="{}"/>'
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    parts = word.parts(word.file("x"))
    led = parts | {
        "customXml/item8.xml": b"<a/>",
        "customXml/item9.xml": b"<a/>",
        "customXml/_rels/item8.xml.rels": rels.format(line.format("r1", "ITEM9.xml")).encode(),
        "word/_rels/document.xml.rels": parts["word/_rels/document.xml.rels"].replace(
            b"</Relationships>", f"{line.format('r77', '../customXml/item%38.xml')}</Relationships>".encode()
        ),
    }
    apart = parts | {
        "customXml/item8.xml": b"<a/>",
        "customXml/item9.xml": b"<a/>",
        "customXml/_rels/item8.xml.rels": rels.format(line.format("r1", "item9.xml")).encode(),
        "customXml/_rels/item9.xml.rels": rels.format(line.format("r1", "item8.xml")).encode(),
    }

    assert list(unreached(led)) == []
    assert list(unreached(apart)) == ["customXml/item8.xml", "customXml/item9.xml"]


def test_page_numbers_are_allowed(word: SimpleNamespace) -> None:
    """
    A field that only counts is what papers need.
    """
    run = '<w:fldSimple w:instr=" PAGE \\* MERGEFORMAT "/>'
    source = word.edited(
        word.file("x"), "word/document.xml", lambda xml: xml.replace("<w:r>", f"{run}<w:r>", 1)
    )

    assert b" PAGE " in word.parts(compile_template(source).render({}))["word/document.xml"]


def test_a_tag_where_nothing_renders_is_refused(word: SimpleNamespace) -> None:
    """
    A tag in a link or in another part would be signed as it stands.
    """
    link = word.with_part(
        word.file("x"), "", b"", "", "hyperlink", external="https://congdoan.vn/%7B%7Bx%7D%7D"
    )
    style = word.edited(word.file("x"), "word/styles.xml", lambda xml: xml.replace("Normal", "{{ x }}", 1))

    assert refusal(link).code == refusal(style).code == "unrendered-tag"


def test_a_tag_in_a_field_code_is_refused(word: SimpleNamespace) -> None:
    """
    A value in a field code would be code.
    """
    run = "<w:r><w:instrText>HYPERLINK {{ x }}</w:instrText></w:r>"
    source = word.edited(
        word.file("x"), "word/document.xml", lambda xml: xml.replace("<w:r>", f"{run}<w:r>", 1)
    )

    assert refusal(source).code == "place"


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        ('<w:ins w:id="1" w:author="A"><w:r><w:t>x</w:t></w:r></w:ins>', "tracked-changes"),
        ('<w:moveFromRangeStart w:id="1" w:author="A" w:name="m"/>', "tracked-changes"),
        ('<w:commentRangeStart w:id="1"/>', "comments"),
    ],
)
def test_what_reviewers_leave_is_refused(word: SimpleNamespace, mark: str, code: str) -> None:
    """
    A change names who made it, and is not yet decided; the end of a comment has an id that loops would repeat.
    """
    source = word.edited(
        word.file("x"), "word/document.xml", lambda xml: xml.replace("<w:r>", f"{mark}<w:r>", 1)
    )

    assert refusal(source).code == code


LINK = '<w:hyperlink w:anchor="a">{}</w:hyperlink>'
CONTROL = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
SMART = '<w:smartTag w:uri="u" w:element="e">{}</w:smartTag>'


@pytest.mark.parametrize("around", [LINK, CONTROL, SMART], ids=["link", "control", "smart tag"])
@pytest.mark.parametrize("tag", ["{{ x }}", "{% if x %}", "{# x #}"])
def test_a_tag_over_a_border_is_refused(word: SimpleNamespace, around: str, tag: str) -> None:
    """
    A tag that begins inside and ends outside of a link or control would tear it apart: its paragraph is named.
    """
    end = "{% endif %}" if "if" in tag else ""
    halves = around.format(run(f"one {tag[:4]}")), run(f"{tag[4:]} two{end}")
    refused = refusal(body_of(word, f"<w:p>{''.join(halves)}</w:p>"))

    assert (refused.code, refused.part) == ("tag-crosses", "word/document.xml")
    assert refused.paragraph == f"one {tag} two{end}"


def test_what_word_puts_inside_a_tag_is_no_border(word: SimpleNamespace) -> None:
    """
    A tag in a link is filled in there, and one around a smart tag of older Words as if it were not there.
    """
    inside = f"<w:p>{LINK.format(run('{{ x }}'))}</w:p>"
    around = f"<w:p>{run('{{ ')}{SMART.format(run('x'))}{run(' }}')}</w:p>"
    paper = compile_template(body_of(word, inside, around)).render({"x": "y"})

    assert text_of(paper).split("\n") == ["y", "y"]
    assert "<w:hyperlink" in part(paper)


def test_braces_without_end_are_refused_fast(word: SimpleNamespace) -> None:
    """
    A small file with many braces is refused before the clean-up of tags sees it.
    """
    started = time.process_time()
    for text in ("{" * 80_000, "{{ x }}" * 4_000, "{{ x }} {% if" * 2_000):
        refusal(word.file(text))

    assert time.process_time() - started < 5


@settings(max_examples=60)
@given(position=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_damaged_file_is_refused_or_renders(word: SimpleNamespace, position: int, byte: int) -> None:
    """
    One wrong byte anywhere gives an error of this room or a paper, never a crash.
    """
    source = bytearray(word.file("x"))
    source[position % len(source)] = byte
    try:
        paper = compile_template(bytes(source)).render({})
    except PackageRefused:
        return

    assert "x" in text_of(paper)
