"""A proven story as steps: markup, values, choices, loops, and guards of containers that may end up incomplete."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from jinja2 import nodes


class Unproven(Exception):
    """Why a story must be checked after each rendering; never leaves this room."""


@dataclass(frozen=True, slots=True)
class Text:
    """Markup that is the same in every paper."""

    data: str


@dataclass(frozen=True, slots=True)
class Value:
    """Where the text of an expression stands."""

    expression: nodes.Expr


@dataclass(frozen=True, slots=True)
class Let:
    """A name for what an expression says, from here to the end of the turn or of the story."""

    name: str
    expression: nodes.Node


@dataclass(frozen=True, slots=True)
class Choice:
    """One of two ways."""

    test: nodes.Node
    body: tuple[Step, ...]
    other: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Loop:
    """`body` for each item, or `other` when there is none."""

    node: nodes.For
    body: tuple[Step, ...]
    other: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """
    A line about the container `number`, needed only where that container may turn out incomplete.

    `line` is code, made here of numbers alone; it runs only if the container `unless_empty` stayed.
    """

    number: int
    line: str
    unless_empty: int = 0


Step = Text | Value | Let | Choice | Loop | Guard


def needed(steps: Sequence[Step], incomplete: Collection[int]) -> Iterator[Step]:
    """`steps` with the guards of the containers `incomplete`, and no others."""
    for step in steps:
        if isinstance(step, Choice | Loop):
            yield replace(
                step,
                body=tuple(needed(step.body, incomplete)),
                other=tuple(needed(step.other, incomplete)),
            )
        elif not isinstance(step, Guard):
            yield step
        elif step.number in incomplete:
            condition = f"if k{step.unless_empty}: " if step.unless_empty in incomplete else ""
            yield Guard(step.number, condition + step.line)


def sample(steps: Sequence[Step]) -> Iterator[str]:
    """Every piece of markup once: what the walk cannot see (names, entities, attributes given twice) shows here."""
    for step in steps:
        if isinstance(step, Text):
            yield step.data
        elif isinstance(step, Choice | Loop):
            yield from sample(step.body)
            yield from sample(step.other)
