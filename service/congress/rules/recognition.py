"""The dossier and its time limits: late, incomplete, out of order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import pairwise

from service.congress.rules.case import Case
from service.congress.rules.dossier import deciding_ends, missing_enclosures, sending_ends
from service.congress.rules.rule import Fault, Rule
from service.congress.rules.rule_set import Words
from service.congress.rules.working_days import LastDay, UnknownYear

ENCLOSED = {
    "minutes": Words(vi="biên bản đại hội", en="the minutes of the congress"),
    "election_result": Words(
        vi="biên bản kiểm phiếu tại đại hội", en="the minutes of the counts at the congress"
    ),
    "biographies": Words(
        vi="danh sách trích ngang những người trúng cử", en="the list of those elected with their biographies"
    ),
    "conference_minutes": Words(
        vi="biên bản hội nghị ban chấp hành lần thứ nhất",
        en="the minutes of the first conference of the executive committee",
    ),
    "conference_count": Words(
        vi="biên bản kiểm phiếu tại hội nghị ban chấp hành",
        en="the minutes of the counts at the conference of the executive committee",
    ),
    "inspection_minutes": Words(
        vi="biên bản hội nghị ủy ban kiểm tra lần thứ nhất",
        en="the minutes of the first conference of the inspection committee",
    ),
    "inspection_count": Words(
        vi="biên bản kiểm phiếu tại hội nghị ủy ban kiểm tra",
        en="the minutes of the counts at the conference of the inspection committee",
    ),
}
"""What a dossier must hold, in words."""


def _sent_late(case: Case) -> Iterator[Fault]:
    recognition, conference = case.congress.recognition, case.congress.first_conference
    if not recognition or not recognition.sent_on or not conference or not conference.held_on:
        return
    last = _known(sending_ends, case)
    if last and recognition.sent_on > last.day:
        figures = {"sent": recognition.sent_on, "last": last.day, "held": conference.held_on}
        yield Fault(pointer="/recognition/sent_on", figures=figures, words={"limit": _limit(case, "sent")})


def _decided_late(case: Case) -> Iterator[Fault]:
    received = case.congress.recognition.received_on if case.congress.recognition else None
    found, last = _decided(case), _known(deciding_ends, case)
    if received and found and last and found[1] > last.day:
        figures = {"decided": found[1], "last": last.day, "received": received}
        yield Fault(pointer=found[0], figures=figures, words={"limit": _limit(case, "decided")})


def _decided(case: Case) -> tuple[str, dt.date] | None:
    """Where the day of the decision stands, and the day."""
    for index, mark in enumerate(case.congress.marks):
        if mark.kind == "recognition_decision" and mark.issued_on:
            return f"/marks/{index}/issued_on", mark.issued_on
    return None


def _known(ends: Callable[..., LastDay | None], case: Case) -> LastDay | None:
    try:
        return ends(case.congress, case.rule_set)
    except UnknownYear:
        return None


def _limit(case: Case, which: str) -> Words:
    limit = case.rule_set.recognition_sent if which == "sent" else case.rule_set.recognition_decided
    if not limit:
        return Words(vi="", en="")
    working = limit.counted == "working_days"
    return Words(
        vi=f"{limit.days} ngày{' làm việc' if working else ''}",
        en=f"{limit.days} {'working ' if working else ''}days",
    )


def _year_unknown(case: Case) -> Iterator[Fault]:
    for pointer, ends in (
        ("/first_conference/held_on", sending_ends),
        ("/recognition/received_on", deciding_ends),
    ):
        try:
            ends(case.congress, case.rule_set)
        except UnknownYear as unknown:
            year = str(unknown.year)
            yield Fault(pointer=pointer, figures={"year": year})


def _dossier_incomplete(case: Case) -> Iterator[Fault]:
    recognition = case.congress.recognition
    missing = missing_enclosures(case.congress)
    if recognition and recognition.sent_on and missing:
        yield Fault(
            pointer="/recognition/dossier",
            figures={"missing": len(missing)},
            words={
                "papers": Words(
                    vi="; ".join(ENCLOSED[kind].vi for kind in missing),
                    en="; ".join(ENCLOSED[kind].en for kind in missing),
                )
            },
        )


def _out_of_order(case: Case) -> Iterator[Fault]:
    congress, recognition = case.congress, case.congress.recognition
    held = congress.first_conference.held_on if congress.first_conference else None
    sent, received = (recognition.sent_on, recognition.received_on) if recognition else (None, None)
    decided = _decided(case)
    steps = [("/first_conference/held_on", held), ("/recognition/sent_on", sent)]
    steps += [("/recognition/received_on", received), decided or ("", None)]
    known = [(pointer, day) for pointer, day in steps if day]
    for (_, earlier), (pointer, later) in pairwise(known):
        if earlier and later and later < earlier:
            yield Fault(pointer=pointer, figures={"later": later, "earlier": earlier})


RULES = (
    Rule(
        code="recognition.sent_late",
        find=_sent_late,
        provision=lambda rule_set: rule_set.recognition_sent,
        vi="Hồ sơ đề nghị công nhận gửi ngày {sent}, sau hạn cuối {last} ({limit} kể từ hội nghị ban chấp hành ngày {held}). "
        "Kiểm tra ngày gửi và ghi rõ lý do chậm.",
        en="The dossier for recognition is sent on {sent}, after its last day {last} ({limit} from the conference of {held}). "
        "Check the day it was sent, and say why it is late.",
    ),
    Rule(
        code="recognition.decided_late",
        find=_decided_late,
        provision=lambda rule_set: rule_set.recognition_decided,
        vi="Quyết định công nhận ngày {decided}, sau hạn cuối {last} ({limit} kể từ ngày nhận đủ hồ sơ {received}). Kiểm tra "
        "hai ngày này.",
        en="The decision of recognition is of {decided}, after its last day {last} ({limit} from the full dossier on "
        "{received}). Check both days.",
    ),
    Rule(
        code="recognition.year_unknown",
        find=_year_unknown,
        severity="warning",
        vi="Chưa có lịch nghỉ lễ, Tết của năm {year} nên chưa tính được hạn cuối theo ngày làm việc. Hãy tự tính theo thông báo "
        "nghỉ lễ của năm đó.",
        en="The days off of {year} are not entered, so the last day cannot be counted. Count it by the announcement of that "
        "year.",
    ),
    Rule(
        code="recognition.dossier_incomplete",
        find=_dossier_incomplete,
        vi="Hồ sơ ghi là đã gửi nhưng còn thiếu {missing} tài liệu: {papers}. Bổ sung rồi mới gửi, hoặc ghi tài liệu đã có trong "
        "hồ sơ.",
        en="The dossier is given as sent, but {missing} papers are missing: {papers}. Add them before it is sent, or record "
        "that they are in it.",
    ),
    Rule(
        code="recognition.order",
        find=_out_of_order,
        vi="Ngày {later} trước ngày {earlier} của bước trước (hội nghị ban chấp hành, gửi hồ sơ, nhận đủ hồ sơ, quyết định công "
        "nhận). Xem lại các ngày này.",
        en="{later} is before {earlier}, the day of the step before it (conference, dossier sent, dossier received, decision). "
        "Look at these days.",
    ),
)
