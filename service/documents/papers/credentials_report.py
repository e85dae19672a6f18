"""The report on the delegates' credentials (báo cáo thẩm tra tư cách đại biểu): not of a plenary congress."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.documents.facts.credentials_report import credentials_report_facts
from service.documents.fields.credentials_report import credentials_report_fields
from service.documents.paper import Lack, PlannedPaper
from service.documents.papers.paper_type import Owed, PaperType, Signers, named, signed_by
from service.documents.requirements import EVERY_PAPER, lacking


def _owed(congress: Congress) -> Iterator[Owed]:
    if congress.form != "plenary":
        yield Owed(lacks=_lacks(congress), waits_at=("/credentials",))


def _signers(_paper: PlannedPaper, congress: Congress) -> Signers:
    return signed_by(("Trưởng ban Thẩm tra tư cách đại biểu", congress.credentials_committee))


def _lacks(congress: Congress) -> tuple[Lack, ...]:
    figures = ("ex_officio", "elected", "appointed", "breakdowns", "complaints", "qualified")
    wanted = [
        *EVERY_PAPER,
        *("/organisation/place", "/opened_on", "/attendance/summoned", "/attendance/present"),
        *("/credentials_committee", *(f"/credentials/{figure}" for figure in figures)),
    ]
    return lacking(congress, wanted)


CREDENTIALS_REPORT = PaperType(
    template="credentials_report",
    owed=_owed,
    fields=credentials_report_fields,
    facts=credentials_report_facts,
    as_read=(
        "congress_caps",
        "ordinal_term_caps",
        "organ_caps",
        "number_line",
        "date_line",
        "subject",
        "grounds[]",
        "opening",
        "attendance[].label",
        "attendance[].count",
        "attendance[].percent",
        "absences[]",
        "summoned",
        "composition[].label",
        "composition[].count",
        "composition[].percent",
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
        "signer",
    ),
    signers=_signers,
    stem=named("bao-cao-tham-tra-tu-cach-dai-bieu"),
)
