"""Congresses that templates are tried with: invented figures, from which every kind of paper can be made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from service.congress.finding import Finding
from service.congress.model import Congress
from service.congress.rules import RuleSet
from service.documents.packs import Pack
from service.documents.paper import PlannedPaper


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A congress as it was read: `key` names it, `findings` say what waits for a decision in it."""

    key: str
    congress: Congress
    rule_set: RuleSet
    findings: tuple[Finding, ...]

    def papers(self, template: str, pack: Pack) -> tuple[PlannedPaper, ...]:
        """Its papers of a template that can be made."""
        ready = pack.plan(self.congress, self.findings, self.rule_set).in_state("ready")
        return tuple(one for one in ready if one.template == template)


Samples = Callable[[], tuple[Sample, ...]]
"""The samples there are; reading them takes a moment, so they are read when they are first asked for."""


def samples_of(template: str, pack: Pack, samples: Samples) -> Iterator[tuple[Sample, PlannedPaper]]:
    """Every paper of a template that the samples owe and that can be made, sample by sample."""
    for sample in samples():
        if sample.congress.pack == pack.key:
            yield from ((sample, paper) for paper in sample.papers(template, pack))
