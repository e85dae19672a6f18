"""What the tellers are called: Ban Bầu cử or Ban Kiểm phiếu, as the rule set says."""

from __future__ import annotations

from service.congress.rules.rule_set import RuleSet


def tellers_name(rule_set: RuleSet) -> str:
    """The name of the tellers in papers made under this rule set."""
    return rule_set.tellers_name.text
