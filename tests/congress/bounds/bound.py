"""What a bound is: when a rule speaks, examples on both sides, and mutated copies of the rule that must be told apart."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any
from unittest.mock import patch

from service.congress.model import Congress
from service.congress.people import Organisation, Term
from service.congress.rules import RULES, Rule, RuleSet, load_rule_set
from service.congress.rules import case as case_module
from service.congress.rules.case import Case

XII, XIII, KH22 = (load_rule_set(f"TLD-{name}") for name in ("XII", "XIII", "KH22"))
Figures = tuple[int, ...]
CODES: Mapping[str, Rule] = {rule.code: rule for rule in RULES}


@dataclass(frozen=True, kw_only=True)
class Bound:
    """
    When the rule of a code speaks, over the figures of an example.

    `mutants` are changes of the rule's source, (what stands there, what would be wrong); `wrong_data` changes of its
    provision in the rule set, `wrong_count` changes of how a count is read. Each makes a wrong rule, which the
    examples must tell from the right one.
    """

    speaks: Callable[..., bool]
    examples: tuple[Figures, ...]
    build: Callable[..., Congress]
    mutants: tuple[tuple[str, str], ...] = ()
    wrong_data: Mapping[str, tuple[dict[str, Any], ...]] = field(default_factory=dict)
    wrong_count: tuple[tuple[str, str], ...] = ()
    rule_set: RuleSet = XII


def speaks(rule: Rule, data: Congress, rule_set: RuleSet) -> bool:
    """Whether a rule, right or wrong, finds anything."""
    return any(True for _ in rule.findings(Case(congress=data, rule_set=rule_set)))


def mutated(rule: Rule, old: str, new: str) -> Rule:
    """A copy of the rule whose source has `new` where `old` stands: in its own function, else once in its module."""
    module = sys.modules[rule.find.__module__]
    whole, own = inspect.getsource(module), inspect.getsource(rule.find)
    found = own if old in own else whole
    assert found.count(old) == 1, f"{rule.code}: {old!r} stands there {found.count(old)} times"
    wrong = run(module, whole.replace(found, found.replace(old, new)))
    copies: tuple[Rule, ...] = wrong["RULES"]
    return next(one for one in copies if one.code == rule.code)


def run(module: ModuleType, source: str) -> dict[str, Any]:
    """What a changed source of a module defines."""
    defined: dict[str, Any] = {"__name__": module.__name__}
    exec(compile(source, f"<mutant of {module.__name__}>", "exec"), defined)  # noqa: S102 -- our own source, changed
    return defined


def counted_wrongly(old: str, new: str) -> Any:
    """A context in which every outcome is read by a changed copy of the module that reads counts."""
    module = sys.modules["service.congress.election"]
    source = inspect.getsource(module)
    assert source.count(old) == 1, f"{old!r} stands there {source.count(old)} times"
    return patch.object(case_module, "outcomes", run(module, source.replace(old, new))["outcomes"])


def with_data(rule_set: RuleSet, name: str, **changes: Any) -> RuleSet:
    """The rule set with another figure in one of its provisions."""
    provision = getattr(rule_set, name)
    return rule_set.model_copy(update={name: provision.model_copy(update=changes)})


def congress(**known: Any) -> Congress:
    """A congress of which only this is known; `union` is the number of members."""
    members = known.pop("union", None)
    about = {
        "format": "vankien/congress/1",
        "organisation": Organisation(name="Công đoàn Sở", members=members),
        "term": Term(start=2023, end=2028),
    }
    return Congress(**(about | known))  # type: ignore[arg-type]  # fields of many types by name
