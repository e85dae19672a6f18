"""
The mail of a day: time limits that end soon, and how many papers wait, by congress.

It names unions and counts papers; no title of a paper stands there, since titles name people.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from service.catalog import MailLanguage, Shelved
from service.documents.to_do import Reminder, ToDo

NEAR: Final = dt.timedelta(days=7)
"""A limit is told from so many days before its last one."""

OVERDUE: Final = dt.timedelta(days=30)
"""And for so long after it: what nobody did by then is not done because of one more mail."""

MOST_LINES: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Subject and plain text of a mail."""

    subject: str
    text: str


def digest_of(to_do: ToDo, *, today: dt.date, language: MailLanguage, public_url: str) -> Digest | None:
    """What is left to do, in words; nothing where nothing is."""
    near = [one for one in to_do.reminders if one.last and today - OVERDUE <= one.last <= today + NEAR]
    waiting = list(_waiting(to_do, language))
    if not near and not waiting:
        return None
    parts = [
        [_say(language, "hello")],
        [_limit(one, today, language) for one in near],
        [
            *waiting[:MOST_LINES],
            *([_say(language, "more")] if to_do.has_more or waiting[MOST_LINES:] else []),
        ],
        [f"{_say(language, 'look')}\n{public_url}/to-do"],
        [f"{_say(language, 'stop')}\n{public_url}/reminders"],
    ]
    text = "\n\n".join("\n".join(lines) for lines in parts if lines)
    papers = len(to_do.to_sign) + len(to_do.to_return)
    return Digest(subject=_subject(len(near), papers, to_do.has_more, language), text=f"{text}\n")


def _subject(limits: int, papers: int, has_more: bool, language: MailLanguage) -> str:
    said = [
        *([_say(language, "subject_limits", count=limits)] if limits else []),
        *([_say(language, "subject_papers", count=f"{papers}{'+' if has_more else ''}")] if papers else []),
    ]
    return f"Văn kiện: {', '.join(said)}"


def _limit(one: Reminder, today: dt.date, language: MailLanguage) -> str:
    assert one.last  # noqa: S101 -- only those whose last day is known are near
    left = (one.last - today).days
    when = "overdue" if left < 0 else "last_day" if left == 0 else "days_left"
    return _say(
        language,
        "limit",
        must=one.must[0] if language == "vi" else one.must[1],
        organisation=one.congress.organisation.name,
        term=one.congress.term,
        when=_say(language, when, count=abs(left), day=f"{one.last:%d/%m/%Y}"),
    )


def _waiting(to_do: ToDo, language: MailLanguage) -> Iterator[str]:
    """A line for each congress with papers that wait, newest first."""
    for name, papers in (("to_sign", to_do.to_sign), ("to_return", to_do.to_return)):
        for (organisation, term), count in Counter(map(_congress, papers)).items():
            yield _say(language, name, organisation=organisation, term=term, count=count)


def _congress(paper: Shelved) -> tuple[str, str]:
    return paper.organisation, paper.term


def _say(language: MailLanguage, name: str, **words: object) -> str:
    return _WORDS[name][0 if language == "vi" else 1].format(**words)


_WORDS: Final = {
    "hello": ("Những việc còn phải làm hôm nay trên Văn kiện:", "What is left to do in Văn kiện today:"),
    "limit": ("* {organisation}, {term}: {must}. {when}", "* {organisation}, {term}: {must}. {when}"),
    "overdue": (
        "ĐÃ QUÁ HẠN {count} ngày (hạn chót {day}).",
        "OVERDUE, by days: {count} (last day {day}).",
    ),
    "last_day": ("Hôm nay là hạn chót.", "Today is the last day."),
    "days_left": ("Còn {count} ngày (hạn chót {day}).", "Days left: {count} (last day {day})."),
    "to_sign": (
        "* {organisation}, {term}: {count} văn kiện chờ ký và cấp số",
        "* {organisation}, {term}: papers to sign and number: {count}",
    ),
    "to_return": (
        "* {organisation}, {term}: {count} văn kiện chờ nộp bản đã ký",
        "* {organisation}, {term}: signed copies to bring back: {count}",
    ),
    "more": ("* và những việc khác.", "* and others."),
    "look": ("Xem và làm tại:", "See and do it at:"),
    "stop": (
        "Thư này được gửi tự động, mỗi ngày nhiều nhất một lần. Thôi nhận thư, đổi địa chỉ hoặc ngôn ngữ tại:",
        "This mail is sent by itself, once a day at most. Stop it, or change address or language, at:",
    ),
    "subject_limits": ("{count} hạn chót", "time limits: {count}"),
    "subject_papers": ("{count} văn kiện chờ ký, chờ nộp bản đã ký", "papers waiting: {count}"),
}
