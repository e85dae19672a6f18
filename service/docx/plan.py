"""What compiling leaves to do for each paper: straight where it is proven, and carefully where it is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from service.docx.careful import CarefulStory, Rendered, rendered_carefully
from service.docx.errors import DocxError
from service.docx.expressions import Irregular
from service.docx.lists import with_instances
from service.docx.numbering import Numbering
from service.docx.outcome import Identities
from service.docx.packing import Entry, Package, pack, pack_chunks, pack_constant, package, unpacked
from service.docx.pictures import with_pictures
from service.docx.properties import OF_CALLER, DocumentProperties, core_part, custom_part, extended_part
from service.docx.property_tags import Line, checked_line
from service.docx.run import RUN, Run
from service.docx.skeleton import CORE, CUSTOM, EXTENDED
from service.docx.straight import Straight, as_text, taking
from service.docx.survey import surveyed

_DOUBTS: Final = (Irregular, DocxError, LookupError, TypeError, AttributeError, ArithmeticError, ValueError)
"""What a straight rendering may raise; the careful one then succeeds, or says what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One part that holds tags; `straight` if it is proven."""

    entry: bytes
    careful: CarefulStory
    straight: Straight | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """
    What compiling leaves to do, and the ids that are taken: with those of the proven stories, and without.

    `package` begins with the entries `constant`; `links` are the parts among them that change with a picture, and
    `numbering` is the one that changes with a list that starts again.
    """

    package: Package
    constant: tuple[Entry, ...]
    links: Mapping[str, bytes]
    numbering: Numbering
    stories: tuple[Story, ...]
    lines: tuple[Line, ...]
    taken: Identities
    taken_without_stories: Identities

    def paper(self, fields: Mapping[str, object], properties: DocumentProperties) -> bytes:
        """The paper as .docx bytes. Raises RenderFailed."""
        beginning = self.package
        lines = tuple(line for line in self.lines if not _is_given(properties, line)) if self.lines else ()
        texts: dict[Line, str] = {}
        done: Rendered | None = None
        try:
            entries = _straight_entries(self.stories, lines, fields, texts)
        except _DOUBTS:
            entries, done = _careful_entries(self.stories, lines, fields, self.taken_without_stories)
        else:
            # these fields hold no pictures: no survey lets them pass
            rest = tuple(story for story in self.stories if story.straight is None)
            left = tuple(line for line in lines if line.straight is None)
            if rest or left:
                more, done = _careful_entries(rest, left, fields, self.taken)
                entries += more
        if done:
            texts.update(done.lines)
            if done.pictures or done.lists:
                beginning = _changed(self, done)
        entries += _property_entries(properties, texts)
        return beginning.closed(entries)


_CORE: Final = CORE.encode("ascii")


def _is_given(properties: DocumentProperties, line: Line) -> bool:
    """Whether the caller says what the tag would."""
    return line.part == CORE and line.name in OF_CALLER and getattr(properties, line.name) != ""


def _property_entries(properties: DocumentProperties, texts: Mapping[Line, str]) -> list[Entry]:
    said: dict[str, dict[str, str]] = {CORE: {}, EXTENDED: {}, CUSTOM: {}}
    for line, text in texts.items():
        said[line.part][line.name] = text
    entries = [unpacked(_CORE, core_part(properties, said[CORE]))]
    for name, made in ((EXTENDED, extended_part), (CUSTOM, custom_part)):
        if said[name]:
            entries.append(unpacked(name.encode("ascii"), made(said[name])))
    return entries


def _straight_entries(
    stories: tuple[Story, ...],
    lines: tuple[Line, ...],
    fields: Mapping[str, object],
    texts: dict[Line, str],
) -> list[Entry]:
    """The proven stories; `texts` grows by the properties. Raises one of _DOUBTS, whose words are not for people."""
    entries: list[Entry] = []
    survey = surveyed(fields)
    run = Run()
    token = RUN.set(run)
    try:
        for story in stories:
            if story.straight is not None:
                pieces = story.straight(fields, taking(run))
                chunks = as_text(pieces, marked=survey.marked, longest=survey.characters)
                whole = isinstance(chunks, list)
                entries.append(pack(story.entry, *chunks) if whole else pack_chunks(story.entry, chunks))
        for line in lines:
            if line.straight is not None:
                pieces = line.straight(fields, taking(run))
                chunks = as_text(pieces, marked=survey.marked, longest=survey.characters, line_break="\n")
                texts[line] = checked_line(b"".join(chunks).decode(), line.part)
    finally:
        RUN.reset(token)
    if run.missing:
        raise Irregular
    return entries


def _careful_entries(
    stories: tuple[Story, ...], lines: tuple[Line, ...], fields: Mapping[str, object], taken: Identities
) -> tuple[list[Entry], Rendered]:
    done = rendered_carefully((story.careful for story in stories), lines, fields, taken)
    return [pack(story.entry, done.parts[story.careful.name]) for story in stories], done


def _changed(plan: Plan, done: Rendered) -> Package:
    """The beginning of a paper with pictures, or with lists that start again."""
    parts = with_pictures(plan.links, done.pictures) if done.pictures else {}
    if done.lists:
        parts[plan.numbering.name] = with_instances(plan.numbering, done.lists)
    changed = {name.encode("ascii"): part for name, part in parts.items()}
    known = [
        pack_constant(entry.name, changed.pop(entry.name)) if entry.name in changed else entry
        for entry in plan.constant
    ]
    return package([*known, *(unpacked(name, part) for name, part in changed.items())])
