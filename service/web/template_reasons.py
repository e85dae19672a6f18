"""Why a Word file is not kept as a template, as findings."""

from __future__ import annotations

from service.congress.finding import Finding
from service.documents.template_check import TemplateCheck


def file_findings(check: TemplateCheck) -> tuple[Finding, ...]:
    """A finding for each error of the file, with what to do about it."""
    return tuple(
        Finding(
            code=f"template.{one.code}",
            pointer="",
            severity="error",
            vi=f"{one.vi} {one.do_vi}",
            en=f"{one.en} {one.do_en}",
        )
        for one in check.findings
        if one.severity == "error"
    )
