"""`vankien template` and `vankien fields`: for the people who make the Word templates; no catalog is opened."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, get_args

import click

from service.cli.failures import REFUSED, Stop
from service.cli.papers import Language, language
from service.cli.tables import show_table
from service.cli.template_named import among, named, style_of, tried_as
from service.cli.template_shown import check_as_json, show_check
from service.documents.paper import Kind

if TYPE_CHECKING:
    from service.documents.template_check import TemplateCheck

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
@click.option("--try", "tried", is_flag=True, help="Also make papers of sample data and read them back.")
@as_json
@language
def check(  # noqa: PLR0913 -- as many options as there are
    file: Path,
    *,
    kind: str | None,
    template_id: str | None,
    style: str | None,
    annotate: Path | None,
    tried: bool,
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
    if tried:
        checked = tried_as(template_id or file.stem, source)
    else:
        checked = check_template(
            source, among=among(file, kind, template_id), style=style_of(file, template_id, style)
        )
    if as_json:
        click.echo(json.dumps(check_as_json(checked), ensure_ascii=False, indent=1))
    else:
        show_check(checked, lang)
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

    listed = {one: published()[one] for one in named(name)}
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
