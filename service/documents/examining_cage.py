"""The program that examines what an office brings as a template, in a process of its own (`service.cage`)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from service.cage import CageDied, caged, serve
from service.congress.finding import Finding
from service.congress.model import Congress
from service.documents.examining import Examined, examined, refused
from service.documents.packs import Packs, read_packs
from service.documents.samples import Sample, Samples
from service.documents.template_cage import TOO_HEAVY, check_of
from service.docx.package import begins_as_zip


def examine_in(templates: Path, packs: Path, samples: Samples) -> Callable[[bytes, str], Examined]:
    """
    What examines bytes in the place of the template of an id, of the folders `templates` and `packs`.

    It never raises for what is in the file: one that is too heavy to read is a finding.
    """

    def ask(source: bytes, template: str) -> Examined:
        if not begins_as_zip(source):  # told by its first bytes
            return refused(source)
        words = {
            "template": template,
            "folders": [str(templates), str(packs)],
            "samples": [_told(one) for one in samples()],
        }
        try:
            said, copy = caged(__file__, "examine", source, words)
        except CageDied:
            return Examined(check=TOO_HEAVY, copy=None)
        return Examined(check=check_of(said), copy=copy or None)

    return ask


def _told(sample: Sample) -> dict[str, Any]:
    return {
        "key": sample.key,
        "congress": sample.congress.model_dump_json(),
        "rule_set": sample.rule_set.key,
        "findings": [{**asdict(one), "figures": dict(one.figures)} for one in sample.findings],
    }


def _heard(told: Mapping[str, Any], packs: Packs) -> Sample:
    return Sample(
        key=told["key"],
        congress=Congress.model_validate_json(told["congress"]),
        rule_set=packs.rule_set(told["rule_set"]),
        findings=tuple(Finding(**one) for one in told["findings"]),
    )


def _examine(source: bytes, words: Mapping[str, Any]) -> tuple[Any, bytes]:
    packs = read_packs(*map(Path, words["folders"]))
    samples = tuple(_heard(one, packs) for one in words["samples"])
    done = examined(source, words["template"], packs, lambda: samples)
    return asdict(done.check), done.copy or b""


if __name__ == "__main__":
    sys.exit(serve({"examine": _examine}))
