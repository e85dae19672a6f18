"""The tags of one paragraph, and what is wrong with the way they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from lxml import etree

from service.docx.lint.findings import LintFinding, finding
from service.docx.lint.places import Passage
from service.docx.markup import WP, W

_ANY: Final = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_CLOSES: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_KINDS: Final[dict[str, Literal["print", "block", "comment"]]] = {
    "{{": "print",
    "{%": "block",
    "{#": "comment",
}
_PREFIX: Final = re.compile(r"(tr|tc|p|r)\s")
LONGEST: Final = 2_000
"""Characters of one tag; people write a tenth of it, and each must be looked at in time."""
_APART: Final = re.compile(r"\{\s+[{%](?![{%])|(?<![}%])[}%]\s+\}|[｛｝]")
_SINGLE: Final = re.compile(r"(?<![{%#\w])\{\s*([^\W\d]\w*(?:\.\w+)*)\s*\}(?![}%#])")
_STRAIGHT: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\n": " ", "\r": " "})
_LOOKS_ASIDE: Final = frozenset({"lang", "noProof", "rtl", "webHidden"})
_HELD: Final = "tab br cr sym drawing pict footnoteReference endnoteReference hyperlink bookmarkStart bookmarkEnd fldChar"
_CONTENT: Final = frozenset([*(f"{W}{name}" for name in _HELD.split()), f"{WP}inline"])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tag:
    """
    One tag: `text` as written, `prefix` what it stands for ("" for itself, `p`, `tr`, `tc`, `r` for its container),
    `inner` what it says to Jinja2, `word` the first word of that.
    """

    passage: Passage
    start: int
    end: int
    text: str
    kind: Literal["print", "block", "comment"]
    prefix: str
    inner: str

    @property
    def word(self) -> str:
        """`for`, `endif`, ...; "" where the tag is empty."""
        return (self.inner.split() or [""])[0]

    @property
    def run(self) -> etree._Element | None:
        """The run in which the tag begins."""
        pieces = self.passage.pieces_of(self.start, self.start + 1)
        return pieces[0].getparent() if pieces else None


def tags_of(passage: Passage) -> tuple[list[Tag], list[LintFinding]]:
    """The tags of a paragraph, and the braces that make none."""
    tags, faults, position = [], [], 0
    while found := _ANY.search(passage.text, position):
        opens = found[0] in _CLOSES
        close = passage.text.find(_CLOSES[found[0]], found.end(), found.end() + LONGEST) if opens else -1
        if close < 0:
            code = "tag-unclosed" if opens else "tag-unopened"
            start = found.start() if opens else 0
            faults.append(finding(code, passage.spot, passage.text[start : start + LONGEST]))
            position = found.end()
            continue
        tags.append(_tag(passage, found.start(), close + 2))
        position = close + 2
    return tags, [*faults, *_near_misses(passage, tags)]


def _tag(passage: Passage, start: int, end: int) -> Tag:
    text = passage.text[start:end]
    inner = unicodedata.normalize("NFC", text[2:-2]).translate(_STRAIGHT)
    prefix = _PREFIX.match(inner)
    return Tag(
        passage=passage,
        start=start,
        end=end,
        text=text,
        kind=_KINDS[text[:2]],
        prefix=prefix[1] if prefix else "",
        inner=inner[prefix.end() :].strip() if prefix else inner.strip("+-").strip(),
    )


def _near_misses(passage: Passage, tags: list[Tag]) -> Iterator[LintFinding]:
    """Braces that look like a tag to a person and are text to the engine."""
    outside = list(passage.text)
    for tag in tags:
        outside[tag.start : tag.end] = " " * (tag.end - tag.start)
    rest = "".join(outside)
    if apart := _APART.search(rest):
        yield finding("tag-braces-apart", passage.spot, passage.text[apart.start() : apart.start() + 40])
    for single in _SINGLE.finditer(rest):
        yield finding("tag-single-brace", passage.spot, single[0], meant=f"{{{{ {single[1]} }}}}")


def split_faults(tag: Tag) -> Iterator[LintFinding]:
    """What Word put into the tag: other looks, other content, the border of a link."""
    pieces = tag.passage.pieces_of(tag.start, tag.end)
    if len(pieces) < 2:
        return
    spot = tag.passage.spot
    runs = [piece.getparent() for piece in pieces]
    holders = [run.getparent() for run in runs if run is not None]
    if holders[0] is not holders[-1]:
        yield finding("tag-crosses", spot, tag.text)
    content = next(_between(tag.passage.node, pieces[0], pieces[-1]), None)
    if content is not None:
        yield finding("tag-holds-content", spot, tag.text, content=etree.QName(content).localname)
    if tag.kind == "print" and len({_look(run) for run in runs if run is not None}) > 1:
        yield finding("tag-formatting", spot, tag.text)


def _between(
    paragraph: etree._Element, first: etree._Element, last: etree._Element
) -> Iterator[etree._Element]:
    inside = False
    for node in paragraph.iter():
        if node is last:
            return
        inside = inside or node is first
        if inside and node.tag in _CONTENT:
            yield node


def _look(run: etree._Element) -> bytes:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return b""
    seen = [
        etree.tostring(one, method="c14n")
        for one in properties
        if etree.QName(one).localname not in _LOOKS_ASIDE
    ]
    return b"".join(sorted(seen))
