"""
What can be known of every paper of a story before there is one.

The template of a story is walked once with the elements that stand open at each place. Where every branch and every
turn of a loop leaves open what it found open, the paper is well-formed whatever the fields are, and nothing has to be
parsed again. The same walk finds the cells that a condition may empty, the tables that may lose all rows, and the
ids: so the steps it returns put right what can go wrong, and only that.

What cannot be shown this way raises Unproven; the story is then checked after each rendering, as `outcome` does it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from jinja2 import nodes

from service.docx.markup import BadMarkup, parse
from service.docx.outcome import Identities
from service.docx.sole_tags import SoleTags
from service.docx.steps import Choice, Guard, Let, Loop, Step, Text, Unproven, Value, needed, sample

_TAG: Final = re.compile(r'<(/?)([A-Za-z_][\w.:-]*)((?: [A-Za-z_][\w.:-]*="[^"<]*")*)\s*(/?)>')
_TEXTLESS: Final = {"w:body", "w:p", "w:r", "w:tbl", "w:tr", "w:tc", "w:hdr", "w:ftr"}
_BLOCKS: Final = {"w:p": 1, "w:sdt": 1, "w:tbl": 2}
_NEEDS_PARAGRAPH: Final = {"w:tc", "w:hdr", "w:ftr", "w:footnote", "w:endnote", "w:txbxContent"}
_NEEDS_ROWS: Final = {"w:tbl": "w:tr", "w:tr": "w:tc"}
_CROSSED: Final = {"w:t", "w:r", "w:p", "w:hyperlink", "w:ins", "w:smartTag"}
"""Elements that a branch may close and open again: people put `{% if %}` into one run and `{% endif %}` into another."""
_KEPT: Final = ' xml:space="preserve"'


@dataclass(frozen=True, slots=True)
class _Open:
    """An open element: its number if it is a container, and in which states it may be here."""

    name: str
    tag: str = ""
    number: int = 0
    last: frozenset[int] = frozenset({0})
    """What its last block may be: none, a paragraph, a table; of a table and row: whether it has any."""


_Stack = tuple[_Open, ...]


def proven(tree: nodes.Template, taken: Identities) -> tuple[Step, ...]:
    """
    The steps that make any paper of the story `tree`; `taken` grows by its ids.

    Raises Unproven, and then `taken` is of no use.
    """
    walk = _Walk(taken)
    steps, stack = walk.body(tree.body, ())
    if stack:
        raise Unproven("an element is not closed")
    walk.check_ranges()
    steps = tuple(needed(steps, walk.incomplete))
    try:
        parse("".join(sample(steps)))
    except BadMarkup as error:
        raise Unproven(str(error).split("\n", 1)[0]) from error
    return steps


class _Walk:
    """The walk through one story; the methods return what they found and the elements open after it."""

    def __init__(self, taken: Identities) -> None:
        self.incomplete: set[int] = set()
        self._tags = SoleTags(taken)
        self._numbers: dict[tuple[int, int], int] = {}
        self._loops = 0
        self._branches = 0
        self._fields = 0
        self._rooted = False

    def check_ranges(self) -> None:
        """Every bookmark and permission starts, then ends."""
        self._tags.check_ranges()

    def body(self, children: Sequence[nodes.Node], stack: _Stack) -> tuple[tuple[Step, ...], _Stack]:
        steps: list[Step] = []
        fields = self._fields
        for child in children:
            if isinstance(child, nodes.Output):
                for piece in child.nodes:
                    stack = self._piece(piece, stack, steps)
            elif isinstance(child, nodes.Assign) and isinstance(child.target, nodes.Name):
                steps.append(Let(child.target.name, child.node))
            elif stack and stack[-1].name == "w:sdtContent":
                raise Unproven("a content control may lose its text")
            elif isinstance(child, nodes.If):
                stack = self._choice(child, stack, steps)
            elif isinstance(child, nodes.For):
                stack = self._loop(child, stack, steps)
            else:
                raise Unproven(f"{type(child).__name__.lower()} is not followed")
        if self._fields != fields:
            raise Unproven("a field begins where it does not end")
        return tuple(steps), stack

    def _piece(self, piece: nodes.Expr, stack: _Stack, steps: list[Step]) -> _Stack:
        if isinstance(piece, nodes.TemplateData):
            return self._markup(piece, stack, steps)
        if not stack or stack[-1].name != "w:t" or stack[-2].name != "w:r":
            raise Unproven("a value stands outside of running text")
        if _KEPT not in stack[-1].tag:
            raise Unproven("a value stands in text whose spaces are not kept")
        steps.append(Value(piece))
        return stack

    def _choice(self, node: nodes.If, stack: _Stack, steps: list[Step]) -> _Stack:
        """Both ways leave the same elements open. An `elif` is a choice in the other way."""
        self._branches += 1
        body, after = self.body(node.body, stack)
        if node.elif_:
            first, *more = node.elif_
            rest: Sequence[nodes.Node] = [nodes.If(first.test, first.body, more, node.else_)]
        else:
            rest = node.else_
        other, after_other = self.body(rest, stack)
        self._branches -= 1
        steps.append(Choice(node.test, body, other))
        return _merged(after, after_other)

    def _loop(self, node: nodes.For, stack: _Stack, steps: list[Step]) -> _Stack:
        """A turn starts where the one before ended, so the body is walked until nothing new comes of it."""
        self._loops += 1
        before = stack
        body, after = self.body(node.body, before)
        while (joined := _merged(before, after)) != before:
            before = joined
            body, after = self.body(node.body, before)
        self._loops -= 1
        self._branches += 1
        other, after_other = self.body(node.else_, stack)
        self._branches -= 1
        steps.append(Loop(node, body, other))
        return _merged(before, after_other)

    def _markup(self, piece: nodes.TemplateData, stack: _Stack, steps: list[Step]) -> _Stack:
        data, position = piece.data.replace("\n<w:p", "<w:p"), 0
        for tag in _TAG.finditer(data):
            steps.append(_text(data[position : tag.start()], stack))
            close, name, _, empty = tag.groups()
            if close:
                stack = self._closed(name, tag[0], stack, steps)
            else:
                number = self._numbers.setdefault((id(piece), tag.start()), len(self._numbers) + 1)
                stack = self._opened(name, tag[0], number, stack, steps)
                stack = self._closed(name, "", stack, steps) if empty else stack
            position = tag.end()
        steps.append(_text(data[position:], stack))
        return stack

    def _opened(self, name: str, tag: str, number: int, stack: _Stack, steps: list[Step]) -> _Stack:
        if not stack:
            if self._rooted or self._loops or self._branches:
                raise Unproven("there is not one root")
            self._rooted = True
        container = name in _NEEDS_PARAGRAPH or name in _NEEDS_ROWS
        if container:
            steps.append(Guard(number, f"m{number} = len(out); k{number} = 0"))
        self._fields += ('w:fldCharType="begin"' in tag) - ('w:fldCharType="end"' in tag)
        markup = self._tags.put_right(name, tag, repeated=self._loops > 0, optional=self._branches > 0)
        steps.append(Text(markup))
        return (*stack, _Open(name, markup, number if container else 0))

    def _closed(self, name: str, tag: str, stack: _Stack, steps: list[Step]) -> _Stack:
        if not stack or stack[-1].name != name:
            raise Unproven(f"<{name}> is closed where it is not open")
        element, stack = stack[-1], stack[:-1]
        number = element.number
        if name in _NEEDS_PARAGRAPH:
            empty = {0, 2} if name == "w:tc" else {0}
            if element.last & empty:
                self.incomplete.add(number)
            steps.append(Guard(number, f"if k{number} in {tuple(empty)}: put((b'<w:p/>', ''))"))
        steps.append(Text(tag))
        if name in _BLOCKS and stack and stack[-1].name in _NEEDS_PARAGRAPH:
            stack = self._seen(stack, -1, _BLOCKS[name], element, steps)
        for parent, child in _NEEDS_ROWS.items():
            if name == child:
                found = [at for at, one in enumerate(stack) if one.name == parent]
                stack = self._seen(stack, found[-1], 1, element, steps) if found else stack
        if name in _NEEDS_ROWS:
            if 0 in element.last:
                self.incomplete.add(number)
            steps.append(Guard(number, f"if not k{number}: del out[m{number}:]"))
        return stack

    def _seen(self, stack: _Stack, at: int, state: int, child: _Open, steps: list[Step]) -> _Stack:
        """The container at `at` now has `child`, unless `child` is one that is removed when it is empty."""
        parent, vanishes = stack[at], child.name in _NEEDS_ROWS
        steps.append(Guard(parent.number, f"k{parent.number} = {state}", child.number if vanishes else 0))
        kept = parent.last if vanishes and 0 in child.last else frozenset[int]()
        if not vanishes or child.last != {0}:
            kept |= {state}
        changed = replace(parent, last=kept or parent.last)
        at %= len(stack)
        return (*stack[:at], changed, *stack[at + 1 :])


def _text(data: str, stack: _Stack) -> Text:
    if "<" in data:
        raise Unproven("a tag stands inside of markup")
    if data and not data.isspace() and (not stack or stack[-1].name in _TEXTLESS):
        raise Unproven("there is text outside of a run")
    return Text(data)


def _merged(one: _Stack, other: _Stack) -> _Stack:
    """What is open after either of two ways. Raises Unproven where they do not leave the same open."""
    if [element.name for element in one] != [element.name for element in other]:
        raise Unproven("a branch or loop does not close what it opens")
    return tuple(_either(*pair) for pair in zip(one, other, strict=True))


def _either(one: _Open, other: _Open) -> _Open:
    if one.number != other.number:
        raise Unproven("a branch or loop closes a cell, row or table that it did not open")
    if one.tag != other.tag and (one.name not in _CROSSED or "xmlns" in one.tag + other.tag):
        raise Unproven(f"a branch or loop closes <{one.name}>, which it did not open")
    tag = one.tag if _KEPT not in one.tag else other.tag
    return replace(one, tag=tag, last=one.last | other.last)
