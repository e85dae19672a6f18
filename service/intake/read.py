"""Reading congress data: bytes to one validated congress, or every fault at once, each located."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from pydantic import ValidationError

from service.catalog.records import MediaType
from service.congress.ballots import Office
from service.congress.finding import Finding
from service.congress.model import UNION, Congress
from service.congress.rules import RuleSet, check, rule_set_for, rule_sets
from service.congress.rules.case import CONFERENCES
from service.congress.text import clean, fold, is_nfc, is_simple, problems_of
from service.intake.faults import (
    fault,
    no_letter,
    not_composed,
    pointer_to,
    shape_fault,
    text_fault,
    unknown_pack,
)
from service.intake.parse import NotJson, is_too_deep, parse, too_deep

_STAND_INS: Mapping[str, Any] = {
    "format": "vankien/congress/1",
    "organisation": {"name": "?"},
    "term": {"start": 2000, "end": 2005},
}
"""What takes the place of a faulty required section while the rules look at the others."""

_MOST_FAULTS = 500
_OFFICES: tuple[Office, ...] = get_args(Office)

RuleSets = Mapping[str, tuple[RuleSet, ...]]
"""The rule sets of every pack, by its key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """
    What the bytes of that `media_type` say. `congress` is there when nothing is wrong with the shape; `findings` are complete
    either way, ordered by place. `sound` is the congress without the sections whose shape is faulty, if any is left. `cell_of`
    says where a place stands in the workbook the data came in.
    """

    congress: Congress | None
    sound: Congress | None = None
    canonical: bytes
    rule_set: RuleSet
    findings: tuple[Finding, ...]
    media_type: MediaType = "application/json"
    cell_of: Callable[[str], str] = field(default=lambda _pointer: "", compare=False, repr=False)

    @property
    def is_acceptable(self) -> bool:
        """Whether nothing found is an error."""
        return self.congress is not None and all(found.severity != "error" for found in self.findings)

    def with_findings(self, more: Iterable[Finding]) -> Reading:
        """The same with what was found after reading, each where it stands in the workbook."""
        placed = [replace(one, cell=one.cell or self.cell_of(one.pointer)) for one in more]
        return replace(self, findings=_in_order([*self.findings, *placed]))


def read_congress(raw: bytes, packs: RuleSets | None = None) -> Reading:
    """
    The congress in `raw` (JSON), with every fault of shape and every broken rule; never raises for bad data.

    Without `packs` only a congress of a union is known.
    """
    try:
        value = parse(raw)
    except NotJson as error:
        return unreadable(error.fault)
    if not isinstance(value, dict):
        return unreadable(
            fault(
                "shape.wrong_type",
                "",
                "Dữ liệu phải là một nhóm trường { }.",
                "The data must be an object { }.",
            )
        )
    return read_value(value, packs=packs)


def read_value(
    value: dict[str, Any], noted: Sequence[Finding] = (), *, packs: RuleSets | None = None
) -> Reading:
    """
    The congress in `value`, as JSON or another way of writing gave it, with everything that is wrong.

    `noted` is what was found wrong before: nothing is said twice of a place that could not be read at all.
    """
    if is_too_deep(value):
        return unreadable(too_deep())
    packs = packs or {UNION: rule_sets()}
    texts = list(noted)
    cleaned = _cleaned(value, (), texts)
    congress, shapes = _validated(cleaned)
    told = {found.pointer for found in noted if found.severity == "error"}
    shapes = [found for found in shapes if found.pointer not in told]
    if congress is not None and all(found.severity != "error" for found in texts):
        return _checked(congress, texts, packs)
    faulty = {found.pointer for found in (*texts, *shapes) if found.severity == "error"}
    return _checked_in_part(cleaned, faulty, [*texts, *shapes], packs)


def unreadable(found: Finding) -> Reading:
    """Nothing could be read at all, and why."""
    return Reading(congress=None, canonical=b"", rule_set=rule_set_for(None).rule_set, findings=(found,))


def canonical_form(congress: Congress) -> bytes:
    """The one form of the data: sorted names, nothing that is merely empty, UTF-8."""
    value = congress.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _checked(congress: Congress, texts: list[Finding], packs: RuleSets) -> Reading:
    if congress.pack not in packs:
        # Whose rules it has to keep is not known, so no rule is asked.
        return unreadable(unknown_pack(packs))
    among = packs[congress.pack]
    chosen = rule_set_for(congress.opened_on, term_start=congress.term.start, among=among)
    broken = check(congress, among=among)
    # The check itself says that no set was in force; that there is no day yet is said here.
    noted = [chosen.finding] if chosen.finding and chosen.finding not in broken else []
    return Reading(
        congress=congress,
        sound=congress,
        canonical=canonical_form(congress),
        rule_set=chosen.rule_set,
        findings=_in_order([*texts, *_unnamed(congress), *noted, *broken]),
    )


def _unnamed(congress: Congress) -> Iterator[Finding]:
    """Organisations are told apart by the letters of their names: a name without any is nobody's."""
    for depth, step in enumerate(reversed(congress.organisation.lineage)):
        if not fold(step.name):
            yield no_letter(pointer_to(("organisation", *["upper"] * depth, "name")))


def _checked_in_part(
    value: dict[str, Any], faulty: set[str], found: list[Finding], packs: RuleSets
) -> Reading:
    """The rules still look at every section that is sound, so that all faults come back at once."""
    skip = {_section(pointer) for pointer in faulty if pointer}
    rest, _ = _validated(_without(value, skip))
    among = packs.get(rest.pack) if rest else None
    broken = check(rest, skip=frozenset(skip), among=among) if rest else []
    rule_set = rule_set_for(rest.opened_on if rest else None, among=among).rule_set
    sound = rest if among else None
    return Reading(
        congress=None, sound=sound, canonical=b"", rule_set=rule_set, findings=_in_order([*found, *broken])
    )


def _in_order(found: list[Finding]) -> tuple[Finding, ...]:
    # Where there are too many it is never an error that is left out: data with one must not pass for sound.
    first = sorted(found, key=lambda one: (one.severity != "error", one.pointer))[:_MOST_FAULTS]
    return tuple(sorted(first, key=lambda one: one.pointer))


def _section(pointer: str) -> str:
    """
    The part of the data that a fault makes unfit for the rules: a field of the congress or of a conference, or one election.

        >>> _section("/attendance/present"), _section("/first_conference/elections/1/seats")
        ('/attendance', '/first_conference/elections/1')
    """
    parts = pointer.split("/")
    depth = 3 if parts[1] in CONFERENCES else 2
    return "/".join(parts[: depth + (parts[depth - 1 : depth] == ["elections"])])


def _without(value: dict[str, Any], skip: set[str]) -> dict[str, Any]:
    rest = _sound(value, (), skip)
    for conference in CONFERENCES:
        if isinstance(rest.get(conference), dict):
            rest[conference] = _sound(rest[conference], (conference,), skip)
    for name, stand_in in _STAND_INS.items():
        rest.setdefault(name, stand_in)
    return rest


def _sound(value: dict[str, Any], place: tuple[str, ...], skip: set[str]) -> dict[str, Any]:
    """The fields of a congress or of a conference that are fit for the rules."""
    rest = {name: held for name, held in value.items() if pointer_to((*place, name)) not in skip}
    if isinstance(rest.get("elections"), list):
        rest["elections"] = [
            _emptied(held) if pointer_to((*place, "elections", index)) in skip else held
            for index, held in enumerate(rest["elections"])
        ]
    return rest


def _emptied(election: Any) -> dict[str, Any]:
    """An election of which only the office is left: it keeps its place, so that the pointers of the others stay right."""
    office = election.get("office") if isinstance(election, dict) else None
    return {"office": office if office in _OFFICES else _OFFICES[0]}


def _validated(value: Any) -> tuple[Congress | None, list[Finding]]:
    try:
        # In JSON mode a strict model reads dates and lists as JSON writes them, and nothing more.
        return Congress.model_validate_json(json.dumps(value)), []
    except ValidationError as error:
        return None, [shape_fault(one) for one in error.errors(include_url=False, include_input=False)]


def _cleaned(value: Any, place: tuple[int | str, ...], found: list[Finding]) -> Any:
    """`value` with every text in its one form inside; what is wrong with a text is added to `found`."""
    if isinstance(value, dict):
        return {_name(name): _cleaned(inner, (*place, _name(name)), found) for name, inner in value.items()}
    if isinstance(value, list):
        return [_cleaned(inner, (*place, index), found) for index, inner in enumerate(value)]
    if not isinstance(value, str):
        return value
    if is_simple(value):
        return value
    problems = problems_of(value, multiline=True, limit=5)
    if problems or not is_nfc(value):
        pointer = pointer_to(place)
        found.extend(text_fault(problem, pointer) for problem in problems)
        if not is_nfc(value):
            found.append(not_composed(pointer))
    return _printable(clean(value, multiline=True))


def _name(name: str) -> str:
    return _printable(name)[:100]


def _printable(text: str) -> str:
    """`text` with broken characters replaced: the fault is reported, and later steps need sound text."""
    return text.encode("utf-8", "replace").decode()
