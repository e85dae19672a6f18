"""The page and the dashboard for those who watch: of the figures that there are, and of all of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FIGURES = set(re.findall(r'"(vankien_[a-z_]+)"', (ROOT / "service/web/metrics.py").read_text("utf-8")))
PARTS = ("_bucket", "_count", "_sum")
"""What Prometheus makes of a histogram."""


def named(text: str) -> set[str]:
    """The figures that a text names."""
    found = set(re.findall(r"vankien_[a-z_]+", text))
    return {next((one.removesuffix(part) for part in PARTS if one.endswith(part)), one) for one in found}


def test_the_page_explains_every_figure() -> None:
    """
    A figure without a meaning is no figure, and an alarm on one that is gone never rings.
    """
    assert FIGURES == named((ROOT / "docs/watching.md").read_text("utf-8"))


def test_the_dashboard_shows_every_figure_that_moves() -> None:
    """
    Those that only say how much the last pass read are left to the page of the archive.
    """
    dashboard = json.loads((ROOT / "docs/grafana.json").read_text("utf-8"))
    asked = {target["expr"] for panel in dashboard["panels"] for target in panel["targets"]}

    shown = {name for expression in asked for name in named(expression)}
    assert FIGURES - {"vankien_fixity_objects", "vankien_fixity_files"} == shown
    assert len(dashboard["panels"]) == len({panel["id"] for panel in dashboard["panels"]})
