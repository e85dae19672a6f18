"""A numbered list starts again where a reader expects it to: at each turn of the loop around the loop that holds it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from openxml_audit import OpenXmlValidator

from service.docx import Picture, compile_template
from tests.docx.defects import body_of, engine, found, names, paragraphs, part, table
from tests.office import converted

LISTS = "word/numbering.xml"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b5500"
    "00000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)
"""One grey pixel."""
BULLETS, NUMBERS = "1", "5"
"""Lists of the template that python-docx starts from."""

GROUPS: dict[str, Any] = {
    "us": [{"n": "A", "ds": ["a", "b"]}, {"n": "B", "ds": []}, {"n": "C", "ds": ["c", "d", "e"]}],
    "ds": ["x", "y"],
}


def numbered(text: str, number: str = NUMBERS, level: int = 0) -> str:
    """A paragraph of the list `number`."""
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def each(name: str, *xml: str) -> str:
    """`xml` for each of `name`, the item being called by its last letter but one."""
    return "".join([paragraphs(f"{{%p for {name[-2]} in {name} %}}"), *xml, paragraphs("{%p endfor %}")])


ITEMS = each("us", paragraphs("{{ u.n }}"), each("u.ds", numbered("{{ d }}")))


def used(paper: bytes) -> list[str]:
    """The list of each numbered paragraph."""
    return [str(one) for one in found(paper, "//w:numId/@w:val")]


def counts(paper: bytes) -> list[int]:
    """The number that Word prints before each numbered paragraph, if all lists are of one level from 1."""
    seen = Counter[str]()
    printed = []
    for number in used(paper):
        seen[number] += 1
        printed.append(seen[number])
    return printed


def starts(paper: bytes, number: str) -> dict[str, str]:
    """Where the levels of the list `number` start anew."""
    overrides = found(paper, f'//w:num[@w:numId="{number}"]/w:lvlOverride', LISTS)
    return {
        str(level): str(start)
        for one in overrides
        for level in one.xpath("@w:ilvl", namespaces=one.nsmap)
        for start in one.xpath("w:startOverride/@w:val", namespaces=one.nsmap)
    }


def kind(paper: bytes, number: str) -> list[str]:
    """The description of levels that the list `number` refers to."""
    return [str(one) for one in found(paper, f'//w:num[@w:numId="{number}"]/w:abstractNumId/@w:val', LISTS)]


def test_each_group_counts_from_one(word: SimpleNamespace) -> None:
    """
    Two items and three: 1, 2 and 1, 2, 3, each group after the first in an instance of the same list.
    """
    paper = engine(body_of(word, ITEMS), GROUPS)
    first, second = used(paper)[0], used(paper)[2]

    assert counts(paper) == [1, 2, 1, 2, 3]
    assert (first, starts(paper, first)) == (NUMBERS, {})
    assert starts(paper, second) == {"0": "1"}
    assert kind(paper, first) == kind(paper, second) != []


def test_the_numbers_of_lists_are_unique_and_the_bytes_the_same(word: SimpleNamespace) -> None:
    """
    Rendering twice, or compiling anew, gives the same file; no two lists have one number, and all come before the end.
    """
    source = body_of(word, ITEMS)
    template = compile_template(source)
    papers = [template.render(GROUPS), template.render(GROUPS), engine(source, GROUPS)]
    numbers = found(papers[0], "//w:num/@w:numId", LISTS)

    assert len(set(papers)) == 1
    assert len(numbers) == len(set(numbers)) == len(found(papers[0], "/*/w:abstractNum", LISTS)) + 1
    assert found(papers[0], "//w:num/following-sibling::w:abstractNum", LISTS) == []


def test_a_template_says_that_its_lists_cost_time(word: SimpleNamespace) -> None:
    """
    `notes` names the reason why such a template takes the careful way.
    """
    assert compile_template(body_of(word, ITEMS)).notes == (
        "word/document.xml: a numbered list starts again in a loop",
    )


@pytest.mark.parametrize(
    "xml",
    [
        numbered("{{ ds | length }}"),
        each("ds", numbered("{{ d }}")),
        each("us", numbered("{{ u.n }}"), each("u.ds", paragraphs("{{ d }}"))),
        each("us", numbered("{{ u.n }}"), each("u.ds", numbered("{{ d }}"))),
        each("us", each("u.ds", numbered("{{ d }}"))) + numbered("{{ ds | length }}"),
        each("us", each("u.ds", numbered("{{ d }}", "0"))),
        each("us", each("u.ds", numbered("{{ d }}", "77"))),
        each("us", each("u.ds", numbered("{{ d }}", BULLETS))),
    ],
    ids=["no loop", "one loop", "outer", "both", "also outside", "no list", "unknown list", "bullets"],
)
def test_other_lists_are_left_alone(word: SimpleNamespace, xml: str) -> None:
    """
    A list in one loop, one that the outer loop counts itself and bullets keep list, part and fast way.
    """
    source = body_of(word, xml)
    template = compile_template(source)
    paper = template.render(GROUPS)

    assert template.notes == ()
    assert len(set(used(paper))) == 1
    assert part(paper, LISTS) == part(source, LISTS)


def styled(text: str, style: str = "ListNumber", more: str = "") -> str:
    """A paragraph that has its number from its style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def test_a_list_of_a_style_starts_again_by_the_same_rule(word: SimpleNamespace) -> None:
    """
    The first group keeps the number of the style, the others get one of their own, in the place the standard has for
    it, with the indents of the style; where the outer loop counts too, nothing changes.
    """
    more = '<w:keepNext/><w:spacing w:after="0"/><w:ind w:right="9"/><w:jc w:val="left"/>'
    source = word.edited(
        body_of(word, each("us", paragraphs("{{ u.n }}"), each("u.ds", styled("{{ d }}", more=more)))),
        "word/styles.xml",
        lambda xml: re.sub(
            r'(w:styleId="ListNumber">.*?<w:pPr>.*?</w:numPr>)',
            r'\1<w:ind w:left="700"/>',
            xml,
            flags=re.DOTALL,
        ),
    )
    paper = engine(source, GROUPS)
    properties = [
        [str(one.tag).rpartition("}")[2] for one in found_one]
        for found_one in found(paper, "//w:p[w:pPr/w:pStyle]/w:pPr")
    ]
    beside = compile_template(body_of(word, each("us", styled("{{ u.n }}"), each("u.ds", styled("{{ d }}")))))

    assert properties[:2] == [["pStyle", "keepNext", "spacing", "ind", "jc"]] * 2
    assert properties[2:] == [["pStyle", "keepNext", "numPr", "spacing", "ind", "jc"]] * 3
    assert found(paper, "//w:ind/@w:left") == ["700"] * 3
    assert len(set(used(paper))) == 1
    assert starts(paper, used(paper)[0]) == {"0": "1"}
    assert (beside.notes, used(beside.render(GROUPS))) == ((), [])


def test_a_style_and_a_number_are_one_list(word: SimpleNamespace) -> None:
    """
    Paragraphs that count in the list of a style by a number of their own start again with those of the style.
    """
    own = found(word.file(), '//w:style[@w:styleId="ListNumber"]//w:numId/@w:val', "word/styles.xml")[0]
    inner = each("u.ds", styled("{{ d }}"), numbered("{{ d }}", own))
    paper = engine(body_of(word, each("us", paragraphs("{{ u.n }}"), inner)), GROUPS)

    assert used(paper)[:2] == [own, own]
    assert len(set(used(paper)[2:])) == 1
    assert used(paper)[2] != own
    assert len(used(paper)) == 8


def test_the_level_of_a_style_is_that_of_its_list(word: SimpleNamespace) -> None:
    """
    A style that the third level of a list names counts there, whatever the style says.
    """
    source = word.edited(
        body_of(word, each("us", each("u.ds", styled("{{ d }}")))),
        LISTS,
        lambda xml: xml.replace('<w:pStyle w:val="ListNumber"/>', "").replace(
            '<w:lvl w:ilvl="0"',
            '<w:lvl w:ilvl="2"><w:pStyle w:val="ListNumber"/></w:lvl><w:lvl w:ilvl="0"',
            1,
        ),
    )
    paper = engine(source, GROUPS)

    assert starts(paper, used(paper)[0]) == {"2": "1"}


def test_a_list_over_two_inner_loops_goes_on_in_a_group(word: SimpleNamespace) -> None:
    """
    Members, then guests, of one group are one list; the next group starts again.
    """
    source = body_of(word, each("us", each("u.ds", numbered("{{ d }}")), each("u.es", numbered("{{ e }}"))))
    fields = {"us": [{"ds": ["a"], "es": ["b", "c"]}, {"ds": ["d", "e"], "es": ["f"]}]}

    assert counts(engine(source, fields)) == [1, 2, 3, 1, 2, 3]


@pytest.mark.parametrize(
    ("innermost", "expected"),
    [(True, [1, 2, 1, 1, 2]), (False, [1, 2, 1, 2])],
    ids=["group", "set of groups"],
)
def test_a_list_in_three_loops_starts_at_the_loop_around_it(
    word: SimpleNamespace, innermost: bool, expected: list[int]
) -> None:
    """
    Turns of the loop in the middle are told apart by those of the outer one.
    """
    item = each("t.ds", numbered("{{ d }}")) if innermost else numbered("{{ t.ds | length }}")
    source = body_of(word, each("us", each("u.ts", item)))
    turns = [{"ts": [{"ds": ["a", "b"]}, {"ds": ["c"]}]}, {"ts": [{"ds": ["d", "e"]}, {"ds": []}]}]

    assert counts(engine(source, {"us": turns})) == expected


def test_two_lists_start_again_on_their_own(word: SimpleNamespace) -> None:
    """
    Each list has its own instances, also where an item is left out by a condition.
    """
    maybe = [paragraphs("{%p if d != 'c' %}"), numbered("{{ d }}", "6"), paragraphs("{%p endif %}")]
    source = body_of(word, each("us", each("u.ds", numbered("{{ d }}"), *maybe)))
    paper = engine(source, GROUPS)
    lists = [kind(paper, number) for number in used(paper)]

    assert counts(paper) == [1, 1, 2, 2, 1, 2, 1, 3, 2]
    assert len({str(one) for one in lists}) == 2


def test_a_list_in_cells_and_a_header_starts_again(word: SimpleNamespace) -> None:
    """
    A row loop around a paragraph loop is a loop in a loop, and the header has instances of its own.
    """
    rows = [["{%tr for u in us %}"], [each("u.ds", numbered("{{ d }}"))], ["{%tr endfor %}"]]
    source = word.edited(
        body_of(word, table(*rows), header="HERE"),
        "word/header1.xml",
        lambda xml: re.sub(r"<w:p>(?:(?!<w:p>).)*HERE.*?</w:p>", lambda _: ITEMS, xml, flags=re.DOTALL),
    )
    paper = engine(source, GROUPS)
    header = [str(one) for one in found(paper, "//w:numId/@w:val", "word/header1.xml")]

    assert counts(paper) == [1, 2, 1, 2, 3]
    assert header[0] == header[1] == NUMBERS
    assert len({*used(paper), *header}) == 3


def test_a_list_starts_again_where_it_started(word: SimpleNamespace) -> None:
    """
    A list from 4 starts at 4 in every group; its own overrides are kept.
    """
    for change in (
        lambda xml: xml.replace('<w:start w:val="1"/>', '<w:start w:val="4"/>'),
        lambda xml: re.sub(
            rf'(<w:num w:numId="{NUMBERS}">.*?)(</w:num>)',
            r'\1<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>\2',
            xml,
            flags=re.DOTALL,
        ),
    ):
        paper = engine(word.edited(body_of(word, ITEMS), LISTS, change), GROUPS)
        assert starts(paper, used(paper)[2]) == {"0": "4"}


def test_an_instance_has_no_id_but_its_number(word: SimpleNamespace) -> None:
    """
    The lasting id that newer Words give to a list stays with the list it was given to.
    """
    lasting = (
        f'<w:num xmlns:w16cid="http://schemas.microsoft.com/office/word/2016/wordml/cid"'
        f' w16cid:durableId="123" w:numId="{NUMBERS}">'
    )
    source = word.edited(
        body_of(word, ITEMS), LISTS, lambda xml: xml.replace(f'<w:num w:numId="{NUMBERS}">', lasting)
    )

    assert part(engine(source, GROUPS), LISTS).count('durableId="123"') == 1


def test_a_picture_and_a_list_change_the_paper_together(word: SimpleNamespace) -> None:
    """
    A paper may have a new picture and new lists: each changes parts of its own.
    """
    seal = Picture(content=PNG, width=10)
    paper = engine(body_of(word, paragraphs("{{ seal }}"), ITEMS), {**GROUPS, "seal": seal})

    assert seal.part in names(paper)
    assert len(found(paper, "//wp:docPr")) == 1
    assert counts(paper) == [1, 2, 1, 2, 3]
    assert starts(paper, used(paper)[2]) == {"0": "1"}


def test_every_level_that_is_used_starts_again(word: SimpleNamespace) -> None:
    """
    A lower level of a list is one more start of the same instance.
    """
    source = body_of(word, each("us", each("u.ds", numbered("{{ d }}"), numbered("{{ d }}", level=1))))
    paper = engine(source, GROUPS)

    assert starts(paper, used(paper)[-1]) == {"0": "1", "1": "1"}
    assert len(set(used(paper))) == 2


def test_fields_of_the_loop_are_as_before(word: SimpleNamespace) -> None:
    """
    `loop`, a filter of items and a name of the template's own are what they were.
    """
    inner = [paragraphs("{%p for d in u.ds if d != 'd' %}"), numbered("{{ loop.index }}/{{ n }}{{ d }}")]
    xml = each("us", paragraphs("{%p set n = loop.index %}"), *inner, paragraphs("{%p endfor %}"))
    paper = engine(body_of(word, xml), GROUPS)
    texts = found(paper, "//w:p[.//w:numId]//w:t/text()")

    assert "".join(texts) == "1/1a2/1b1/3c2/3e"
    assert counts(paper) == [1, 2, 1, 2]


@pytest.mark.slow
def test_lists_that_start_again_add_no_fault(word: SimpleNamespace, tmp_path: Path) -> None:
    """
    An independent validator finds nothing in the paper that it did not find in the template.
    """
    more = each("us", each("u.ds", styled("{{ d }}")))
    source, found_in = body_of(word, ITEMS, more), []
    for name, content in (("template", source), ("paper", engine(source, GROUPS))):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(content)
        errors = OpenXmlValidator().validate(str(path)).errors
        found_in.append(Counter((one.part_uri, one.description) for one in errors))

    assert found_in[1] - found_in[0] == Counter()


@pytest.mark.slow
def test_another_program_counts_each_group_from_one(word: SimpleNamespace, tmp_path: Path) -> None:
    """
    LibreOffice prints 1, 2 and 1, 2, 3, whether the number is the paragraph's own or its style's.
    """
    of_style = each("us", paragraphs("{{ u.n }}"), each("u.ds", styled("{{ d }}")))
    for name, xml in (("own", ITEMS), ("style", of_style)):
        (tmp_path / f"{name}.docx").write_bytes(engine(body_of(word, xml), GROUPS))
    texts = [
        path.read_text("utf-8-sig").split("\n") for path in converted(tmp_path, "txt:Text (encoded):UTF8")
    ]

    assert [[line.strip() for line in text if line.strip()] for text in texts] == [
        ["A", "1. a", "2. b", "B", "C", "1. c", "2. d", "3. e"],
    ] * 2
