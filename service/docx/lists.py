"""
Numbered lists that start again.

Word counts the paragraphs of a list (`w:num`) through the whole paper, so a list in a loop in a loop would go on where
the group before it ended. The rule here: **a list starts again at each turn of the innermost loop that holds it in
inner loops only.** So the items of a group count from the list's start in every group, a list that the outer loop
itself counts goes on counting (and Word restarts its lower levels), and a list in one loop is left alone.

When compiling, the numbers of such lists get a mark in the template: the turn they stand in. After rendering, the
first turn keeps the template's list, and every other gets an instance of its own, in the order of the paper.
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

from service.docx.inspection import relationships, strict
from service.docx.markup import W, parse, serialise
from service.docx.outcome import Numbers

_PROPERTIES: Final = re.compile(r"<w:pPr>.*?</w:pPr>", re.DOTALL)
_NUMBER: Final = re.compile(r'<w:numId w:val="([0-9]+)(?="/>)')
_STYLE: Final = re.compile(r'<w:pStyle w:val="([^"]*)"/>')
_UNCOUNTED: Final = {"bullet", "none"}
_TURN: Final = "."  # between the number of a list and that of each turn; no number holds it

_Path = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """
    The part `name` with the lists of a template.

    `counted` are the numbers of its lists, without bullets; `styles` says which list a paragraph style counts in.
    """

    name: str = ""
    content: bytes = field(default=b"", repr=False)
    counted: frozenset[str] = frozenset()
    styles: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Instance:
    """A list that starts again: under which number, of which list, and the levels it is used at."""

    number: str
    origin: str
    levels: set[str] = field(default_factory=set)


def numbering_of(parts: Mapping[str, bytes], main: str, taken: Numbers) -> Numbering:
    """The lists of the body `main`; `taken` grows by their numbers. Nothing if the template has none."""
    links = {link.kind: link.target for link in relationships(parts, main)}
    if "numbering" not in links:
        return Numbering()
    root = strict(parts, links["numbering"])
    lists = {one.get(f"{W}numId", ""): one for one in root.iter(f"{W}num")}
    for number in lists:
        taken.claim(number)
    return Numbering(
        name=links["numbering"],
        content=parts[links["numbering"]],
        counted=frozenset(number for number, one in lists.items() if _counts(root, one)),
        styles=_styles(strict(parts, links["styles"])) if "styles" in links else {},
    )


def mark_turns(tree: nodes.Template, numbering: Numbering) -> bool:
    """
    Mark the numbers of the lists that start again, in place; whether there are any.

    A list that a paragraph style counts in is left alone: which paragraphs are its, only Word knows.
    """
    uses, styled = dict[str, list[_Path]](), set[str]()
    for output, loops in _outputs(tree, ()):
        path = tuple(map(id, loops))
        for properties in _paragraphs(output):
            number, style = _NUMBER.search(properties), _STYLE.search(properties)
            if number:
                uses.setdefault(number[1], []).append(path)
            elif style:
                styled.add(numbering.styles.get(style[1], ""))
    lists = {number: _depth(paths) for number, paths in uses.items()}
    depths = {
        number: depth
        for number, depth in lists.items()
        if depth and number in numbering.counted and number not in styled
    }
    if depths:
        _write_turns(tree, depths)
    return bool(depths)


def start_again(root: etree._Element, taken: Numbers) -> list[Instance]:
    """Give the lists with marks in `root` the numbers of their instances; return those that must be made."""
    firsts: dict[str, str] = {}
    made: dict[str, Instance] = {}
    for node in root.iter(f"{W}numId"):
        mark = node.get(f"{W}val", "")
        origin, turn, _ = mark.partition(_TURN)
        if not turn:
            continue
        if firsts.setdefault(origin, mark) == mark:
            node.set(f"{W}val", origin)
            continue
        if mark not in made:
            made[mark] = Instance(number=str(taken.claim("")), origin=origin)
        level = node.getparent().find(f"{W}ilvl")  # type: ignore[union-attr]  # a marked number is never the root
        made[mark].levels.add("0" if level is None else level.get(f"{W}val", "0"))
        node.set(f"{W}val", made[mark].number)
    return list(made.values())


def with_instances(numbering: Numbering, instances: Iterable[Instance]) -> bytes:
    """The part of the lists with `instances` after its own."""
    root = parse(numbering.content)
    lists = {one.get(f"{W}numId", ""): one for one in root.iter(f"{W}num")}
    place = max(root.index(one) for one in lists.values()) + 1
    starts = {origin: _starts(root, lists[origin]) for origin in {one.origin for one in instances}}
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


def _levels(root: etree._Element, one: etree._Element) -> list[etree._Element]:
    """The levels of the list `one` as its kind describes them; what it says itself comes last."""
    kind = one.find(f"{W}abstractNumId")
    number = "" if kind is None else kind.get(f"{W}val", "")
    kinds = (node for node in root.iter(f"{W}abstractNum") if node.get(f"{W}abstractNumId") == number)
    return [level for node in (*kinds, one) for level in node.iter(f"{W}lvl")]


def _starts(root: etree._Element, one: etree._Element) -> dict[str, str]:
    """Where each level of the list `one` starts."""
    found = ((level.get(f"{W}ilvl", "0"), level.find(f"{W}start")) for level in _levels(root, one))
    return {level: start.get(f"{W}val", "1") for level, start in found if start is not None}


def _counts(root: etree._Element, one: etree._Element) -> bool:
    """Whether the list `one` has a level with numbers; one that takes its levels from a style may have."""
    formats = [level.find(f"{W}numFmt") for level in _levels(root, one)]
    return not formats or any(one is None or one.get(f"{W}val") not in _UNCOUNTED for one in formats)


def _styles(root: etree._Element) -> dict[str, str]:
    """Style to the list it counts in, be it the style's own or that of the style it is based on."""
    known = {node.get(f"{W}styleId", ""): node for node in root.iter(f"{W}style")}
    found: dict[str, str] = {}
    for name in known:
        here, seen = name, set[str]()
        while here in known and here not in seen:
            seen.add(here)
            number, base = known[here].find(f"{W}pPr/{W}numPr/{W}numId"), known[here].find(f"{W}basedOn")
            if number is not None:
                found[name] = number.get(f"{W}val", "")
                break
            here = "" if base is None else base.get(f"{W}val", "")
    return found


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


def _depth(paths: Sequence[_Path]) -> int:
    """How many loops, from outside, make the turn at which a list with these uses starts again; 0 if none does."""
    pairs = zip(min(paths), max(paths), strict=False)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return common - 1 if common and any(len(path) == common for path in paths) else common


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
