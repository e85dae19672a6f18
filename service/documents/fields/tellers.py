"""What the tellers are called: HD 03/HD-TLĐ says Ban Bầu cử, the forms since QĐ 933/QĐ-TLĐ (2024) say Ban Kiểm phiếu."""

from __future__ import annotations

from service.congress.rules.rule_set import RuleSet

_OLDER_FORMS = frozenset({"TLD-XI", "TLD-XII"})


def tellers_name(rule_set: RuleSet) -> str:
    """The name of the tellers in papers made under this rule set."""
    return "Ban Bầu cử" if rule_set.key in _OLDER_FORMS else "Ban Kiểm phiếu"
