"""
The fields of the running order (chương trình điều hành): the programme with what the presidium says and asks at each point.

What is said follows from the data; which point it belongs to, from the words of its title. A point whose title says
nothing known has no cue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from service.congress.gathering import ProgrammeItem
from service.congress.model import Congress
from service.congress.people import Organ
from service.congress.rules.rule_set import RuleSet
from service.congress.text import fold
from service.congress.wording import grouped
from service.documents.fields.letterhead import (
    Fields,
    comrades,
    congress_caps,
    date_line,
    full_name,
    known,
    ordinal_term_caps,
    voters,
)
from service.documents.fields.programme import sittings
from service.documents.offices import OFFICES
from service.documents.paper import PlannedPaper
from service.documents.requirements import is_appointed

_BLANK = "……"
_HANDS = f"tán thành {_BLANK}, không tán thành {_BLANK}, không có ý kiến {_BLANK}"
"""The result of a show of hands, to be written in by hand."""


def running_order_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words and figures of the running order. Raises NotReady when its data is not complete."""
    return {
        "congress_caps": congress_caps(congress),
        "ordinal_term_caps": ordinal_term_caps(congress),
        "organ_caps": "ĐOÀN CHỦ TỊCH",
        "date_line": date_line(paper, congress),
        "subject": full_name(congress, spaced=True),
        "venue": known(congress.venue),
        "quorum": _quorum(congress, rule_set),
        "sittings": sittings(congress, lambda item: {"cues": list(_cues(item, congress, rule_set))}),
        "closing": "Đoàn Chủ tịch phân công thành viên điều hành theo chương trình trên; nội dung phát sinh do Đoàn Chủ tịch "
        "thống nhất quyết định",
    }


def _quorum(congress: Congress, rule_set: RuleSet) -> str:
    """How many must be there, as a head count, where it can be said; a blank for those who are."""
    summoned, quorum = congress.attendance.summoned, rule_set.quorum
    if summoned is None or quorum is None or quorum.base != "summoned":
        return ""
    who = voters(congress)
    return (
        f"Trước khi khai mạc: có mặt {_BLANK}/{grouped(summoned)} {who} được triệu tập; Đại hội hợp lệ khi có ít nhất "
        f"{grouped(quorum.needed({'summoned': summoned}))} {who} có mặt."
    )


def _cues(item: ProgrammeItem, congress: Congress, rule_set: RuleSet) -> Iterator[str]:
    """What is said at a point, in the order of a congress."""
    title = f" {fold(item.title)} "
    for phrase, cue in _CUES:
        if f" {phrase} " in title:
            yield from cue(title, congress, rule_set)


Cue = Callable[[str, Congress, RuleSet], Iterator[str]]


def _standing(_title: str, congress: Congress, _rule_set: RuleSet) -> Iterator[str]:
    yield f"Mời toàn thể {voters(congress)} đứng nghiêm, chào cờ."


def _organ(label: str, organ: Organ | None) -> Iterator[str]:
    if organ:
        count = grouped(len(organ.members))
        yield f"Giới thiệu {label} gồm {count} đồng chí: {comrades(organ.members)}. Biểu quyết: {_HANDS}."


def _presidium(_title: str, congress: Congress, _rule_set: RuleSet) -> Iterator[str]:
    yield from _organ("Đoàn Chủ tịch", congress.presidium)


def _secretariat(title: str, congress: Congress, _rule_set: RuleSet) -> Iterator[str]:
    if " bau " in title:
        yield from _organ("Đoàn Thư ký", congress.secretariat)


def _credentials(title: str, congress: Congress, _rule_set: RuleSet) -> Iterator[str]:
    committee = congress.credentials_committee
    if " bau " in title:
        yield from _organ("Ban Thẩm tra tư cách đại biểu", committee)
    elif committee:
        yield f"Mời đồng chí {committee.head.full_name}, Trưởng ban, báo cáo. Biểu quyết tư cách đại biểu: {_HANDS}."


def _adopted(what: str) -> Cue:
    def cue(_title: str, _congress: Congress, _rule_set: RuleSet) -> Iterator[str]:
        yield f"Biểu quyết {what}: {_HANDS}."

    return cue


def _elections(_title: str, congress: Congress, rule_set: RuleSet) -> Iterator[str]:
    """Tellers, then for each vote its seats and its list, each to be voted on by hands before the ballots."""
    if is_appointed(congress):
        return
    yield from _organ(rule_set.tellers_name.text, congress.tellers)
    for election in congress.elections:
        what = OFFICES[election.office].vi
        if election.seats is not None:
            yield f"Bầu {what}: biểu quyết số lượng {grouped(election.seats)} đồng chí: {_HANDS}."
        first = election.rounds[0] if election.rounds else None
        if first and first.candidates:
            listed = grouped(len(first.candidates))
            yield f"Bầu {what}: biểu quyết danh sách bầu cử gồm {listed} đồng chí: {_HANDS}; mời bỏ phiếu."


def _resolution(_title: str, congress: Congress, _rule_set: RuleSet) -> Iterator[str]:
    if congress.secretariat:
        yield f"Mời đồng chí {congress.secretariat.head.full_name}, Đoàn Thư ký, đọc dự thảo Nghị quyết."
    yield f"Biểu quyết thông qua Nghị quyết: {_HANDS}."


_CUES: tuple[tuple[str, Cue], ...] = (
    ("chao co", _standing),
    ("bau doan chu tich", _presidium),
    ("doan thu ky", _secretariat),
    ("tham tra tu cach dai bieu", _credentials),
    ("thong qua chuong trinh", _adopted("chương trình")),
    ("quy che", _adopted("quy chế làm việc, quy chế bầu cử")),
    ("bau cu", _elections),
    ("nghi quyet", _resolution),
)
"""Words in the title of a point, folded, and what is said there."""
