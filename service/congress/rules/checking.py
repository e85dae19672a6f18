"""All rules over one congress, all findings at once."""

from __future__ import annotations

from dataclasses import replace

from service.congress.finding import Finding
from service.congress.model import Congress
from service.congress.rules.case import Case, is_within, without
from service.congress.rules.choosing import Chosen, rule_set_for, unconfirmed
from service.congress.rules.registry import RULES
from service.congress.rules.rule_set import RuleSet


def check(
    congress: Congress,
    *,
    skip: frozenset[str] = frozenset(),
    rule_set: RuleSet | None = None,
    among: tuple[RuleSet, ...] | None = None,
) -> list[Finding]:
    """
    Every broken rule, ordered by place, then by code; an empty list when nothing is wrong.

    `skip` holds JSON pointers of sections whose shape is faulty: they count as missing, and nothing is said about
    them. What is missing is never an error. Without a `rule_set` it is the one for the opening day, of those `among`
    which it is to be found; that none was in
    force on that day, or that its text is not on file, is a finding too, that there is no day yet is not. A set that was chosen for want of the right one
    refuses nothing: what rests on its articles only warns.
    """
    if rule_set:
        chosen = Chosen(rule_set=rule_set, finding=unconfirmed(rule_set))
    else:
        chosen = rule_set_for(congress.opened_on, term_start=congress.term.start, among=among)
    case = Case(congress=without(congress, skip), rule_set=chosen.rule_set, skip=skip)
    found = [finding for rule in RULES for finding in rule.findings(case)]
    if chosen.finding:
        found = [_softened(finding) for finding in found]
        found += [chosen.finding] if congress.opened_on else []
    kept = [finding for finding in found if not any(is_within(finding.pointer, place) for place in skip)]
    return sorted(kept, key=_place)


def _softened(finding: Finding) -> Finding:
    is_refused = finding.article and finding.severity == "error"
    return replace(finding, severity="warning") if is_refused else finding


def _place(finding: Finding) -> tuple[list[tuple[bool, int, str]], str]:
    """Sorts the tenth candidate after the ninth, not after the first."""
    parts = finding.pointer.split("/")[1:]
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts], finding.code
