"""What the pages leave out for one pack, and what is wrong with what a pack wants left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from service.documents.packs import BadPacks, Pack, Packs
from service.intake.drafts.parts import Step, type_path
from service.intake.drafts.steps import STEPS, typed_paths
from service.intake.field_types import field_types

ALWAYS = "papers"
"""The step on which papers are made."""

ANYWHERE = "/**/"


@dataclass(frozen=True)
class LeftOut:
    """Steps, sections and fields, as `DeskPlace` writes them; all is shown all the same where something is filled in."""

    places: frozenset[str] = frozenset()

    def has_step(self, key: str) -> bool:
        """Whether the step is left out."""
        return key in self.places

    def has_section(self, step: str, section: str) -> bool:
        """Whether that section of the step is left out."""
        return f"{step}.{section}" in self.places

    def has(self, path: str) -> bool:
        """Whether the field at that path of the model, or everything above it, is left out."""
        steps = path.split("/")
        if ANYWHERE + steps[-1] in self.places:
            return True
        return any("/" + "/".join(steps[:n]) in self.places for n in self._depths if n <= len(steps))

    @cached_property
    def _depths(self) -> frozenset[int]:
        return frozenset(one.count("/") for one in self.places if one.startswith("/"))


NOTHING_LEFT_OUT = LeftOut()


@cache
def left_out_of(places: tuple[str, ...]) -> LeftOut:
    """What is left out where a pack names these places."""
    return LeftOut(frozenset(places))


def require_sound_desks(packs: Packs) -> None:
    """Raises BadPacks where a pack names a place that is not there, or leaves out what its congresses or papers need."""
    faults = tuple(
        f"pack {pack.key}: desk: {fault}" for pack in packs.packs.values() for fault in faults_of(pack)
    )
    if faults:
        raise BadPacks(faults)


def faults_of(pack: Pack) -> tuple[str, ...]:
    """What is wrong with what the pack says of its pages."""
    needs = tuple(
        (key, file.declared.needs) for key, file in pack.book.templates.items() if file.declared is not None
    )
    return _faults(pack.desk.leave_out, tuple(pack.desk.names), needs)


@cache
def _faults(
    leave_out: tuple[str, ...], named: tuple[str, ...], needs: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[str, ...]:
    return tuple(_found(leave_out, named, needs))


def _found(
    leave_out: tuple[str, ...], named: tuple[str, ...], needs: tuple[tuple[str, tuple[str, ...]], ...]
) -> Iterator[str]:
    known = frozenset(_known())
    for place in (*leave_out, *named):
        if place not in known:
            yield f"there is no place {place}"
    out = left_out_of(leave_out)
    if out.has_step(ALWAYS):
        yield f"the step {ALWAYS} cannot be left out"
    gone = frozenset(_gone(out))
    for path, kind in field_types().items():
        if kind.required_in == "" and path in gone:
            yield f"/{path} is left out, and no congress does without it"
    for key, pointers in needs:
        for pointer in pointers:
            at = type_path(pointer.strip("/"))
            below = [path for path in _typed() if f"{path}/".startswith(f"{at}/")]
            if below and gone.issuperset(below):
                yield f"{pointer} is left out, and the paper {key} needs it"


def _gone(out: LeftOut) -> Iterator[str]:
    """The fields that can be typed nowhere any more."""
    shown = {
        path
        for step in STEPS
        if not out.has_step(step.key)
        for section in step.sections
        if not out.has_section(step.key, section.key)
        for path in typed_paths(Step(step.key, (section,)))
        if not out.has(path)
    }
    return (path for path in _typed() if path not in shown)


@cache
def _typed() -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for step in STEPS for path in typed_paths(step)))


def _known() -> Iterator[str]:
    yield "/organisation/uppers"  # one list on the page, a chain in the data
    for step in STEPS:
        yield step.key
        yield from (f"{step.key}.{section.key}" for section in step.sections)
    for path in _typed():
        yield ANYWHERE + path.rpartition("/")[2]
        yield from _with_those_above(path.split("/"))


def _with_those_above(steps: list[str]) -> Iterable[str]:
    return ("/" + "/".join(steps[:n]) for n in range(1, len(steps) + 1))
