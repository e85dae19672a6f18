"""
Tags in what a template says about itself: its title, its keywords, its company, properties of its author's making.

A property with a tag is a template of one line, whose text is a field of the paper. One without is the author's own, and
is in no paper. What the caller says of a paper (`DocumentProperties`) wins: a tag in that place is not rendered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from jinja2 import Template, nodes
from lxml import etree

from service.docx.errors import InvalidOutcome, LimitReached, TemplateRefused
from service.docx.grammar import compile_part, parse_text
from service.docx.inspection import relationships, strict
from service.docx.language import TemplateEnvironment
from service.docx.printable import FORBIDDEN
from service.docx.properties import CUSTOM_TEXT, OF_CORE, OF_EXTENDED
from service.docx.richtext import has_mark
from service.docx.skeleton import CORE, CUSTOM, EXTENDED
from service.docx.steps import Choice, Let, Loop, Step, Text, Unproven, Value
from service.docx.straight import Straight, straight

MAX_LINE: Final = 10_000
"""Characters of one property, as a template and as a field of the paper."""

MAX_LINES: Final = 200
"""Properties with tags in one template."""

_PARTS: Final = {"core-properties": CORE, "extended-properties": EXTENDED, "custom-properties": CUSTOM}
_MARKS: Final = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_QUOTES: Final = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A property with tags: the part it belongs to, its name there, and its text in the template."""

    part: str
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """The same compiled; `straight` if it needs no careful look, and why it does if it does."""

    part: str
    name: str
    uses: frozenset[str]
    template: Template
    straight: Straight | None
    note: str


def said(parts: Mapping[str, bytes]) -> list[Said]:
    """The properties with tags of a template, in the order of the file."""
    found = ((_PARTS.get(link.kind, ""), link.target) for link in relationships(parts, ""))
    pairs = [pair for part, target in found if part for pair in _texts(strict(parts, target), part)]
    return [one for one in pairs if _MARKS.search(one.text)]


def compiled_lines(environment: TemplateEnvironment, parts: Mapping[str, bytes]) -> tuple[Line, ...]:
    """
    The properties with tags of a template.

    Raises TemplateRefused (codes `syntax`, `not-allowed`, `stray-tag`, `too-many-tags`, `broken-tag`).
    """
    found = {(one.part, one.name): one for one in said(parts)}
    for one in found.values():
        if _MARKS.search(one.name):
            raise TemplateRefused(
                "unrendered-tag", "there is a tag in the name of a property", one.part, one.name
            )
    if len(found) > MAX_LINES or any(len(one.text) > MAX_LINE for one in found.values()):
        raise TemplateRefused("too-many-tags", "the properties of the file are too long for a template")
    return tuple(_line(environment, one) for one in found.values())


def checked_line(text: str, part: str) -> str:
    """
    The XML `text` of a rendered property.

    Raises LimitReached, and InvalidOutcome for what is more than text.
    """
    if has_mark(text):
        raise InvalidOutcome(part, "rich text or a picture stands where only plain text can")
    if len(text) > MAX_LINE:
        raise LimitReached("characters in one property", MAX_LINE)
    if FORBIDDEN.search(text):  # a tag may write one as "\\x00", where nobody saw it
        raise InvalidOutcome(part, "a sign stands there that no XML can hold, or that no paper may have")
    return text.replace("&#34;", '"').replace("&#39;", "'")  # as both ways write them


def _texts(root: etree._Element, part: str) -> Iterator[Said]:
    names = {CORE: OF_CORE, EXTENDED: OF_EXTENDED}.get(part, ())
    for node in root:
        name = etree.QName(node).localname
        if part == CUSTOM:
            value = next(iter(node), None)
            if value is not None and etree.QName(value).localname in CUSTOM_TEXT:
                yield Said(part=part, name=node.get("name", ""), text=value.text or "")
        elif name in names:
            text = "".join(str(piece) for piece in node.itertext())
            yield Said(part=part, name=name, text=text)


def _line(environment: TemplateEnvironment, one: Said) -> Line:
    source = unicodedata.normalize("NFC", one.text)
    parsed = parse_text(environment, _TAG.sub(lambda tag: tag[0].translate(_QUOTES), source), one.part)
    for data in parsed.tree.find_all(nodes.TemplateData):
        data.data = escape(data.data)
    direct, note = None, ""
    try:
        direct = straight(tuple(_steps(parsed.tree.body)))
    except Unproven as doubt:
        note = str(doubt)
    template = compile_part(environment, parsed)
    return Line(
        part=one.part, name=one.name, uses=parsed.names, template=template, straight=direct, note=note
    )


def _steps(body: Iterable[nodes.Node]) -> Iterator[Step]:
    """What is text on one line is well-formed anywhere."""
    for node in body:
        if isinstance(node, nodes.Output):
            for piece in node.nodes:
                yield Text(piece.data) if isinstance(piece, nodes.TemplateData) else Value(piece)
        elif isinstance(node, nodes.If):
            yield Choice(node.test, tuple(_steps(node.body)), tuple(_steps(_otherwise(node))))
        elif isinstance(node, nodes.For):
            yield Loop(node, tuple(_steps(node.body)), tuple(_steps(node.else_)))
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            yield Let(node.target.name, node.node)
        else:
            raise Unproven(f"{type(node).__name__.lower()} is not followed")


def _otherwise(node: nodes.If) -> Sequence[nodes.Node]:
    if not node.elif_:
        return node.else_
    first, *more = node.elif_
    return [nodes.If(first.test, first.body, more, node.else_)]
