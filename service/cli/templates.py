"""`vankien template` and `vankien fields`: for the people who make the Word templates; no catalog is opened."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, get_args

import click

from service.cli.failures import REFUSED, Stop
from service.cli.papers import Language, language
from service.cli.tables import show_table
from service.config import read_settings
from service.documents.paper import Kind

if TYPE_CHECKING:
    from service.documents.template_check import TemplateCheck
    from service.documents.templates import TemplateBook, TemplateFile
    from service.docx.lint import LintFinding

_SEVERITIES = {
    "vi": {"error": "lỗi", "warning": "cảnh báo", "notice": "lưu ý"},
    "en": {"error": "error", "warning": "warning", "notice": "notice"},
}
_TYPES = {
    "vi": {"text": "chữ", "texts": "danh sách", "picture": "hình"},
    "en": {"text": "text", "texts": "list of texts", "picture": "picture"},
}
_FIELD_HEADS = {
    "vi": ("trường", "kiểu", "ý nghĩa", "ví dụ"),
    "en": ("field", "type", "meaning", "example"),
}

word_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
as_json = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.group()
def template() -> None:
    """Check a Word template, or fill one in."""


@template.command()
@word_file
@click.option("--kind", type=click.Choice(get_args(Kind)), help="The kind of paper it is for.")
@click.option("--template", "template_id", help="The id of the template it is to be, like minutes.")
@click.option(
    "--style",
    help="The heading style it is measured by, like youth; else that of the template in its manifest.",
)
@click.option(
    "--annotate",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a copy with a Word comment at each spot.",
)
@as_json
@language
def check(
    file: Path,
    *,
    kind: str | None,
    template_id: str | None,
    style: str | None,
    annotate: Path | None,
    as_json: bool,
    lang: Language,
) -> None:
    """Say everything that is wrong with the Word template FILE: where, what, and what to do.

    Without --kind and --template a FILE named like a template (minutes.docx) is compared with its fields. The exit
    code is 2 when papers cannot be made with it.
    """
    from service.documents.template_check import check_template

    if kind and template_id:
        raise Stop("Give --kind or --template, not both.", exit_code=REFUSED)
    source = file.read_bytes()
    checked = check_template(
        source, among=_among(file, kind, template_id), style=_style(file, template_id, style)
    )
    if as_json:
        click.echo(json.dumps(_as_json(checked), ensure_ascii=False, indent=1))
    else:
        _show(checked, lang)
    if annotate is not None:
        _annotate(source, checked, annotate)
    if not checked.is_usable:
        raise Stop(f"{file.name} cannot be used as a template yet.", exit_code=REFUSED)


@template.command()
@word_file
@click.argument("fields", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o", "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The paper to write."
)
def render(file: Path, fields: Path, *, out: Path) -> None:
    """Fill the template FILE with FIELDS (a JSON object) and write the paper.

    Texts, whole numbers, true and false, null, lists and objects; dates are written as texts. Missing fields are
    named all at once. The exit code is 2 when template and fields do not fit.
    """
    from service.docx import DocxError, compile_template

    if out.exists() and out.samefile(file):
        raise Stop(f"{out.name} is the template itself: name another file.", exit_code=REFUSED)
    try:
        paper = compile_template(file).render(_read_fields(fields))
    except DocxError as error:
        raise Stop(_sentence(error, file), exit_code=REFUSED) from error
    _write(out, paper)


@click.command()
@click.argument("name")
@as_json
@language
def fields(name: str, *, as_json: bool, lang: Language) -> None:
    """List the fields that a template may use: NAME is a template (minutes) or a kind of paper (credential)."""
    from service.documents.fields.published import EVERYWHERE, published

    listed = {one: published()[one] for one in _named(name)}
    if as_json:
        bodies = {
            template_id: {
                "version": held.version,
                "fields": [
                    {"name": one.path, "type": one.type, "vi": one.vi, "en": one.en, "example": one.example}
                    for one in (*held.fields.values(), *EVERYWHERE)
                ],
            }
            for template_id, held in listed.items()
        }
        click.echo(json.dumps(bodies, ensure_ascii=False, indent=1))
        return
    for template_id, held in listed.items():
        if len(listed) > 1:
            click.echo(f"{template_id}:")
        rows = [
            [one.path, _TYPES[lang][one.type], one.vi if lang == "vi" else one.en, one.example]
            for one in (*held.fields.values(), *EVERYWHERE)
        ]
        show_table(_FIELD_HEADS[lang], rows)


def _book() -> TemplateBook:
    from service.documents.templates import read_templates

    return read_templates(read_settings().templates)


def _named(name: str) -> tuple[str, ...]:
    """The ids of the template or of the kind called `name`."""
    from service.documents.fields.published import published
    from service.documents.template_check import templates_of

    if name in published():
        return (name,)
    kind: Kind | None = next((one for one in get_args(Kind) if one == name), None)
    if kind is None:
        known = ", ".join(dict.fromkeys([*published(), *get_args(Kind)]))
        raise Stop(f"There is no template or kind named {name}; there are {known}.", exit_code=REFUSED)
    return templates_of(kind, _book())


def _among(file: Path, kind: str | None, template_id: str | None) -> tuple[str, ...]:
    """Whose fields FILE may use: those said, or of the template it is named like."""
    from service.documents.fields.published import published
    from service.documents.packs import GENERAL
    from service.documents.template_check import templates_of

    if template_id is not None:
        if template_id not in published():
            raise Stop(
                f"There is no template named {template_id}; there are {', '.join(published())}.",
                exit_code=REFUSED,
            )
        return (template_id,)
    for one in get_args(Kind) if kind else ():
        if one == kind:
            return templates_of(one, _book())
    if file.stem in published():
        return (file.stem,)
    return (GENERAL,) if _known(file.stem) else ()


def _known(template_id: str) -> TemplateFile | None:
    """The template of that id, of whichever pack."""
    from service.documents.packs import read_packs

    settings = read_settings()
    packs = read_packs(settings.templates, settings.packs).packs.values()
    return next((pack.book[template_id] for pack in packs if template_id in pack.book), None)


def _style(file: Path, template_id: str | None, style: str | None) -> str:
    """The heading style that is asked for, or that of the template FILE is to be."""
    from service.documents.heading import PLAIN_STYLE, UNION_STYLE, heading_styles
    from service.documents.packs import GENERAL

    if style is not None:
        if style not in heading_styles():
            known = ", ".join(heading_styles())
            raise Stop(f"There is no heading style {style}; there are {known}.", exit_code=REFUSED)
        return style
    known_file = _known(template_id or file.stem)
    if known_file:
        return known_file.heading_style
    return PLAIN_STYLE if template_id == GENERAL else UNION_STYLE


def _show(checked: TemplateCheck, lang: Language) -> None:
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


def _as_json(checked: TemplateCheck) -> dict[str, object]:
    return {
        "template": checked.template,
        "usable": checked.is_usable,
        "findings": [one.as_json() for one in checked.findings],
        "used": list(checked.used),
    }


def _annotate(source: bytes, checked: TemplateCheck, target: Path) -> None:
    from service.documents.template_check import annotated
    from service.docx import PackageRefused

    try:
        copy = annotated(source, checked)
    except PackageRefused as refusal:
        raise Stop(f"No copy was written: {refusal}.", exit_code=REFUSED) from refusal
    _write(target, copy)


def _write(target: Path, content: bytes) -> None:
    """Whole or not at all: a reader never sees half a file."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _read_fields(file: Path) -> Mapping[str, object]:
    def refuse(number: str) -> NoReturn:
        raise Stop(
            f"{file.name}: {number[:40]} is not a whole number; write it as text, as it is to be printed.",
            exit_code=REFUSED,
        )

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        twice = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
        if twice:
            raise Stop(f"{file.name}: {', '.join(twice)} is given twice.", exit_code=REFUSED)
        return dict(pairs)

    try:
        given = json.loads(
            file.read_text(encoding="utf-8-sig"),
            parse_float=refuse,
            parse_constant=refuse,
            object_pairs_hook=once,
        )
    except (ValueError, RecursionError) as error:
        raise Stop(f"{file.name} is not JSON: {error}.", exit_code=REFUSED) from error
    if not isinstance(given, dict):
        raise Stop(f"{file.name} does not hold a JSON object.", exit_code=REFUSED)
    return given


def _sentence(error: Exception, file: Path) -> str:
    from service.docx import MissingFields, TemplateRefused

    if isinstance(error, MissingFields):
        return f"Missing fields: {', '.join(error.names)}."
    if isinstance(error, TemplateRefused):
        return f"{file.name}: {error}. `vankien template check` says more."
    return f"Not filled in: {error}."
