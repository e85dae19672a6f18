"""
The blocks of one story: which tag opens what, where it closes, and whether Word's own structure allows it.

A block is walked as the engine will render it, with the variables of its loops; what is out of place is said at
its place, and the walk goes on as the author probably meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

from lxml import etree

from service.docx.lint.alternatives import alternatives
from service.docx.lint.findings import LintFinding, finding
from service.docx.lint.names import (
    ANY,
    CLOSING,
    MIDDLE,
    OPENING,
    FieldUse,
    How,
    Reading,
    bound,
    condition,
    read_tag,
    set_name,
    uses,
)
from service.docx.lint.places import Passage
from service.docx.lint.tags import Tag, split_faults, tags_of
from service.docx.markup import W

_COMMENT: Final = re.compile(r"\{#.*?#\}", re.DOTALL)
_CURLY: Final = "“”‘’"
_CONTAINER: Final = {"tr": "tr", "tc": "tc"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """A block that is open, the names it gives inside, and what it asks of the fields."""

    tag: Tag
    scope: dict[str, str]
    condition: str


@dataclass(slots=True)
class Walk:
    """What is known so far of a story; `opened` are the blocks open, outermost first."""

    findings: list[LintFinding] = field(default_factory=list)
    uses: list[FieldUse] = field(default_factory=list)
    loop_names: set[str] = field(default_factory=set)
    opened: list[_Open] = field(default_factory=list)
    names_set: dict[str, str] = field(default_factory=dict)

    @property
    def scope(self) -> dict[str, str]:
        """The names that are known here and are no fields: variables of loops, and what was set."""
        return {**self.names_set, **(self.opened[-1].scope if self.opened else {})}

    def use(self, found: Iterable[FieldUse], tag: Tag) -> None:
        """Write down what `tag` reads, with the conditions it stands under."""
        under = tuple(one.condition for one in self.opened if one.condition)
        in_words = bool(tag.passage.pieces)
        self.uses += (replace(use, under=under, in_words=in_words) for use in found)

    def note(self, code: str, tag: Tag, *, opening: str = "", closing: str = "") -> None:
        """Write down the finding `code` about `tag`; `opening` and `closing` are the other end of its block."""
        self.findings.append(finding(code, tag.passage.spot, tag.text, opening=opening, closing=closing))


def walk(story: Iterable[Passage]) -> Walk:
    """All tags of a story."""
    done, tags = Walk(), []
    for passage in story:
        found, faults = _tags(passage)
        done.findings += faults
        tags += found
        for tag in found:
            done.findings += split_faults(tag)
    done.findings += _crowded(tags)
    for tag in tags:
        try:
            _step(done, tag)
        except RecursionError:
            done.note("tag-too-deep", tag)
    for left in done.opened:
        done.note("block-not-closed", left.tag, closing=OPENING[left.tag.word])
    return done


def _tags(passage: Passage) -> tuple[list[Tag], list[LintFinding]]:
    """The tags of a paragraph and of the pictures in it, in order, and the braces that make none."""
    found, faults = tags_of(passage)
    placed = [(tag.start, 1, tag) for tag in found]
    for before, alternative in alternatives(passage):
        more, wrong = tags_of(alternative)
        # what stands after so many characters stands before the tag that begins there
        placed += [(before, 0, tag) for tag in more]
        faults += wrong
    return [tag for *_, tag in sorted(placed, key=lambda one: one[:2])], faults


def _step(done: Walk, tag: Tag) -> None:
    reading = read_tag(tag)
    done.findings += reading.faults
    if not reading.faults and tag.kind != "comment" and any(quote in tag.text for quote in _CURLY):
        done.note("tag-curly-quotes", tag)
    if tag.kind == "block" and tag.prefix:
        _check_container(done, tag)
    if tag.kind == "block" and tag.word in CLOSING:
        _close(done, tag)
    elif tag.kind == "block" and tag.word in MIDDLE:
        _between(done, tag, reading)
    else:
        _read(done, tag, reading)


def _read(done: Walk, tag: Tag, reading: Reading) -> None:
    if reading.expression is not None:
        how: How = "printed" if tag.kind == "print" else "read"
        done.use(uses(reading.expression, tag, done.scope, how), tag)
    scope = done.scope
    if reading.assigned is not None:
        done.use(uses(reading.assigned.node, tag, scope, "read"), tag)
        done.names_set |= set_name(reading.assigned, scope)
    if reading.loop is not None:
        done.use(uses(reading.loop.iter, tag, scope, "looped"), tag)
        names = bound(reading.loop, scope)
        done.loop_names |= set(names)
        scope = {**scope, **names}
        if reading.loop.test is not None:
            done.use(uses(reading.loop.test, tag, scope, "read"), tag)
    if tag.kind == "block" and tag.word in OPENING:
        done.opened.append(_Open(tag=tag, scope=scope, condition=condition(reading, done.scope)))


def _between(done: Walk, tag: Tag, reading: Reading) -> None:
    if reading.expression is not None:
        done.use(uses(reading.expression, tag, done.scope, "read"), tag)
    if not done.opened:
        done.note("block-not-opened", tag, opening="if")
    else:
        _check_pair(done, done.opened[-1].tag, tag)
        # From here on it is another condition, or the contrary of the first.
        done.opened[-1] = replace(done.opened[-1], condition=ANY)


def _close(done: Walk, tag: Tag) -> None:
    wanted = next(word for word, closing in OPENING.items() if closing == tag.word)
    if not any(one.tag.word == wanted for one in done.opened):
        done.note("block-not-opened", tag, opening=wanted)
        return
    while (last := done.opened.pop()).tag.word != wanted:
        done.note("block-not-closed", last.tag, closing=OPENING[last.tag.word])
    _check_pair(done, last.tag, tag)


def _check_container(done: Walk, tag: Tag) -> None:
    name = _CONTAINER.get(tag.prefix)
    if name and tag.passage.around(name) is None:
        done.note("block-outside-table", tag)


def _check_pair(done: Walk, first: Tag, second: Tag) -> None:
    """Both tags of a block must take away whole pieces of the same container."""
    if {first.prefix, second.prefix} not in ({first.prefix}, {"", "r"}):
        done.note("block-mixed-forms", second, opening=first.text)
    elif _home(first) is not _home(second) or (
        first.passage is second.passage and _shell(first) is not _shell(second)
    ):
        # What is cut out begins and ends at the same depth: it is whole markup, though of an odd shape.
        done.note(
            "block-over-cells" if _are_alike(first, second) else "block-crosses", second, opening=first.text
        )
    elif not first.prefix and first.passage is not second.passage:
        code = "block-over-paragraphs" if _are_alike(first, second) else "block-crosses"
        done.note(code, second, opening=first.text)


def _home(tag: Tag) -> etree._Element | None:
    """What holds the pieces that the block repeats or leaves out: cells, rows or paragraphs."""
    name = _CONTAINER.get(tag.prefix)
    unit = tag.passage.around(name) if name else tag.passage.node
    return unit.getparent() if unit is not None else None


def _are_alike(first: Tag, second: Tag) -> bool:
    """Whether both stand in the same kinds of containers."""
    one, other = ([node.tag for node in unit.iterancestors()] for unit in map(_taken, (first, second)))
    return one == other


def _taken(tag: Tag) -> etree._Element:
    """What goes away with a tag: its cell, row or paragraph; for one that stands for itself, its run."""
    unit = _unit(tag) if tag.prefix in {"p", "tr", "tc"} else tag.run
    return unit if unit is not None else tag.passage.node


def _shell(tag: Tag) -> etree._Element | None:
    """What holds the run of a tag that stands for itself: the paragraph, or a link in it."""
    return tag.run.getparent() if tag.run is not None and not tag.prefix else None


def _crowded(tags: list[Tag]) -> Iterator[LintFinding]:
    """Block tags that take their paragraph or row with them, and what stands beside them there."""
    for name in ("p", "tr", "tc"):
        ours = [tag for tag in tags if tag.prefix == name and tag.kind != "print"]
        for unit, group in groupby(ours, key=_unit):
            yield from _beside(unit, list(group), name) if unit is not None else ()


def _unit(tag: Tag) -> etree._Element | None:
    name = _CONTAINER.get(tag.prefix)
    return tag.passage.around(name) if name else tag.passage.node


def _beside(unit: etree._Element, group: list[Tag], name: str) -> Iterator[LintFinding]:
    first = group[0]
    if len(group) > 1:
        code = {"p": "block-two-in-paragraph", "tr": "block-one-row", "tc": "block-one-cell"}[name]
        yield finding(code, first.passage.spot, " ".join(tag.text for tag in group))
    rest = _COMMENT.sub("", "".join(piece.text or "" for piece in unit.iter(f"{W}t")))
    for tag in group:
        rest = rest.replace(tag.text, "", 1)
    if rest.strip():
        yield finding("block-swallows", first.passage.spot, first.text, text=rest.strip()[:80])
