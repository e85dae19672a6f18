"""
Compile a Word template once, render it many times.

All that does not depend on the fields is done once: the gate, the tags, the code, the packing of unchanged parts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final
from zlib import ZLIB_RUNTIME_VERSION

from docxtpl import DocxTemplate
from jinja2 import Template
from lxml import etree

from service.docx.errors import ExpressionFailed, MissingFields, NotPrintable, PackageRefused, TemplateRefused
from service.docx.fields import Record, copied_fields
from service.docx.grammar import compile_part, evaluate
from service.docx.inspection import check_parts, check_story, check_untouched, content_types, strict
from service.docx.language import Run, TemplateEnvironment
from service.docx.markup import COMMENTS, STORIES, W, serialise
from service.docx.outcome import Identities, finished, put_right
from service.docx.package import Entry, pack, read_package, write_package
from service.docx.properties import DocumentProperties, core_part, extended_part
from service.docx.skeleton import CORE, EXTENDED, main_part, without_author
from service.docx.stories import check_finished, has_tags, repairs_grid, template_source

ENGINE_VERSION: Final = " ".join(
    [
        "1",
        *(f"{name}/{version(name)}" for name in ("docxtpl", "jinja2", "lxml")),
        f"zlib/{ZLIB_RUNTIME_VERSION}",
    ]
)
"""Everything the bytes of a paper depend on, besides its template, fields and properties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """One part that holds tags."""

    name: str
    template: Template
    repairs_grid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What compiling leaves to do: stories to render, entries to copy, ids that are taken."""

    order: tuple[str, ...]
    stories: tuple[_Story, ...]
    entries: Mapping[str, Entry]
    taken: Identities


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledTemplate:
    """
    A Word template ready to be rendered; immutable, and pickled as its bytes.

    `sha256` is the digest of the template file in hexadecimal; `placeholders` are the names it uses, sorted:
    `congress.name`, `delegates`, `delegates[].name` (best effort: a name computed while rendering is not among them).
    """

    source: bytes = field(repr=False)
    sha256: str
    placeholders: tuple[str, ...] = field(compare=False)
    _plan: _Plan = field(repr=False, compare=False)

    def __reduce__(self) -> tuple[Callable[[bytes], CompiledTemplate], tuple[bytes]]:
        return compile_template, (self.source,)

    def render(self, fields: Mapping[str, object], *, properties: DocumentProperties | None = None) -> bytes:
        """
        The paper as .docx bytes: the same for the same template, fields, properties and ENGINE_VERSION.

        `fields` holds plain data only: dict, list, tuple, str (NFC; a line feed is a line break), int, bool, None,
        Decimal, date. Values are text: markup and tags in them are printed as they are. Raises RenderFailed.
        """
        texts = _evaluated(self._plan.stories, copied_fields(fields))
        taken = deepcopy(self._plan.taken)
        changed = {CORE: core_part(properties or DocumentProperties())}
        for story in self._plan.stories:
            changed[story.name] = _finished_part(story, texts[story.name], taken)
        packed = {name: pack(name, content) for name, content in changed.items()}
        return write_package(packed.get(name) or self._plan.entries[name] for name in self._plan.order)


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
    except PackageRefused as refusal:
        raise TemplateRefused(refusal.code, refusal.sentence, refusal.part) from refusal


def _compiled(source: bytes) -> CompiledTemplate:
    parts = read_package(source)
    types = content_types(parts)
    check_parts(parts, types)
    main = main_part(parts, types)
    parts = without_author(parts, main)
    names = [name for kind in STORIES for name in parts if types.get(name) == kind]
    stories: list[_Story] = []
    placeholders: set[str] = set()
    taken = Identities()
    for name in names:
        story, used = _compiled_story(parts, name, taken)
        stories += [story] if story else []
        placeholders |= used
    rendered = {story.name for story in stories}
    check_untouched(parts, rendered)
    _check_comments(parts, types)
    entries = {name: pack(name, content) for name, content in parts.items() if name not in rendered}
    entries[EXTENDED] = pack(EXTENDED, extended_part())
    return CompiledTemplate(
        source=source,
        sha256=hashlib.sha256(source).hexdigest(),
        placeholders=tuple(sorted(placeholders)),
        _plan=_Plan(order=(*parts, CORE, EXTENDED), stories=tuple(stories), entries=entries, taken=taken),
    )


def _compiled_story(
    parts: Mapping[str, bytes], name: str, taken: Identities
) -> tuple[_Story | None, frozenset[str]]:
    root = strict(parts, name)
    check_story(root, name)
    check_finished(root, name)
    if not has_tags(root):
        put_right(root, taken)  # only to learn its ids: the part itself is copied as it is
        return None, frozenset()
    source = template_source(root, name)
    template, names = compile_part(TemplateEnvironment(), source, name)
    return _Story(name=name, template=template, repairs_grid=repairs_grid(root)), names


def _check_comments(parts: Mapping[str, bytes], types: Mapping[str, str]) -> None:
    for name in parts:
        if types.get(name) == COMMENTS and next(strict(parts, name).iter(f"{W}comment"), None) is not None:
            raise TemplateRefused("comments", "delete all comments first", name)


def _evaluated(stories: tuple[_Story, ...], fields: Record) -> dict[str, str]:
    """The XML text of each story. Raises MissingFields with the missing names of all of them at once."""
    run = Run()
    try:
        texts = {story.name: evaluate(story.template, fields, run) for story in stories}
    except (ExpressionFailed, NotPrintable) as error:
        if run.missing:  # computing with a missing value is a consequence, not the cause
            raise MissingFields(run.missing) from error
        raise
    if run.missing:
        raise MissingFields(run.missing)
    return texts


def _finished_part(story: _Story, xml: str, taken: Identities) -> bytes:
    root = finished(xml, story.name, taken)
    if story.repairs_grid:
        root = DocxTemplate(None).fix_tables(etree.tostring(root, encoding="unicode"))
    return serialise(root)
