"""The programme (chương trình đại hội): one for each congress."""

from __future__ import annotations

from collections.abc import Iterator

from service.congress.model import Congress
from service.documents.facts.programme import programme_facts
from service.documents.fields.programme import programme_fields
from service.documents.papers.paper_type import Owed, PaperType, named
from service.documents.requirements import EVERY_PAPER, lacking, of_outgoing


def _owed(congress: Congress) -> Iterator[Owed]:
    wanted = ["/organisation/place", "/opened_on", "/venue", *of_outgoing(congress, "/outgoing_ordinal")]
    wanted += ["/programme"]
    yield Owed(lacks=lacking(congress, [*EVERY_PAPER, *wanted]))


# The outgoing committee plans it and nobody signs; the congress adopts it by a show of hands.
PROGRAMME = PaperType(
    template="programme",
    owed=_owed,
    fields=programme_fields,
    facts=programme_facts,
    as_read=(
        "congress_caps",
        "ordinal_term_caps",
        "number_line",
        "date_line",
        "subject",
        "venue",
        "sittings[].title",
        "sittings[].points[].number",
        "sittings[].points[].time",
        "sittings[].points[].title",
        "sittings[].points[].in_charge",
        "closing",
        "planner_caps",
    ),
    stem=named("chuong-trinh-dai-hoi"),
)
