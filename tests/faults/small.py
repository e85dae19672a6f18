"""The smallest congress that is worth a set: two papers, one of which bears a number."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

_EXAMPLE = Path(__file__).parents[2] / "examples" / "general-meeting-2024.json"


@lru_cache(maxsize=1)
def _example() -> str:
    return _EXAMPLE.read_text(encoding="utf-8")


def small_meeting(name: str, *, edition: int = 1) -> bytes:
    """The data of the meeting of a body of that name; a later edition corrects the one before."""
    data: dict[str, Any] = json.loads(_example())
    data["organisation"] = {"name": name, "place": "Greenfield", "members": 14}
    # Without a venue neither cards nor lists nor minutes can be made.
    del data["venue"]
    if edition > 1:
        data["reason"] = f"correction {edition}"
        data["resolution"]["tasks"][0] += f" ({edition})"
    return json.dumps(data).encode()
