"""The texts that a paper rests on (căn cứ)."""

from __future__ import annotations

from service.congress.rules.rule_set import RuleSet


def texts_read(rule_set: RuleSet) -> tuple[str, ...]:
    """The texts of a rule set, the charter first; none while its own is not on file: nobody rests a paper on that."""
    return () if rule_set.unconfirmed else rule_set.sources


def grounds(rule_set: RuleSet) -> list[str]:
    """Each text on its line, closed with semicolons and a full stop at the end (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    texts = texts_read(rule_set)
    return [f"Căn cứ {text}{'.' if n == len(texts) else ';'}" for n, text in enumerate(texts, 1)]
