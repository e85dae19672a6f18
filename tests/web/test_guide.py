"""The guides for secretaries and administrators: every picture is there, and every one that is taken is shown."""

from __future__ import annotations

import re
from pathlib import Path

from tests.web.browsing import SHOWN

DOCS = Path(__file__).parents[2] / "docs"


def test_every_picture_is_taken_and_shown() -> None:
    """
    What the guides show, what lies beside it, and what the browser tests take are the same pictures.
    """
    guides = "".join((DOCS / name).read_text("utf-8") for name in ("huong-dan.md", "quan-tri.md"))
    shown = set(re.findall(r"\]\(images/([a-z-]+)\.png\)", guides))

    assert shown == {picture.stem for picture in (DOCS / "images").iterdir()} == set(SHOWN.values())
