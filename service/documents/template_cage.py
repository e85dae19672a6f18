"""
The program that reads templates from outside, in a process of its own (`service.cage`).

A Word file of 30 KB can keep its reader busy for a minute: whoever lets people send templates asks here, not `check_template`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from service.cage import CageDied, caged, serve
from service.documents.heading import UNION_STYLE
from service.documents.sheet_check import words_of_templates
from service.documents.template_check import TemplateCheck, annotated, check_template
from service.docx import PackageRefused
from service.docx.lint.findings import LintFinding, finding
from service.docx.lint.places import Spot
from service.docx.package import begins_as_zip


def check_caged(source: bytes, *, among: Sequence[str] = (), style: str = UNION_STYLE) -> TemplateCheck:
    """What `check_template` says; one finding, `too-heavy`, when its process ended without an outcome."""
    return _asked(source, among, style, annotate=False)[0]


def check_and_annotate_caged(
    source: bytes, *, among: Sequence[str] = (), style: str = UNION_STYLE
) -> tuple[TemplateCheck, bytes | None]:
    """The same, and the copy of the file with a comment at each spot, where it is safe to open."""
    return _asked(source, among, style, annotate=True)


def _asked(
    source: bytes, among: Sequence[str], style: str, *, annotate: bool
) -> tuple[TemplateCheck, bytes | None]:
    # What is no zip is told by its first bytes, which no library sees: no process need be started for that.
    if not begins_as_zip(source):
        return check_template(source, among=among, style=style), None
    words = {"among": list(among), "style": style, "annotate": annotate}
    try:
        said, copy = caged(__file__, "check", source, words)
    except CageDied:
        return TOO_HEAVY, None
    return check_of(said), copy or None


TOO_HEAVY = TemplateCheck(
    template=None, findings=(finding("too-heavy", Spot(part=""), words=words_of_templates()),), used=()
)
"""What is said of a file whose process ended without an outcome."""


def check_of(said: Mapping[str, Any]) -> TemplateCheck:
    """The check as it comes out of a process."""
    return TemplateCheck(
        template=said["template"],
        findings=tuple(LintFinding(**{**one, "spot": Spot(**one["spot"])}) for one in said["findings"]),
        used=tuple(said["used"]),
    )


def _check(source: bytes, words: Mapping[str, Any]) -> tuple[Any, bytes]:
    check = check_template(source, among=words["among"], style=words["style"])
    copy = b""
    if words["annotate"]:
        try:
            copy = annotated(source, check)
        except PackageRefused:
            copy = b""
    return asdict(check), copy


if __name__ == "__main__":
    sys.exit(serve({"check": _check}))
