"""
What a rule is: a code, a function that finds breaches, and one sentence in each language.

The sentences are format strings over the figures of a fault, so that every rule can be read as a whole where it is
written down; numbers, days and times are put into them the way each language writes them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from service.congress.finding import Figure, Finding, Severity
from service.congress.rules.case import Case
from service.congress.rules.rule_set import Provision, RuleSet, Words
from service.congress.wording import grouped

Value = int | str | dt.date | dt.time
Figures = dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """
    One breach: where, and what goes into the sentences.

    `figures` become those of the finding; `words` are put into the sentences only, each in its language.
    `severity` is given when this breach weighs less than the rule does.
    """

    pointer: str
    figures: Mapping[str, Value] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """
    One rule. `find` yields its breaches and is silent where data are missing.

    With a `provision`, article and severity come from the rule set, and the rule is off where the set has none.
    Without one it rests on arithmetic or logic alone, and has no article.
    """

    code: str
    find: Callable[[Case], Iterable[Fault]]
    vi: str
    en: str
    severity: Severity = "error"
    provision: Callable[[RuleSet], Provision | None] | None = None

    def findings(self, case: Case) -> Iterator[Finding]:
        """The breaches of this rule in `case`."""
        provision = self.provision(case.rule_set) if self.provision else None
        if self.provision and not provision:
            return
        severity = provision.severity if provision else self.severity
        for fault in self.find(case):
            yield Finding(
                code=self.code,
                pointer=fault.pointer,
                severity=fault.severity or severity,
                vi=self.vi.format(**_said(fault, "vi")),
                en=self.en.format(**_said(fault, "en")),
                figures={name: _figure(value) for name, value in fault.figures.items()},
                article=provision.article if provision else "",
                rule_set=case.rule_set.key,
            )


def _figure(value: Value) -> Figure:
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _said(fault: Fault, language: str) -> dict[str, str]:
    write = _in_vietnamese if language == "vi" else _in_english
    words = {name: getattr(word, language) for name, word in fault.words.items()}
    return words | {name: write(value) for name, value in fault.figures.items()}


def _in_vietnamese(value: Value) -> str:
    if isinstance(value, int):
        return grouped(value)
    if isinstance(value, dt.date):
        return f"{value.day}/{value.month}/{value.year}"
    return f"{value.hour}h{value.minute:02d}" if isinstance(value, dt.time) else value


def _in_english(value: Value) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:%H:%M}" if isinstance(value, dt.time) else value
