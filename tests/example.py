"""What the complete example makes, for the tests that follow its papers from door to archive."""

from __future__ import annotations

from pathlib import Path

from service.congress.model import Congress
from service.congress.rules import check
from service.documents.plan import plan
from service.documents.templates import read_templates

_PROJECT = Path(__file__).parents[1]
_COMPLETE = Congress.model_validate_json(
    (_PROJECT / "examples" / "so-cong-thuong-2023-day-du.json").read_bytes()
)

PLAN = plan(_COMPLETE, check(_COMPLETE), read_templates(_PROJECT / "templates_docx"))
PAPERS = len(PLAN.in_state("ready"))
"""How many papers there are; which, is what tests/documents/test_plan.py says."""
KINDS = {paper.kind for paper in PLAN.papers}
