"""The time limits of the dossier for recognition, as notes of a plan: until when, how it was counted, and by what right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from service.congress.model import Congress
from service.congress.rules.dossier import deciding_ends, sending_ends
from service.congress.rules.provisions import TimeLimit
from service.congress.rules.rule_set import RuleSet
from service.congress.rules.working_days import LastDay, UnknownYear, off_between, the_calendar

Note = tuple[str, str]
"""A sentence in Vietnamese and in English."""

_UNSURE: Note = (
    " Căn cứ hoặc lịch nghỉ chưa được xác minh: hãy hỏi lại công đoàn cấp trên.",
    " The article or the days off are not confirmed: ask the upper union.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Running:
    """A limit that runs: what must happen, from when, and its last day or the year whose days off nobody entered."""

    must: Note
    since: Note
    start: dt.date
    limit: TimeLimit
    last: LastDay | UnknownYear


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """
    A limit that runs: what must happen, the whole note, and its last day, where the days off of its year are known.

    `key` tells the limits of one congress apart: `sending`, `deciding`.
    """

    key: str
    must: Note
    note: Note
    last: dt.date | None


def deadline_notes(congress: Congress, rule_set: RuleSet) -> Iterator[Note]:
    """The note of each limit that still runs."""
    return (one.note for one in deadlines(congress, rule_set))


def deadlines(congress: Congress, rule_set: RuleSet) -> Iterator[Deadline]:
    """Each limit that still runs: on sending the dossier until it is sent, on the decision until there is one."""
    recognition, conference = congress.recognition, congress.first_conference
    is_decided = any(mark.kind == "recognition_decision" and mark.issued_on for mark in congress.marks)
    if congress.organisation.level == "national" or is_decided or (recognition and recognition.decision):
        return
    sent, decided = rule_set.recognition_sent, rule_set.recognition_decided
    if recognition and recognition.received_on:
        if decided:
            yield _deadline("deciding", _deciding(congress, rule_set, recognition.received_on, decided))
    elif conference and conference.held_on and sent and not (recognition and recognition.sent_on):
        yield _deadline("sending", _sending(congress, rule_set, conference.held_on, sent))


def _deadline(key: str, running: _Running) -> Deadline:
    last = None if isinstance(running.last, UnknownYear) else running.last.day
    return Deadline(key=key, must=running.must, note=_said(running), last=last)


def _sending(congress: Congress, rule_set: RuleSet, held: dt.date, limit: TimeLimit) -> _Running:
    must = (
        "Hồ sơ đề nghị công nhận phải gửi công đoàn cấp trên",
        "The dossier for recognition must be sent to the upper union",
    )
    since = ("hội nghị ban chấp hành lần thứ nhất", "the first conference of the executive committee")
    last = _end_of(sending_ends, congress, rule_set)
    return _Running(must=must, since=since, start=held, limit=limit, last=last)


def _deciding(congress: Congress, rule_set: RuleSet, received: dt.date, limit: TimeLimit) -> _Running:
    must = ("Công đoàn cấp trên phải quyết định công nhận", "The upper union must decide on the recognition")
    since = ("ngày nhận đủ hồ sơ", "the day the full dossier was received")
    last = _end_of(deciding_ends, congress, rule_set)
    return _Running(must=must, since=since, start=received, limit=limit, last=last)


def _end_of(
    ends: Callable[[Congress, RuleSet], LastDay | None], congress: Congress, rule_set: RuleSet
) -> LastDay | UnknownYear:
    try:
        last = ends(congress, rule_set)
    except UnknownYear as unknown:
        return unknown
    assert last  # noqa: S101 -- there is a limit, and a day from which it runs
    return last


def _said(running: _Running) -> Note:
    limit, last = running.limit, running.last
    is_working = limit.counted == "working_days"
    vi = f"{limit.days} ngày{' làm việc' if is_working else ''} kể từ {running.since[0]} ({_vi(running.start)})"
    en = f"{limit.days} {'working ' if is_working else ''}days from {running.since[1]} ({running.start})"
    if isinstance(last, UnknownYear):
        return (
            f"{running.must[0]} trong {vi}; chưa có lịch nghỉ lễ, Tết của năm {last.year} nên chưa tính được ngày cuối, hãy "
            f"tự tính theo thông báo nghỉ lễ của năm đó. Căn cứ: {limit.article}.",
            f"{running.must[1]} within {en}; the days off of {last.year} are not entered, so the last day cannot be counted: "
            f"count it by the announcement of that year. By: {limit.article}.",
        )
    off = _days_off(running.start, last.day) if is_working else ("", "")
    ask = _UNSURE if "M" in (limit.evidence, last.evidence) else ("", "")
    return (
        f"{running.must[0]} chậm nhất ngày {_vi(last.day)}: {vi}{off[0]}. Căn cứ: {limit.article}.{ask[0]}",
        f"{running.must[1]} by {last.day}: {en}{off[1]}. By: {limit.article}.{ask[1]}",
    )


def _days_off(start: dt.date, last: dt.date) -> Note:
    """What was not counted on the way besides weekends."""
    names = list(off_between(start, last, the_calendar()))
    vi, en = ("; ".join(name.vi for name in names), "; ".join(name.en for name in names))
    return (
        ", không tính thứ Bảy, Chủ nhật" + (f" và ngày nghỉ ({vi})" if names else ""),
        ", without weekends" + (f" and days off ({en})" if names else ""),
    )


def _vi(day: dt.date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
