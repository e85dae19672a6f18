"""
Rendering with a check afterwards: for stories that are not proven, and for fields that need a closer look.

Every value is asked whether it may be printed, every name that is missing is collected, and the outcome is parsed and
put right. It takes about ten times as long as rendering straight, and finds the words for what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass

from docxtpl import DocxTemplate
from jinja2 import Template
from lxml import etree

from service.docx.errors import ExpressionFailed, InvalidOutcome, MissingFields, NotPrintable
from service.docx.fields import Record, copied_fields
from service.docx.grammar import evaluate
from service.docx.lists import Instance, start_again
from service.docx.markup import W, serialise, strings
from service.docx.numbering import StyleCount
from service.docx.outcome import Identities, finished
from service.docx.pictures import Picture
from service.docx.property_tags import Line, checked_line
from service.docx.richtext import RichText, has_mark, put_in
from service.docx.run import Run


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CarefulStory:
    """One part with tags, as Jinja2 compiled it; `styles` are the paragraph styles that count."""

    name: str
    template: Template
    repairs_grid: bool
    styles: Mapping[str, StyleCount]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """
    The rendered parts, the pictures that each of them shows, by name of the part, the lists that start again, and the
    properties by part and name.
    """

    parts: Mapping[str, bytes]
    lines: Mapping[Line, str]
    pictures: Mapping[str, list[Picture]]
    lists: tuple[Instance, ...]


def rendered_carefully(
    stories: Iterable[CarefulStory], lines: Iterable[Line], fields: Mapping[str, object], taken: Identities
) -> Rendered:
    """
    The parts that `stories` are with these `fields`, and the texts of `lines`; `taken` are the ids of all other parts.

    Raises RenderFailed.
    """
    stories, lines = tuple(stories), tuple(lines)
    texts, rich = _evaluated((*stories, *lines), copied_fields(fields))
    taken = deepcopy(taken)
    lists: list[Instance] = []
    done = {story.name: _finished_part(story, texts[story], taken, rich, lists) for story in stories}
    return Rendered(
        parts={name: part for name, (part, _) in done.items()},
        pictures={name: pictures for name, (_, pictures) in done.items() if pictures},
        lists=tuple(lists),
        lines={line: checked_line(texts[line], line.part) for line in lines},
    )


def _evaluated(
    templates: tuple[CarefulStory | Line, ...], fields: Record
) -> tuple[dict[CarefulStory | Line, str], list[RichText | Picture]]:
    """
    The XML text of each template, and what the marks in them stand for.

    Raises MissingFields with the missing names of all of them at once.
    """
    run = Run()
    try:
        texts = {one: evaluate(one.template, fields, run) for one in templates}
    except (ExpressionFailed, NotPrintable) as error:
        if run.missing:  # computing with a missing value is a consequence, not the cause
            raise MissingFields(run.missing) from error
        raise
    if run.missing:
        raise MissingFields(run.missing)
    return texts, run.rich


def _finished_part(
    story: CarefulStory,
    xml: str,
    taken: Identities,
    rich: list[RichText | Picture],
    lists: list[Instance],
) -> tuple[bytes, list[Picture]]:
    """The part and its pictures; `lists` grows by those that start again in it."""
    root = finished(xml, story.name, taken)
    lists += start_again(root, taken.lists, story.styles)
    pictures = put_in(root, rich, lambda: taken.drawings.claim(""))
    if has_mark(xml) and any(has_mark(text) for text in strings(root)):
        raise InvalidOutcome(story.name, "rich text or a picture stands where only plain text can")
    if story.repairs_grid:
        if any(table.find(f"{W}tblGrid") is None for table in root.iter(f"{W}tbl")):
            raise InvalidOutcome(story.name, "a table has no grid")
        root = DocxTemplate(None).fix_tables(etree.tostring(root, encoding="unicode"))
    return serialise(root), pictures
