"""What each stage holds, whatever the code that made it."""

from __future__ import annotations

ROOT = "Tổng Liên đoàn Lao động Việt Nam"
SECTIONS = (
    "format", "organisation", "term", "outgoing_term", "ordinal", "form", "opened_on", "closed_on", "venue", "attendance",
    "presidium", "elections", "executive_committee", "upper_delegation", "assessment", "resolution",
)  # fmt: skip
"""Those sections of the complete example from which the resolution and a few more papers are made."""
