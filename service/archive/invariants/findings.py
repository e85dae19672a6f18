"""The invariants by name, and what a check of them found."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

INVARIANTS: Final[Mapping[str, str]] = {
    "I1": "An acknowledged submission is never lost.",
    "I2": "A number is used by exactly one paper, and none is skipped without a record.",
    "I3": "Every sealed paper has its file, with that digest and size.",
    "I4": "Every file of the archive belongs to something known.",
    "I5": "No half-written file stands at a final place.",
    "I6": "The audit log tells of each acceptance and each seal once.",
    "I7": "Every accepted set is in hand, sealed, or given up with a reason.",
    "I8": "The same data make the same bytes.",
    "I9": "What a paper is said to print stands in it.",
    "I10": "What is archived never changes.",
    "I11": "The catalog can be made again from the archive alone.",
    "I12": "No number of the archive can be given again.",
    "I13": "A webhook is delivered at least once.",
    "I14": "An export is complete, or visibly incomplete.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """What does not hold, and where it is seen."""

    invariant: str
    what: str


@dataclass(slots=True)
class Findings:
    """
    What a check found.

    `looked_at` counts, for each invariant, the things that were held against it; one without any was not checked.
    `underway` is what is known and not finished: no breach, and somebody is at it or will be.
    """

    breaches: list[Breach] = field(default_factory=list)
    underway: list[str] = field(default_factory=list)
    looked_at: Counter[str] = field(default_factory=Counter)

    @property
    def holds(self) -> bool:
        """Whether nothing is broken."""
        return not self.breaches

    def broken(self) -> set[str]:
        """The names of what is broken."""
        return {one.invariant for one in self.breaches}

    def expect(self, holds: object, invariant: str, what: str) -> bool:
        """One thing is held against the invariant; whether it holds."""
        self.looked_at[invariant] += 1
        if not holds:
            self.breaches.append(Breach(invariant=invariant, what=what))
        return bool(holds)

    def encode(self) -> str:
        """The findings as JSON."""
        told = {
            "holds": self.holds,
            "looked_at": {name: self.looked_at[name] for name in INVARIANTS},
            "breaches": [{"invariant": one.invariant, "what": one.what} for one in self.breaches],
            "underway": self.underway,
        }
        return json.dumps(told, ensure_ascii=False, indent=1)
