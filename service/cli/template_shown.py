"""What was found in a template, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from service.cli.papers import Language

if TYPE_CHECKING:
    from service.documents.template_check import TemplateCheck
    from service.docx.lint import LintFinding

_SEVERITIES = {
    "vi": {"error": "lỗi", "warning": "cảnh báo", "notice": "lưu ý"},
    "en": {"error": "error", "warning": "warning", "notice": "notice"},
}


def show_check(checked: TemplateCheck, lang: Language) -> None:
    """A block for each finding: severity and place, what is wrong, what to do."""
    for one in checked.findings:
        vi = lang == "vi"
        click.echo(f"{_SEVERITIES[lang][one.severity]}: {one.spot.vi if vi else one.spot.en} [{one.code}]")
        click.echo(f"  {one.vi if vi else one.en}")
        click.echo(f"  → {one.do_vi if vi else one.do_en}")
    counted = ", ".join(_counted(checked.findings, lang))
    if not checked.findings:
        click.echo("Không có lỗi." if lang == "vi" else "Nothing was found.")
    else:
        click.echo(counted)


def _counted(findings: tuple[LintFinding, ...], lang: Language) -> Iterator[str]:
    for severity, word in _SEVERITIES[lang].items():
        count = sum(one.severity == severity for one in findings)
        if count:
            yield f"{count} {word}" + ("s" if lang == "en" and count > 1 else "")


def check_as_json(checked: TemplateCheck) -> dict[str, object]:
    return {
        "template": checked.template,
        "usable": checked.is_usable,
        "findings": [one.as_json() for one in checked.findings],
        "used": list(checked.used),
    }
