"""
Compile a Word template once, render it many times.

All that does not depend on the fields is done once: the gate, the tags, the code, the proof that a paper will be
well-formed, the packing of unchanged parts. What is left for each paper is to look at its fields, join its text and
pack it. Where the proof or the fields leave a doubt, the paper is rendered the careful way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final

from service.docx.careful import CarefulStory
from service.docx.errors import PackageRefused, TemplateRefused
from service.docx.frames import has_frames, mark_frames
from service.docx.grammar import Parsed, compile_part, parse_part
from service.docx.inspection import (
    check_parts,
    check_story,
    check_untouched,
    content_types,
    rels_name,
    strict,
)
from service.docx.language import TemplateEnvironment
from service.docx.lists import mark_turns
from service.docx.markup import COMMENTS, STORIES, W
from service.docx.numbering import Numbering, numbering_of
from service.docx.outcome import Identities, put_right
from service.docx.package import read_package
from service.docx.packing import DEFLATER, pack_constant, package
from service.docx.plan import Plan, Story
from service.docx.proof import proven
from service.docx.properties import DocumentProperties, extended_part
from service.docx.property_tags import Line, compiled_lines
from service.docx.skeleton import CUSTOM, EXTENDED, TYPES, main_part, without_author, without_replaced
from service.docx.steps import Text, Unproven
from service.docx.stories import check_finished, has_tags, repairs_grid, template_source
from service.docx.straight import DECLARATION, straight

ENGINE_VERSION: Final = " ".join(
    ["4", *(f"{name}/{version(name)}" for name in ("docxtpl", "jinja2", "lxml")), DEFLATER]
)
"""Everything the bytes of a paper depend on, besides its template, fields and properties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledTemplate:
    """
    A Word template ready to be rendered; immutable, and pickled as its bytes.

    `sha256` is the digest of the template file in hexadecimal; `placeholders` are the names it uses, sorted:
    `congress.name`, `delegates`, `delegates[].name` (best effort: a name computed while rendering is not among them);
    `notes` says of each part that cannot be rendered straight why, e.g. `word/document.xml: a cell has no colour`.
    """

    source: bytes = field(repr=False)
    sha256: str
    placeholders: tuple[str, ...] = field(compare=False)
    notes: tuple[str, ...] = field(compare=False)
    _plan: Plan = field(repr=False, compare=False)

    def __reduce__(self) -> tuple[Callable[[bytes], CompiledTemplate], tuple[bytes]]:
        return compile_template, (self.source,)

    def render(self, fields: Mapping[str, object], *, properties: DocumentProperties | None = None) -> bytes:
        """
        The paper as .docx bytes: the same for the same template, fields, properties and ENGINE_VERSION.

        `fields` holds plain data only: dict, list, tuple, str (NFC; a line feed is a line break), int, bool, None,
        Decimal, date, RichText, Picture. Values are text: markup and tags in them are printed as they are. What
        `properties` leave empty is what a tag in that property of the template says, or nothing.
        Raises RenderFailed.
        """
        return self._plan.paper(fields, properties or _NO_PROPERTIES)


_NO_PROPERTIES: Final = DocumentProperties()


def compile_template(source: bytes | Path) -> CompiledTemplate:
    """
    The template in `source`, checked and compiled.

    Raises TemplateRefused with a stable `code`, a sentence, the part and, where known, the text of the paragraph.
    """
    content = source.read_bytes() if isinstance(source, Path) else source
    try:
        return _compiled(content)
    except TemplateRefused:
        raise
    except RecursionError as error:
        raise TemplateRefused("too-deep", "a tag is nested too deeply to be read") from error
    except PackageRefused as refusal:
        raise TemplateRefused(refusal.code, refusal.sentence, refusal.part) from refusal


def _compiled(source: bytes) -> CompiledTemplate:
    parts = read_package(source)
    types = content_types(parts)
    check_parts(parts, types)
    main = main_part(parts, types)
    lines = compiled_lines(_ENVIRONMENT, parts)
    parts = without_author(parts, main, custom=any(line.part == CUSTOM for line in lines))
    finished = Identities()
    numbering = numbering_of(parts, main, finished.lists)
    names = [name for kind in STORIES for name in parts if types.get(name) == kind]
    parsed = {name: found for name in names if (found := _parsed(parts, name, finished)) is not None}
    check_untouched(parts, set(parsed))
    _check_comments(parts, types)
    taken, notes, stories = deepcopy(finished), list[str](), list[Story]()
    for name, read in parsed.items():
        made, taken, note = _story(read, taken, numbering)
        stories.append(made)
        notes += [f"{name}: {note}"] if note else []
    notes += [f"{line.part}: {line.note}" for line in lines if line.note]
    parts = without_replaced(parts, {name: read.replaced for name, read in parsed.items()})
    constant = {name: part for name, part in parts.items() if name not in parsed}
    if not any(line.part == EXTENDED for line in lines):
        constant[EXTENDED] = extended_part({})
    entries = tuple(pack_constant(name.encode("ascii"), part) for name, part in constant.items())
    linked = {TYPES, *map(rels_name, parsed)}
    return CompiledTemplate(
        source=source,
        sha256=hashlib.sha256(source).hexdigest(),
        placeholders=tuple(sorted(_uses(parsed, lines))),
        notes=tuple(notes),
        _plan=Plan(
            package=package(entries),
            constant=entries,
            links={name: part for name, part in constant.items() if name in linked},
            numbering=numbering,
            stories=tuple(stories),
            lines=lines,
            taken=taken,
            taken_without_stories=finished,
        ),
    )


_ENVIRONMENT: Final = TemplateEnvironment()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A story with tags as a tree; whether its grids must be computed, and the links of its replaced pictures."""

    parsed: Parsed
    grid: bool
    replaced: frozenset[str]


def _uses(parsed: Mapping[str, _Read], lines: tuple[Line, ...]) -> set[str]:
    """The names that stories and properties read."""
    of_stories = {used for read in parsed.values() for used in read.parsed.names}
    return of_stories.union(*(line.uses for line in lines))


def _parsed(parts: Mapping[str, bytes], name: str, taken: Identities) -> _Read | None:
    """The story `name`; nothing if it has no tags."""
    root = strict(parts, name)
    check_story(root, name)
    check_finished(root, name)
    if not has_tags(root):
        put_right(root, taken)  # only to learn its ids: the part itself is copied as it is
        return None
    replaced, grid = mark_frames(root), repairs_grid(root)
    parsed = parse_part(_ENVIRONMENT, template_source(root, name), name)
    return _Read(parsed=parsed, grid=grid, replaced=replaced)


def _story(read: _Read, taken: Identities, numbering: Numbering) -> tuple[Story, Identities, str]:
    """The story compiled, the ids that are taken with it, and why it cannot be rendered straight."""
    parsed, direct, note, grown = read.parsed, None, "", deepcopy(taken)
    try:
        if mark_turns(parsed.tree, numbering):
            raise Unproven("a numbered list starts again in a loop")
        if read.grid:
            raise Unproven("the columns of a table depend on the fields")
        if has_frames(parsed.source):
            raise Unproven("a picture of the template is replaced")
        direct = straight((Text(DECLARATION), *proven(parsed.tree, grown)))
    except Unproven as doubt:
        note, grown = str(doubt), taken
    careful = CarefulStory(
        name=parsed.part,
        template=compile_part(_ENVIRONMENT, parsed),
        repairs_grid=read.grid,
        styles=numbering.styles,
    )
    return Story(entry=parsed.part.encode("ascii"), careful=careful, straight=direct), grown, note


def _check_comments(parts: Mapping[str, bytes], types: Mapping[str, str]) -> None:
    for name in parts:
        if types.get(name) == COMMENTS and next(strict(parts, name).iter(f"{W}comment"), None) is not None:
            raise TemplateRefused("comments", "delete all comments first", name)
