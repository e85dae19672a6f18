"""The fields of the working rules of the congress (quy chế làm việc)."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.people import Organ
from service.congress.rules.rule_set import RuleSet
from service.congress.wording import grouped
from service.documents.fields.grounds import grounds
from service.documents.fields.letterhead import (
    Fields,
    capital,
    congress_name,
    date_line,
    full_name,
    known,
    letterhead,
    voters,
)
from service.documents.paper import PlannedPaper
from service.documents.requirements import is_appointed

BASES = {
    "summoned": "số {who} được triệu tập",
    "present": "số {who} có mặt",
    "issued": "số phiếu phát ra",
    "collected": "số phiếu thu về",
    "valid": "số phiếu hợp lệ",
}
"""What a threshold is a share of, as a sentence says it."""


def working_rules_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words and figures of the working rules. Raises NotReady when its data is not complete."""
    credentials, tellers = credentials_committee(congress), voting_tellers(congress)
    return {
        **rules_head(paper, congress, rule_set),
        "subject": f"Làm việc của {full_name(congress, spaced=True)}",
        "who_small": voters(congress),
        "applies_to": _applies_to(congress, rule_set),
        "quorum": _quorum(congress, rule_set),
        "dress": (known(congress.convening).dress or "").rstrip(" .") if congress.convening else "",
        "presidium_count": _count(congress.presidium),
        "secretariat_count": _count(congress.secretariat),
        "credentials_count": _count(credentials) if credentials else "",
        "tellers_label": rule_set.tellers_name.text,
        "tellers_count": _count(tellers) if tellers else "",
        "by_hands": "; ".join(_by_hands(congress, rule_set)),
        "signer": known(congress.presidium).head.full_name,
    }


def rules_head(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """What working rules and election rules begin alike with: heading, what they rest on, which congress, for whom."""
    return {
        **letterhead(paper, congress),
        "date_line": date_line(paper, congress),
        "grounds": grounds(rule_set),
        "congress": full_name(congress),
        "who": capital(voters(congress)),
    }


def credentials_committee(congress: Congress) -> Organ | None:
    """The committee that only a congress of delegates elects."""
    return congress.credentials_committee if congress.form == "delegates" else None


def voting_tellers(congress: Congress) -> Organ | None:
    """The tellers, where anybody votes."""
    return None if is_appointed(congress) else congress.tellers


def _count(organ: Organ | None) -> str:
    return grouped(len(known(organ).members))


def _applies_to(congress: Congress, rule_set: RuleSet) -> str:
    organs = ["Đoàn Chủ tịch", "Đoàn Thư ký"]
    organs += ["Ban Thẩm tra tư cách đại biểu"] if credentials_committee(congress) else []
    organs += [rule_set.tellers_name.text] if voting_tellers(congress) else []
    return f"{voters(congress)}, khách mời dự Đại hội, {', '.join(organs)}"


def _quorum(congress: Congress, rule_set: RuleSet) -> str:
    """The quorum in words and figures, where the rule set has one."""
    quorum = rule_set.quorum
    if quorum is None:
        return ""
    part, whole = quorum.ratio
    least = "quá" if quorum.strict else "ít nhất"
    base = BASES[quorum.base].format(who=voters(congress))
    return f"Đại hội hợp lệ khi có {least} {grouped(part)}/{grouped(whole)} {base} có mặt"


def _by_hands(congress: Congress, rule_set: RuleSet) -> Iterator[str]:
    """What is voted on by show of hands (XII Điều 10.2, HD 03/HD-TLĐ 8.4)."""
    yield "bầu Đoàn Chủ tịch, Đoàn Thư ký"
    if credentials_committee(congress):
        yield "bầu Ban Thẩm tra tư cách đại biểu, thông qua báo cáo thẩm tra tư cách đại biểu"
    if voting_tellers(congress):
        label = rule_set.tellers_name.text
        yield f"bầu {label}, thông qua số lượng cần bầu và danh sách bầu cử"
    yield "thông qua chương trình, quy chế"
    yield f"thông qua Nghị quyết {congress_name(congress)}"
