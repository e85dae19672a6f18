"""What the working rules and the election rules of a congress print."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.congress.people import Organ
from service.congress.rules.rule_set import RuleSet
from service.documents.facts.counts import figures
from service.documents.facts.fact import Fact, one, series
from service.documents.facts.readers import said
from service.documents.facts.reading import NUMBER
from service.documents.paper import PlannedPaper

_RATIO = rf"({NUMBER})/({NUMBER})"
_BASES = {
    "phiếu thu về": "collected",
    "phiếu hợp lệ": "valid",
    "phiếu phát ra": "issued",
    "được triệu tập": "summoned",
    "có mặt": "present",
}
_TELLERS = "Ban (?:Bầu cử|Kiểm phiếu)"


def working_rules_facts(_paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """The quorum, and how many members each organ has."""
    if rule_set.quorum:
        part, whole = rule_set.quorum.ratio
        names = ("mức hợp lệ của đại hội", "quorum")
        read = said(rf"Đại hội hợp lệ khi có (?:ít nhất|quá) {_RATIO}", figures)
        yield one("quorum", names, f"{part}, {whole}", read)
    verifying = congress.credentials_committee if congress.form == "delegates" else None
    counting = None if congress.establishment == "appointed" else congress.tellers
    organs = (
        ("/presidium", "Đoàn Chủ tịch", congress.presidium),
        ("/secretariat", "Đoàn Thư ký", congress.secretariat),
        ("/credentials_committee", "Ban Thẩm tra tư cách đại biểu", verifying),
        ("/tellers", _TELLERS, counting),
    )
    for key, label, organ in organs:
        if organ:
            yield _members(key, label, organ)


def election_rules_facts(_paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Iterator[Fact]:
    """How many are elected to what, by more than which part of what, how long ballots are kept, how many tellers."""
    seats = [election.seats or 0 for election in congress.elections]
    names = ("số lượng cần bầu", "seats")
    yield series("seats", names, seats, said(rf"^- Bầu .+: ({NUMBER}) đồng chí"))
    part, whole = rule_set.election.ratio
    how = "over" if rule_set.election.strict else "from"
    names = ("mức phiếu để trúng cử", "votes that elect")
    read = said(
        rf"^- Người trúng cử phải được (quá|ít nhất) {_RATIO} số (?:đại biểu |đoàn viên )?({'|'.join(_BASES)})",
        _threshold,
    )
    yield one("threshold", names, f"{how} {part}, {whole} of {rule_set.election.base}", read)
    if rule_set.ballot_retention:
        names = ("thời hạn giữ phiếu bầu", "how long ballots are kept")
        months = rule_set.ballot_retention.months
        yield one("retention", names, months, said(rf"lưu giữ ({NUMBER}) tháng"))
    if congress.tellers:
        yield _members("/tellers", _TELLERS, congress.tellers)


def _members(key: str, label: str, organ: Organ) -> Fact:
    names = (f"số người ({key[1:]})", f"members ({key[1:]})")
    return one(f"{key}/members/count", names, len(organ.members), said(rf"^{label} gồm ({NUMBER}) đồng chí"))


def _threshold(strict: str, part: str, whole: str, base: str) -> str:
    how = "over" if strict == "quá" else "from"
    return f"{how} {figures(part, whole)} of {_BASES[base]}"
