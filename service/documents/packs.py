"""
Packs: what makes the program serve one kind of body and not another, as a folder of data and templates.

The union pack is built in: its papers are code, its rule sets and templates belong to the program. Every other pack is a
folder with `pack.toml` (names, words), `rules/*.toml`, `manifest.toml` and Word files; `docs/packs.md` says what a pack can
change. A congress names its pack in the field `pack`.

* TemplatesError
  - BadPacks    folders of packs have faults; all of them are named at once
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from service.congress.ballots import Office
from service.congress.finding import Finding
from service.congress.model import UNION, Congress
from service.congress.resolution import Comparator
from service.congress.rules import RuleSet, UnknownRuleSet, read_folder, rule_sets
from service.documents.declared import Organ
from service.documents.fields.general import PackWords
from service.documents.heading import PLAIN_STYLE, heading_styles, style_on
from service.documents.own_desk import OwnDesk
from service.documents.papers import PAPERS
from service.documents.papers.general import general_type
from service.documents.papers.paper_type import PaperType
from service.documents.plan import Plan, plan
from service.documents.templates import BadTemplates, TemplateBook, TemplatesError, read_templates

GENERAL = "general"
"""The published fields that all papers of a pack use."""


class BadPacks(TemplatesError):
    """Folders of packs have faults; `faults` holds a sentence for each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One kind of body: its papers in the order of a plan, their templates, its rule sets from the oldest on, its pages."""

    key: str
    title: str
    title_en: str
    types: Mapping[str, PaperType]
    book: TemplateBook
    rule_sets: tuple[RuleSet, ...]
    desk: OwnDesk = OwnDesk()

    def plan(self, congress: Congress, findings: Sequence[Finding], rule_set: RuleSet | None = None) -> Plan:
        """The papers that a congress of this pack owes; time limits are those of the `rule_set` it was checked by."""
        return plan(congress, findings, self.book, self.types, rule_set=rule_set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packs:
    """Every pack, by its key; the union pack first."""

    packs: Mapping[str, Pack]

    def of(self, congress: Congress) -> Pack:
        """The pack of a congress that was accepted. Raises KeyError when it is there no longer."""
        return self.packs[congress.pack]

    def __contains__(self, key: object) -> bool:
        return key in self.packs

    @property
    def rule_sets(self) -> Mapping[str, tuple[RuleSet, ...]]:
        """The rule sets of every pack."""
        return {key: pack.rule_sets for key, pack in self.packs.items()}

    def rule_set(self, key: str) -> RuleSet:
        """The rule set with that key, of whichever pack; UnknownRuleSet when there is none."""
        for pack in self.packs.values():
            for rule_set in pack.rule_sets:
                if rule_set.key == key:
                    return rule_set
        raise UnknownRuleSet(key)

    def with_book(self, book: TemplateBook) -> Packs:
        """The same with other templates for the union."""
        return union_and(book, [pack for key, pack in self.packs.items() if key != UNION])


def _style(name: str) -> str:
    """A heading style, or a family of them."""
    try:
        style_on(name, None)
    except KeyError:
        raise ValueError(
            f"there is no heading style {name}; there are {', '.join(heading_styles())}"
        ) from None
    return name


def _with(*names: str) -> Callable[[str], str]:
    """A check that a text has these places, and no others."""

    def check(text: str) -> str:
        found = sorted(name for _, name, *_ in Formatter().parse(text) if name is not None)
        if found != sorted(names):
            raise ValueError(f"it must have the places {', '.join(f'{{{name}}}' for name in names)}")
        return text

    return check


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    day: Annotated[str, AfterValidator(_with("day", "month", "year"))] = PackWords().day
    months: tuple[str, ...] = ()
    clock: Annotated[str, AfterValidator(_with("hour", "minute"))] = PackWords().clock
    thousands: Annotated[str, Field(max_length=1)] = PackWords().thousands
    decimal: Annotated[str, Field(min_length=1, max_length=1)] = PackWords().decimal
    organs: dict[Organ, str] = {}
    offices: dict[Office, str] = {}
    comparators: dict[Comparator, Annotated[str, Field(pattern=r"^[^{}]*\{\}[^{}]*$")]] = {}

    @model_validator(mode="after")
    def _has_every_month(self) -> Self:
        if len(self.months) not in {0, 12}:
            raise ValueError("a year has twelve months")
        return self


class _About(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, Field(min_length=1)]
    title_en: Annotated[str, Field(min_length=1)]
    heading_style: Annotated[str, AfterValidator(_style)] = PLAIN_STYLE
    heading: tuple[str, ...] = ()
    words: _Words = _Words()
    desk: OwnDesk = OwnDesk()


def read_packs(templates: Path, folder: Path) -> Packs:
    """The union pack with its `templates`, and every pack in `folder`. Raises BadTemplates, BadPacks."""
    faults: list[str] = []
    others = list(_read(folder, faults))
    faults += _clashes(others)
    if faults:
        raise BadPacks(tuple(faults))
    return union_and(read_templates(templates), others)


def union_and(book: TemplateBook, others: list[Pack] | None = None) -> Packs:
    """The union pack with these templates, and other packs."""
    union = Pack(
        key=UNION,
        title="Công đoàn Việt Nam",
        title_en="Vietnamese trade unions",
        types=PAPERS,
        book=book,
        rule_sets=rule_sets(),
    )
    return Packs(packs=MappingProxyType({one.key: one for one in (union, *(others or ()))}))


def _read(folder: Path, faults: list[str]) -> Iterator[Pack]:
    found = sorted(one.parent for one in folder.glob("*/pack.toml"))
    for place in found:
        try:
            yield _pack(place)
        except (BadTemplates, ValidationError, UnknownRuleSet, OSError, ValueError) as error:
            faults.append(f"pack {place.name}: {error}")


def _pack(folder: Path) -> Pack:
    about = _About.model_validate(tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8")))
    words = PackWords(**dict(about.words), heading_style=about.heading_style, heading=about.heading)
    style = style_on(about.heading_style, None).key
    book = read_templates(folder, fields=GENERAL, style=style)
    found = read_folder(folder / "rules")
    if not found:
        raise ValueError("it has no rule set")
    types = {name: general_type(name, file.declared, words) for name, file in book.templates.items()}
    return Pack(
        key=folder.name,
        title=about.title,
        title_en=about.title_en,
        types=MappingProxyType(types),
        book=book,
        rule_sets=found,
        desk=about.desk,
    )


def _clashes(others: list[Pack]) -> Iterator[str]:
    """Rule sets and templates are named without their pack in the archive, so each name is given once."""
    taken = {*PAPERS, *(rule_set.key for rule_set in rule_sets())}
    for pack in others:
        if pack.key == UNION:
            yield f"pack {pack.key}: that is the pack that is built in"
        names = [*pack.types, *(rule_set.key for rule_set in pack.rule_sets)]
        yield from (f"pack {pack.key}: the name {name} is taken" for name in names if name in taken)
        taken |= set(names)
