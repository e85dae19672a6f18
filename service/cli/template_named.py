"""Which template somebody means on the command line, whose fields it may use, and what it is measured by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

from service.cli.failures import REFUSED, Stop
from service.config import read_settings
from service.documents.paper import Kind

if TYPE_CHECKING:
    from service.documents.packs import Packs
    from service.documents.template_check import TemplateCheck
    from service.documents.templates import TemplateBook, TemplateFile


def _book() -> TemplateBook:
    from service.documents.templates import read_templates

    return read_templates(read_settings().templates)


def named(name: str) -> tuple[str, ...]:
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


def among(file: Path, kind: str | None, template_id: str | None) -> tuple[str, ...]:
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
    return (GENERAL,) if known(file.stem) else ()


def known(template_id: str) -> TemplateFile | None:
    """The template of that id, of whichever pack."""
    return next(
        (pack.book[template_id] for pack in _packs().packs.values() if template_id in pack.book), None
    )


def _packs() -> Packs:
    from service.documents.packs import read_packs

    settings = read_settings()
    return read_packs(settings.templates, settings.packs)


def tried_as(template_id: str, source: bytes) -> TemplateCheck:
    """What is found in `source` in the place of that template when papers of the samples are made with it too."""
    from service.documents.examining import examine
    from service.intake.samples import EXAMPLES, samples_in

    packs = _packs()
    pack = next((one for one in packs.packs.values() if template_id in one.types), None)
    if pack is None:
        raise Stop(
            f"No papers of {template_id} can be tried; say with --template which it is to be.",
            exit_code=REFUSED,
        )
    return examine(source, pack.book[template_id], pack, samples_in(EXAMPLES, packs.rule_sets))


def style_of(file: Path, template_id: str | None, style: str | None) -> str:
    """The heading style that is asked for, or that of the template FILE is to be."""
    from service.documents.heading import PLAIN_STYLE, UNION_STYLE, heading_styles
    from service.documents.packs import GENERAL

    if style is not None:
        if style not in heading_styles():
            styles = ", ".join(heading_styles())
            raise Stop(f"There is no heading style {style}; there are {styles}.", exit_code=REFUSED)
        return style
    held = known(template_id or file.stem)
    if held:
        return held.heading_style
    return PLAIN_STYLE if template_id == GENERAL else UNION_STYLE
