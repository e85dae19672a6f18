"""
Read a Word template as a colleague would, and say everything that is wrong with it at once; nothing is rendered.

The engine has the last word: what it refuses and nothing else explains is a finding too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from lxml import etree

from service.docx.errors import PackageRefused, TemplateRefused
from service.docx.inspection import check_each, check_story, content_types, strict, unreached
from service.docx.lint.blocks import Walk, walk
from service.docx.lint.findings import SEVERITIES, LintFinding, finding, words_of_lint
from service.docx.lint.names import FieldUse
from service.docx.lint.places import STORY_OF_TYPE, Passage, Spot, Story, passages, sayings
from service.docx.lint.sheet import Sheet, sheet_of
from service.docx.markup import COMMENTS, STORIES, W, strings
from service.docx.package import read_package
from service.docx.stories import MAX_BRACES, MAX_STORY
from service.docx.template import compile_template

_MARKS: Final = ("{{", "{%", "{#")
_MOST_FINDINGS: Final = 500
_MOST_PARAGRAPHS: Final = 50_000
_OF_TAGS: Final = frozenset({"syntax", "not-allowed", "stray-tag", "place", "broken-tag", "lost-content"})
"""Refusals of the engine that a finding about a tag or a block explains better."""
_DROPPED: Final = ("docProps/",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lint:
    """
    What was found in one template: at most 500 findings, errors first; the fields its tags read, in order; the
    variables of its loops; how its sheet is laid out, None where the file cannot be read.
    """

    findings: tuple[LintFinding, ...]
    uses: tuple[FieldUse, ...] = ()
    loop_names: frozenset[str] = frozenset()
    sheet: Sheet | None = None


def lint_template(source: bytes) -> Lint:
    """Everything there is to say about the template in `source` alone; never raises for what is in the bytes."""
    try:
        parts = read_package(source)
        types = content_types(parts)
    except PackageRefused as refusal:
        return Lint(findings=(_refused(refusal),))
    faults = list(_gate(parts, types))
    if any(fault.code == "xml" for fault in faults):
        return Lint(findings=tuple(faults))
    stories = {name: strict(parts, name) for kind in STORIES for name in parts if types.get(name) == kind}
    read = {name: passages(root, name, STORY_OF_TYPE[types[name]]) for name, root in stories.items()}
    if sum(map(len, read.values())) > _MOST_PARAGRAPHS:
        return Lint(findings=(*faults, finding("too-many-tags", Spot(part=""))))
    for name in [name for name, root in stories.items() if _is_too_much(root)]:
        faults.append(finding("too-many-tags", read[name][0].spot if read[name] else Spot(part=name)))
        read[name] = []
    lines = sayings(parts)
    walks = [*(walk(story) for story in read.values()), *(walk([line]) for line in lines)]
    faults += _unseen(parts, types, stories, lines)
    faults += [fault for walked in walks for fault in walked.findings]
    faults += _engine(source, faults, [*(passage for story in read.values() for passage in story), *lines])
    return Lint(
        findings=in_order(faults),
        uses=tuple(use for walked in walks for use in walked.uses),
        loop_names=_loop_names(walks),
        sheet=sheet_of(parts, types, read),
    )


def in_order(findings: list[LintFinding]) -> tuple[LintFinding, ...]:
    """Each once, errors first, then as they stand in the file; at most 500."""
    ranked = sorted(dict.fromkeys(findings), key=lambda one: SEVERITIES.index(one.severity))
    return tuple(ranked[:_MOST_FINDINGS])


def _loop_names(walks: list[Walk]) -> frozenset[str]:
    return frozenset(name for walked in walks for name in walked.loop_names)


def _is_too_much(root: etree._Element) -> bool:
    """Whether the engine would refuse the story before it looks at its tags; so do we."""
    texts = [str(text) for text in root.itertext()]
    return sum(map(len, texts)) > MAX_STORY or sum(text.count("{") for text in texts) > MAX_BRACES


def _gate(parts: Mapping[str, bytes], types: Mapping[str, str]) -> Iterator[LintFinding]:
    """What a hostile file brings, part by part: the engine stops at the first."""
    for name, kind in types.items():
        try:
            check_each(parts, {name: kind})
            if kind in STORY_OF_TYPE:
                check_story(strict(parts, name), name)
            if kind == COMMENTS and next(strict(parts, name).iter(f"{W}comment"), None) is not None:
                yield finding("comments", Spot(part=name))
        except PackageRefused as refusal:
            yield _refused(refusal)
    with suppress(PackageRefused):  # of a part that was named above
        yield from (finding("part-type", Spot(part=name)) for name in unreached(parts))


def _refused(refusal: PackageRefused, spot: Spot | None = None, tag: str = "") -> LintFinding:
    code = refusal.code if refusal.code in words_of_lint() else "refused"
    return finding(code, spot or Spot(part=refusal.part), tag, sentence=refusal.sentence)


def _unseen(
    parts: Mapping[str, bytes],
    types: Mapping[str, str],
    stories: Mapping[str, etree._Element],
    lines: list[Passage],
) -> Iterator[LintFinding]:
    """Tags in parts and places that nothing fills in."""
    filled_in = {line.text for line in lines}  # Word writes a title again among the titles of parts
    for name in parts:
        is_story = types.get(name) in STORY_OF_TYPE
        if is_story:
            for node in stories[name].iter(f"{W}instrText", f"{W}delText"):
                if any(mark in (node.text or "") for mark in _MARKS):
                    yield finding(
                        "tag-in-field", Spot(part=name, story=STORY_OF_TYPE[types[name]]), node.text or ""
                    )
        elif name.endswith((".xml", ".rels")):
            texts = (unquote(text) for text in strings(strict(parts, name)))
            of_file = name.startswith(_DROPPED)
            found = (text for text in texts if any(mark in text for mark in _MARKS))
            left = next((text for text in found if not of_file or text not in filled_in), None)
            if left is not None:
                yield finding("tag-in-properties" if of_file else "unrendered-tag", Spot(part=name), left)


def _engine(source: bytes, faults: list[LintFinding], read: list[Passage]) -> Iterator[LintFinding]:
    """What the engine says of the whole, where nothing found so far explains it."""
    errors = {fault.code for fault in faults if fault.severity == "error"}
    try:
        notes = compile_template(source).notes
    except TemplateRefused as refusal:
        of_tags = refusal.code in _OF_TAGS and any(code.startswith(_EXPLAINING) for code in errors)
        if refusal.code not in errors and not of_tags:
            yield _refused(refusal, _spot_of(refusal, read), refusal.paragraph)
    except RecursionError:
        yield finding("tag-too-deep", Spot(part=""))
    else:
        for part, _, reason in (note.partition(": ") for note in notes if not errors):
            yield finding("rendered-carefully", _whole(part, read), sentence=reason)


_EXPLAINING: Final = (
    "tag-", "block-", "unknown-", "call", "private-name", "not-", "choice-", "unrendered-tag",
)  # fmt: skip


def _spot_of(refusal: TemplateRefused, read: list[Passage]) -> Spot:
    """The paragraph whose text the engine quotes, or the part."""
    quoted = "".join(refusal.paragraph.split())
    same_part = [passage for passage in read if passage.spot.part == refusal.part]
    for passage in same_part if quoted else ():
        text = "".join(passage.text.split())
        if text and (text[:200] == quoted[:200] or quoted in text):
            return passage.spot
    return _whole(refusal.part, read)


def _whole(part: str, read: list[Passage]) -> Spot:
    """The part as a whole."""
    stories = (passage.spot.story for passage in read if passage.spot.part == part)
    story: Story = next(stories, "file")
    return Spot(part=part, story=story)
