"""What is different between two rule sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.congress.rules.provisions import Provision
from service.congress.rules.rule_set import RuleSet
from service.congress.rules.titles import TITLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A provision that two rule sets do not have alike; nothing where one of them has none."""

    name: str
    before: Provision | None
    after: Provision | None


def differences(before: RuleSet, after: RuleSet) -> Iterator[Difference]:
    """Every provision that differs, in the order of a congress; articles and certainty count too."""
    for name in TITLES:
        one, other = before.provisions.get(name), after.provisions.get(name)
        if one != other:
            yield Difference(name=name, before=one, after=other)
