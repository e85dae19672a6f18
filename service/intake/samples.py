"""The samples that templates are tried with: the examples of the project, read as congress data are read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from service.documents.samples import Sample
from service.intake.read import RuleSets, read_congress

EXAMPLES = Path(__file__).parents[2] / "examples"


def samples_in(folder: Path, packs: RuleSets) -> Callable[[], tuple[Sample, ...]]:
    """Reads every acceptable `*.json` of `folder`, the fullest first, the first time it is called."""

    @cache
    def read() -> tuple[Sample, ...]:
        files = sorted(folder.glob("*.json"), key=lambda one: (-one.stat().st_size, one.name))
        readings = ((one.stem, read_congress(one.read_bytes(), packs)) for one in files)
        return tuple(
            Sample(key=key, congress=found.congress, rule_set=found.rule_set, findings=found.findings)
            for key, found in readings
            if found.congress is not None and found.is_acceptable
        )

    return read
