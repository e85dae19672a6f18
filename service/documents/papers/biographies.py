"""Lists of short biographies (danh sách trích ngang): of candidates, of those elected, of delegates to the upper congress."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.conferences import ConferenceName
from service.congress.model import Congress
from service.congress.rules import rule_set_for
from service.documents.biography import biography_of, listed, missing_of
from service.documents.conferences import as_meeting, conferences, said_of
from service.documents.facts.biographies import biographies_facts
from service.documents.fields.biographies import biographies_fields
from service.documents.paper import Lack, PlannedPaper
from service.documents.papers.paper_type import Owed, PaperType, Signers
from service.documents.requirements import (
    EVERY_PAPER,
    counting_lacks,
    is_appointed,
    lacking,
    of_office,
    value_at,
)

_DETAILS = {
    "candidates": ("nhân sự giới thiệu bầu Ban Chấp hành", "candidates for the executive committee"),
    "executive_committee": ("Ban Chấp hành", "executive committee"),
    "standing_committee": ("Ban Thường vụ", "standing committee"),
    "inspection_committee": ("Ủy ban Kiểm tra", "inspection committee"),
    "upper_delegates": ("đại biểu dự đại hội cấp trên", "delegates to the upper congress"),
}
_STEMS = {
    "candidates": "nhan-su",
    "executive_committee": "ban-chap-hanh",
    "standing_committee": "ban-thuong-vu",
    "inspection_committee": "uy-ban-kiem-tra",
    "upper_delegates": "dai-bieu-cap-tren",
}

_AT_CONFERENCE = {
    "standing_committee": "/executive_committee/standing_committee/members",
    "inspection_committee": "/inspection_committee/members",
}
"""The bodies that the first conference elects, and where their members may be listed."""


def _owed(congress: Congress) -> Iterator[Owed]:
    for subject in _subjects(congress):
        vi, en = _DETAILS[subject]
        shared = _shared_lacks(subject, congress)
        yield Owed(
            subject=subject,
            detail=(f" {vi}", f": {en}"),
            lacks=shared or _personal_lacks(subject, congress),
            waits_at=tuple(f"/elections/{number}/rounds" for number, _ in _votes(subject, congress)),
        )
    for subject, listed_at in _AT_CONFERENCE.items():
        found = tuple(_conference_votes(subject, congress))
        if found or value_at(congress, listed_at.removesuffix("/members")):
            vi, en = _DETAILS[subject]
            lacks = _conference_lacks(found, listed_at, congress)
            yield Owed(
                subject=subject,
                detail=(f" {vi}", f": {en}"),
                lacks=lacks or _personal_lacks(subject, congress),
                waits_at=tuple(f"/{name}/elections/{number}/rounds" for name, number in found),
            )


def _conference_votes(subject: str, congress: Congress) -> Iterator[tuple[ConferenceName, int]]:
    """The votes on a body at the first conferences, where they stand."""
    for name, conference in conferences(congress):
        for number, election in enumerate(conference.elections):
            if election.office == subject:
                yield name, number


def _conference_lacks(
    found: tuple[tuple[ConferenceName, int], ...], listed_at: str, congress: Congress
) -> tuple[Lack, ...]:
    wanted = (
        "/organisation/place",
        "/opened_on",
        "/executive_committee/ordinal",
        "/executive_committee/chair",
    )
    lacks = lacking(congress, (*EVERY_PAPER, *wanted))
    if value_at(congress, listed_at):
        return lacks
    for name, number in found:
        meeting = as_meeting(congress, getattr(congress, name))
        lacks += said_of(name, counting_lacks(meeting, number))
    return lacks if found else lacks + lacking(congress, [listed_at])


def _subjects(congress: Congress) -> Iterator[str]:
    if of_office(congress, "executive_committee") and not is_appointed(congress):
        yield "candidates"
    if congress.executive_committee or of_office(congress, "executive_committee"):
        yield "executive_committee"
    if of_office(congress, "upper_delegates", "upper_alternates"):
        yield "upper_delegates"


def _votes(subject: str, congress: Congress) -> tuple[tuple[int, object], ...]:
    """The votes whose results the list prints."""
    if subject == "candidates":
        return ()
    offices = (
        ("executive_committee",)
        if subject == "executive_committee"
        else ("upper_delegates", "upper_alternates")
    )
    return of_office(congress, *offices)


def _shared_lacks(subject: str, congress: Congress) -> tuple[Lack, ...]:
    wanted = [*EVERY_PAPER, "/organisation/place", "/opened_on", "/executive_committee/ordinal"]
    if subject == "candidates":
        number = of_office(congress, "executive_committee")[0][0]
        return lacking(congress, [*wanted, "/convening/signer", f"/elections/{number}/rounds/0/candidates"])
    wanted += ["/executive_committee/chair"]
    wanted += ["/upper_delegation"] if subject == "upper_delegates" else []
    committee = congress.executive_committee
    named = subject == "executive_committee" and committee is not None and bool(committee.members)
    counted = () if named else _votes(subject, congress)
    found = lacking(congress, wanted)
    if subject == "executive_committee" and not named and not counted:
        found += lacking(congress, ["/executive_committee/members"])
    for number, _ in counted:
        found += counting_lacks(congress, number)
    return found


def _personal_lacks(subject: str, congress: Congress) -> tuple[Lack, ...]:
    """One sentence for each person of whom something is not known that everybody has."""
    found = []
    # The list of delegates is where a person is described once for every paper.
    where = "/delegates" if congress.form == "delegates" else "/elections"
    for one in listed(subject, congress, rule_set_for(congress.opened_on).rule_set):
        missing = list(missing_of(biography_of(one.person, congress)))
        if missing:
            vi, en = (", ".join(words) for words in zip(*missing, strict=True))
            name = one.person.full_name
            found.append(
                Lack(
                    pointer=where,
                    vi=f"{name}: chưa có {vi}.",
                    en=f"{name}: missing {en}.",
                )
            )
    return tuple(found)


def _signers(paper: PlannedPaper, congress: Congress) -> Signers:
    committee, convening = congress.executive_committee, congress.convening
    if paper.subject == "candidates":
        return (("Ban Chấp hành", convening.signer.full_name),) if convening and convening.signer else ()
    return (("Chủ tịch", committee.chair.full_name),) if committee and committee.chair else ()


def _stem(paper: PlannedPaper) -> str:
    return f"trich-ngang-{_STEMS[paper.subject]}"


BIOGRAPHIES = PaperType(
    template="biographies",
    owed=_owed,
    fields=biographies_fields,
    facts=biographies_facts,
    in_order=(
        "union_caps",
        "date_line",
        "subject",
        "people[].name",
        "vouching",
        "closing",
        "capacity[]",
        "signer",
    ),
    signers=_signers,
    stem=_stem,
    is_prose=False,
)
