"""What the complete examples make, for the tests that follow their papers from door to archive."""

from __future__ import annotations

from pathlib import Path

from service.congress.model import Congress
from service.congress.rules import check
from service.documents.plan import Plan, plan
from service.documents.templates import read_templates

_PROJECT = Path(__file__).parents[1]


def plan_of(name: str) -> Plan:
    """The plan of the example with that file name."""
    congress = Congress.model_validate_json((_PROJECT / "examples" / name).read_bytes())
    return plan(congress, check(congress), read_templates(_PROJECT / "templates_docx"))


PLAN = plan_of("so-cong-thuong-2023-day-du.json")
PAPERS = len(PLAN.in_state("ready"))
"""How many papers there are up to the end of the congress; which, is what tests/documents/test_plan.py says."""


RESOLUTION_ALONE = (
    "format", "organisation", "term", "outgoing_term", "ordinal", "form", "opened_on", "closed_on", "venue", "attendance",
    "presidium", "elections", "executive_committee", "upper_delegation", "assessment", "resolution",
)  # fmt: skip
"""The sections of the complete example from which, beside lists and ballots, the resolution alone is made."""
