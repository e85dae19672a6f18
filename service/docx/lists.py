"""
Numbered lists that start again.

Word counts the paragraphs of a list (`w:num`) through the whole paper, so a list in a loop in a loop would go on where
the group before it ended. The rule here: **a list starts again at each turn of the innermost loop that holds it in
inner loops only.** So the items of a group count from the list's start in every group, a list that the outer loop
itself counts goes on counting (and Word restarts its lower levels), and a list in one loop is left alone.

When compiling, the numbers of such lists get a mark in the template: the turn they stand in. After rendering, the
first turn keeps the template's list, and every other gets an instance of its own, in the order of the paper. A paragraph
that has its number from a style gets a mark too, and in all turns but the first the number of its instance for its own,
with the indents of the style, which else those of the list would hide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from jinja2 import nodes
from lxml import etree

from service.docx.markup import W, parse, serialise
from service.docx.numbering import Numbering, StyleCount, starts_of
from service.docx.outcome import Numbers

_PROPERTIES: Final = re.compile(r"<w:pPr>.*?</w:pPr>", re.DOTALL)
_NUMBER: Final = re.compile(r'<w:numId w:val="([0-9]+)(?="/>)')
_STYLE: Final = re.compile(r'<w:pStyle w:val="([^"]*)"/>')
_TURN: Final = "."  # between the number of a list and that of each turn; no number holds it

_BEFORE_NUMBER: Final = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
_BEFORE_INDENT: Final = (
    *_BEFORE_NUMBER, "numPr", "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing",
)  # fmt: skip
"""ISO 29500-1, CT_PPr."""

_Path = tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class Instance:
    """A list that starts again: under which number, of which list, and the levels it is used at."""

    number: str
    origin: str
    levels: set[str] = field(default_factory=set)


def mark_turns(tree: nodes.Template, numbering: Numbering) -> bool:
    """Mark the numbers of the lists that start again, in place; whether there are any."""
    uses: dict[str, list[_Path]] = {}
    for output, loops in _outputs(tree, ()):
        path = tuple(map(id, loops))
        for properties in _paragraphs(output):
            number = _number(properties, numbering)
            if number in numbering.counted:
                uses.setdefault(number, []).append(path)
    depths = {number: depth for number, paths in uses.items() if (depth := _depth(paths))}
    if depths:
        _write_numbers(tree, depths, numbering)
        _write_turns(tree, depths)
    return bool(depths)


def start_again(root: etree._Element, taken: Numbers, styles: Mapping[str, StyleCount]) -> list[Instance]:
    """Give the lists with marks in `root` the numbers of their instances; return those that must be made."""
    firsts: dict[str, str] = {}
    made: dict[str, Instance] = {}
    for node in list(root.iter(f"{W}numId")):
        mark, parent = node.get(f"{W}val", ""), node.getparent()
        origin, turn, _ = mark.partition(_TURN)
        if not turn or parent is None:
            continue
        of_style = parent.tag == f"{W}pPr"
        if of_style:
            parent.remove(node)
        if firsts.setdefault(origin, mark) == mark:
            node.set(f"{W}val", origin)
            continue
        own = _own_number(parent, styles) if of_style else parent
        if mark not in made:
            made[mark] = Instance(number=str(taken.claim("")), origin=origin)
        level = own.find(f"{W}ilvl")
        made[mark].levels.add("0" if level is None else level.get(f"{W}val", "0"))
        _child(own, "numId").set(f"{W}val", made[mark].number)
    return list(made.values())


def _own_number(properties: etree._Element, styles: Mapping[str, StyleCount]) -> etree._Element:
    """The number of its own that a paragraph with these `properties` gets, which has had one from a style."""
    style = styles[properties.find(f"{W}pStyle").get(f"{W}val", "")]  # type: ignore[union-attr]  # it is marked for it
    own = _child(properties, "numPr", _BEFORE_NUMBER)
    if own.find(f"{W}ilvl") is None:
        _child(own, "ilvl").set(f"{W}val", style.level)
    if style.indents:
        indents = _child(properties, "ind", _BEFORE_INDENT)
        for name, value in style.indents.items():
            if name not in indents.attrib:
                indents.set(name, value)
    return own


def _child(properties: etree._Element, name: str, before: Sequence[str] = ("ilvl",)) -> etree._Element:
    """The child `name`, made after those that stand `before` it if it is not there."""
    found = properties.find(f"{W}{name}")
    if found is None:
        found = etree.Element(f"{W}{name}")
        known = {f"{W}{one}" for one in before}
        properties.insert(sum(1 for one in properties if one.tag in known), found)
    return found


def with_instances(numbering: Numbering, instances: Iterable[Instance]) -> bytes:
    """The part of the lists with `instances` after its own."""
    root = parse(numbering.content)
    lists = {one.get(f"{W}numId", ""): one for one in root.iter(f"{W}num")}
    place = max(root.index(one) for one in lists.values()) + 1
    starts = {origin: starts_of(root, lists[origin]) for origin in {one.origin for one in instances}}
    root[place:place] = [_instance(one, lists[one.origin], starts[one.origin]) for one in instances]
    return serialise(root)


def _instance(made: Instance, origin: etree._Element, starts: Mapping[str, str]) -> etree._Element:
    """The list `origin` under another number, each level of it that is used starting anew."""
    node = deepcopy(origin)
    node.attrib.clear()  # Word 2016 gives a list one more id, which must not be there twice
    node.set(f"{W}numId", made.number)
    for level in sorted(made.levels):
        override = next((one for one in node.iter(f"{W}lvlOverride") if one.get(f"{W}ilvl") == level), None)
        if override is None:
            override = etree.SubElement(node, f"{W}lvlOverride", {f"{W}ilvl": level})
        if override.find(f"{W}startOverride") is None:
            override.insert(0, etree.Element(f"{W}startOverride", {f"{W}val": starts.get(level, "1")}))
    return node


def _outputs(
    node: nodes.Node, loops: tuple[nodes.For, ...]
) -> Iterator[tuple[nodes.Output, tuple[nodes.For, ...]]]:
    """Every output with the loops around it, the outermost first."""
    if isinstance(node, nodes.Output):
        yield node, loops
        return
    inside = {id(child) for child in node.body} if isinstance(node, nodes.For) else set()
    for child in node.iter_child_nodes():
        around = (*loops, node) if isinstance(node, nodes.For) and id(child) in inside else loops
        yield from _outputs(child, around)


def _paragraphs(output: nodes.Output) -> Iterator[str]:
    for piece in output.nodes:
        if isinstance(piece, nodes.TemplateData):
            yield from (found[0] for found in _PROPERTIES.finditer(piece.data))


def _number(properties: str, numbering: Numbering) -> str:
    """The number of the list that a paragraph with these properties counts in, or nothing."""
    number, style = _NUMBER.search(properties), _STYLE.search(properties)
    if number:
        return number[1]
    return numbering.styles[style[1]].number if style and style[1] in numbering.styles else ""


def _depth(paths: Sequence[_Path]) -> int:
    """How many loops, from outside, make the turn at which a list with these uses starts again; 0 if none does."""
    pairs = zip(min(paths), max(paths), strict=False)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return common - 1 if common and any(len(path) == common for path in paths) else common


def _write_numbers(tree: nodes.Template, depths: Mapping[str, int], numbering: Numbering) -> None:
    """Give every paragraph that has its number from a style that number where `start_again` finds it."""

    def numbered(found: re.Match[str]) -> str:
        number = _number(found[0], numbering)
        if number not in depths or _NUMBER.search(found[0]):
            return found[0]
        return _STYLE.sub(lambda style: f'{style[0]}<w:numId w:val="{number}"/>', found[0], count=1)

    for output, loops in _outputs(tree, ()):
        for piece in output.nodes if loops else ():
            if isinstance(piece, nodes.TemplateData):
                piece.data = _PROPERTIES.sub(numbered, piece.data)


def _write_turns(tree: nodes.Template, depths: Mapping[str, int]) -> None:
    names: dict[int, str] = {}
    for output, loops in list(_outputs(tree, ())):
        if not loops:
            continue
        for loop in loops:
            if id(loop) not in names:
                names[id(loop)] = f"_turn{len(names) + 1}"  # no name of a template begins so
        turns = [names[id(loop)] for loop in loops]
        output.nodes = [part for piece in output.nodes for part in _marked(piece, depths, turns)]
    for loop in list(tree.find_all(nodes.For)):
        if id(loop) in names:
            index = nodes.Getattr(nodes.Name("loop", "load"), "index", "load")
            loop.body.insert(0, nodes.Assign(nodes.Name(names[id(loop)], "store"), index, lineno=loop.lineno))


def _marked(piece: nodes.Expr, depths: Mapping[str, int], turns: Sequence[str]) -> Iterator[nodes.Expr]:
    """`piece` with the turns of its lists after their numbers: `1` becomes `1.2.5`."""
    if not isinstance(piece, nodes.TemplateData):
        yield piece
        return
    position = 0
    for found in _NUMBER.finditer(piece.data):
        for name in turns[: depths.get(found[1], 0)]:
            yield nodes.TemplateData(f"{piece.data[position : found.end()]}{_TURN}", lineno=piece.lineno)
            yield nodes.Name(name, "load", lineno=piece.lineno)
            position = found.end()
    yield nodes.TemplateData(piece.data[position:], lineno=piece.lineno)
