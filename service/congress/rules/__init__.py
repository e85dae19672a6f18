"""What must hold before a paper is signed: `check` a congress by the rule set in force when it opened."""

from service.congress.rules.checking import check
from service.congress.rules.choosing import Chosen, rule_set_for
from service.congress.rules.registry import RULES
from service.congress.rules.rule import Rule
from service.congress.rules.rule_set import (
    Provision,
    RuleSet,
    RuleSetError,
    Share,
    Threshold,
    UnknownRuleSet,
    load_rule_set,
    read_folder,
    read_rule_set,
    rule_sets,
)

__all__ = [
    "RULES",
    "Chosen",
    "Provision",
    "Rule",
    "RuleSet",
    "RuleSetError",
    "Share",
    "Threshold",
    "UnknownRuleSet",
    "check",
    "load_rule_set",
    "read_folder",
    "read_rule_set",
    "rule_set_for",
    "rule_sets",
]
