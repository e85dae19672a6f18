"""The fields of a list of short biographies (danh sách trích ngang, HD 38/HD-TLĐ, Mẫu 2)."""

from __future__ import annotations

import datetime as dt

from service.congress.model import Congress
from service.congress.people import Person
from service.congress.rules.rule_set import RuleSet
from service.congress.text import fold
from service.congress.wording import dateline, grouped
from service.documents.biography import Listed, biography_of, listed
from service.documents.fields.convened import signed_for
from service.documents.fields.letterhead import Fields, full_name, known, office_of
from service.documents.offices import committee, outgoing_committee, upper_congress, what_is_elected
from service.documents.paper import PlannedPaper


def biographies_fields(paper: PlannedPaper, congress: Congress, rule_set: RuleSet) -> Fields:
    """The words of one list. Raises NotReady when its data is not complete."""
    people, upper = listed(paper.subject, congress, rule_set), congress.organisation.upper
    return {
        "upper_caps": upper.name.upper() if upper else "",
        "union_caps": congress.organisation.name.upper(),
        "date_line": dateline(
            known(congress.place), None, (congress.closed_on or known(congress.opened_on)).year
        ),
        "subject": _subject(paper.subject, congress),
        "people": [_line(number, one, congress) for number, one in enumerate(people, 1)],
        "vouching": f"{_of_whom(paper.subject, congress)} chịu trách nhiệm về tính chính xác của các thông tin trên",
        "closing": _closing([biography_of(one.person, congress) for one in people]),
        **_signature(paper.subject, congress),
    }


def _of_whom(subject: str, congress: Congress) -> str:
    return outgoing_committee(congress) if subject == "candidates" else committee(congress)


def _closing(people: list[Person]) -> str:
    women = sum(person.gender == "female" for person in people)
    minority = sum(fold(person.ethnicity or "") != "kinh" for person in people)
    counts = ((women, "nữ"), (minority, "người dân tộc thiểu số"))
    among = ", ".join(f"{grouped(count)} {who}" for count, who in counts if count)
    return f"Danh sách gồm {grouped(len(people))} người" + (f", trong đó có {among}" if among else "")


def _signature(subject: str, congress: Congress) -> Fields:
    """The list of candidates is of the outgoing committee, the others of the new one, whose chair signs at once."""
    if subject == "candidates":
        return signed_for(known(congress.convening))
    chair = known(known(congress.executive_committee).chair)
    return {"capacity": ["TM. BAN CHẤP HÀNH", "CHỦ TỊCH"], "signer": chair.full_name}


def _subject(subject: str, congress: Congress) -> str:
    if subject == "upper_delegates":
        return f"Đại biểu dự {upper_congress(congress, spaced=True)}"
    if subject in ("standing_committee", "inspection_committee"):
        return what_is_elected(subject, congress, spaced=True)
    who = what_is_elected("executive_committee", congress, spaced=True)
    if subject == "candidates":
        return f"Nhân sự giới thiệu bầu {who} tại {full_name(congress, spaced=True)}"
    return who


def _line(number: int, one: Listed, congress: Congress) -> Fields:
    person = biography_of(one.person, congress)
    born = _born(person)
    return {
        "number": str(number),
        "name": person.full_name,
        "born_male": born if person.gender == "male" else "",
        "born_female": born if person.gender == "female" else "",
        "ethnicity": person.ethnicity or "",
        "religion": person.religion or "",
        "hometown": person.hometown or "",
        "office": office_of(person),
        "party": _day(person.party_joined_on),
        "education": person.education or "",
        "specialty": person.specialty or "",
        "politics": person.political_theory or "",
        "note": "; ".join(_notes(person, one)),
    }


def _born(person: Person) -> str:
    if person.born_on:
        return _day(person.born_on)
    return str(person.birth_year) if person.birth_year else ""


def _day(day: dt.date | None) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day else ""


def _notes(person: Person, one: Listed) -> list[str]:
    said = [one.note] if one.note else []
    said += [f"cán bộ công đoàn từ {person.union_office_since}"] if person.union_office_since else []
    if person.reelected is not None:
        said.append("tái cử" if person.reelected else "lần đầu")
    return said
