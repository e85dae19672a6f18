"""The report on the members (báo cáo tình hình đoàn viên): of a plenary congress, which has no credentials report."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.documents.facts.membership_report import membership_report_facts
from service.documents.fields.membership_report import membership_report_fields
from service.documents.paper import Lack
from service.documents.papers.paper_type import Owed, PaperType, named
from service.documents.requirements import EVERY_PAPER, lacking, of_outgoing


def _owed(congress: Congress) -> Iterator[Owed]:
    if congress.form == "plenary":
        yield Owed(lacks=_lacks(congress))


def _lacks(congress: Congress) -> tuple[Lack, ...]:
    wanted = [
        *EVERY_PAPER,
        *("/organisation/place", "/opened_on", "/organisation/members"),
        *of_outgoing(congress, "/outgoing_ordinal"),
        *("/attendance/summoned", "/attendance/present", "/membership/breakdowns"),
    ]
    return lacking(congress, wanted)


# A report of the outgoing committee ends with its name and no signature of a person (QĐ 933/QĐ-TLĐ, Phụ lục IV).
MEMBERSHIP_REPORT = PaperType(
    template="membership_report",
    owed=_owed,
    fields=membership_report_fields,
    facts=membership_report_facts,
    as_read=(
        "congress_caps",
        "ordinal_term_caps",
        "number_line",
        "date_line",
        "subject",
        "grounds[]",
        "opening",
        "members",
        "changes[]",
        "attendance[].label",
        "attendance[].count",
        "attendance[].percent",
        "base_count",
        "base_name",
        "breakdowns[].number",
        "breakdowns[].title",
        "breakdowns[].groups[].number",
        "breakdowns[].groups[].label",
        "breakdowns[].groups[].count",
        "breakdowns[].groups[].percent",
        "ages[]",
        "complaints[]",
        "conclusion",
        "refused[]",
        "closing",
        "reporter_caps",
    ),
    stem=named("bao-cao-tinh-hinh-doan-vien"),
)
