"""`vankien rules`: what the rule sets of every pack say, where it stands, how sure we are; no catalog is opened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from service.cli.failures import REFUSED, Stop
from service.cli.papers import Language, language
from service.cli.tables import show_table
from service.config import read_settings

if TYPE_CHECKING:
    from service.congress.rules import Provision, Rule, RuleSet

_SET_HEADS = {
    "vi": ("bộ quy định", "từ ngày", "đến ngày", "trên nền", "gói", "tên"),
    "en": ("rule set", "from", "to", "base", "pack", "title"),
}
_CODE_HEADS = {
    "vi": ("mã", "mức", "điều khoản", "câu"),
    "en": ("code", "severity", "provision", "sentence"),
}
_ARITHMETIC = {"vi": "phép tính, lô-gic", "en": "arithmetic or logic"}

as_json = click.option("--json", "as_json", is_flag=True, help="As JSON.")
key_of_set = click.argument("key")


@click.group()
def rules() -> None:
    """What the rule sets say, and where it stands."""


@rules.command("list")
@as_json
@language
def list_sets(*, as_json: bool, lang: Language) -> None:
    """List the rule sets of every pack, those of the unions first, the oldest of each first."""
    found = _sets()
    if as_json:
        _print_json([{**_heading(one), "pack": pack} for pack, one in found])
        return
    rows = [
        [
            one.key,
            one.valid_from.isoformat(),
            one.valid_to.isoformat() if one.valid_to else "",
            one.base or "",
            pack,
            getattr(one.title, lang),
        ]
        for pack, one in found
    ]
    show_table(_SET_HEADS[lang], rows)


@rules.command()
@key_of_set
@as_json
@language
def show(key: str, *, as_json: bool, lang: Language) -> None:
    """Say everything that the rule set KEY provides."""
    rule_set = _named(key)
    if as_json:
        provisions = [_as_json(name, held) for name, held in rule_set.provisions.items()]
        _print_json({**_heading(rule_set), "provisions": provisions})
        return
    click.echo(f"{rule_set.key}: {getattr(rule_set.title, lang)}")
    for source in rule_set.sources:
        click.echo(f"  {source}")
    if rule_set.unconfirmed:
        click.echo(f"  {getattr(rule_set.unconfirmed, lang)}")
    for name, held in rule_set.provisions.items():
        click.echo(f"\n{_title(name, lang)}  [{name}]")
        _show(held, lang, indent="  ")


@rules.command()
@click.argument("before")
@click.argument("after")
@as_json
@language
def diff(before: str, after: str, *, as_json: bool, lang: Language) -> None:
    """Say what is different in the rule set AFTER against BEFORE."""
    from service.congress.rules.comparing import differences

    old, new = _named(before), _named(after)
    found = list(differences(old, new))
    if as_json:
        changes = [
            {
                **_names(one.name),
                "before": _dumped(one.before),
                "after": _dumped(one.after),
            }
            for one in found
        ]
        _print_json({"before": old.key, "after": new.key, "differences": changes})
        return
    if not found:
        click.echo("Không có gì khác." if lang == "vi" else "Nothing is different.")
    for one in found:
        click.echo(f"{_title(one.name, lang)}  [{one.name}]")
        same = set(_lines(one.before, lang)) & set(_lines(one.after, lang))
        for sign, held in (("-", one.before), ("+", one.after)):
            for line in _lines(held, lang):
                if line not in same:
                    click.echo(f"  {sign} {line}")


@rules.command()
@click.option("--markdown", is_flag=True, help="As the table of docs/rules.md.")
@language
def codes(*, markdown: bool, lang: Language) -> None:
    """List the codes of all findings, under the rule sets of every pack: how heavy they are, on what they rest, what they say."""
    from service.congress.rules import RULES

    heads, between = _CODE_HEADS[lang], "<br>" if markdown else "; "
    sets = [one for _, one in _sets()]
    rows = [
        [
            rule.code,
            between.join(_weights(rule, sets, lang)),
            between.join(_grounds(rule, sets, lang)),
            getattr(rule, lang),
        ]
        for rule in RULES
    ]
    if not markdown:
        show_table(heads, rows)
        return
    for row in (heads, ["---"] * len(heads), *([f"`{code}`", *cells] for code, *cells in rows)):
        click.echo(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |")


def _provisions(rule: Rule, sets: list[RuleSet]) -> dict[str, Provision]:
    """What a rule rests on, by the key of each rule set that has it."""
    found = ((one.key, rule.provision(one) if rule.provision else None) for one in sets)
    return {key: held for key, held in found if held}


def _weights(rule: Rule, sets: list[RuleSet], lang: Language) -> list[str]:
    from service.congress.rules.titles import SEVERITIES

    by_set = {key: held.severity for key, held in _provisions(rule, sets).items()}
    weights = set(by_set.values()) or {rule.severity}
    if len(weights) == 1:
        return [getattr(SEVERITIES[one], lang) for one in weights]
    return [f"{key}: {getattr(SEVERITIES[one], lang)}" for key, one in by_set.items()]


def _grounds(rule: Rule, sets: list[RuleSet], lang: Language) -> list[str]:
    held = _provisions(rule, sets).items()
    return [f"{key}: {one.article} [{one.evidence}]" for key, one in held] or [_ARITHMETIC[lang]]


def _sets() -> list[tuple[str, RuleSet]]:
    """Every rule set with the key of its pack, as the installed packs have them."""
    from service.documents.packs import read_packs

    settings = read_settings()
    packs = read_packs(settings.templates, settings.packs)
    return [(pack, one) for pack, held in packs.rule_sets.items() for one in held]


def _named(key: str) -> RuleSet:
    found = {one.key: one for _, one in _sets()}
    for tried in (key.upper(), f"TLD-{key.upper()}"):
        if tried in found:
            return found[tried]
    raise Stop(f"There is no rule set {key}; there are {', '.join(found)}.", exit_code=REFUSED)


def _title(name: str, lang: Language) -> str:
    from service.congress.rules.titles import TITLES

    title: str = getattr(TITLES[name], lang)
    return title


def _show(held: Provision, lang: Language, *, indent: str) -> None:
    for line in _lines(held, lang):
        click.echo(f"{indent}{line}")


def _lines(held: Provision | None, lang: Language) -> Iterator[str]:
    """What a provision says, where it stands, how sure we are and how much it weighs."""
    from service.congress.rules.saying import said
    from service.congress.rules.titles import EVIDENCE, SEVERITIES

    if held is None:
        return
    yield from (getattr(line, lang) for line in said(held))
    yield held.article
    evidence, severity = getattr(EVIDENCE[held.evidence], lang), getattr(SEVERITIES[held.severity], lang)
    yield f"[{held.evidence}] {evidence}; {severity}"


def _heading(one: RuleSet) -> dict[str, object]:
    return {
        "key": one.key,
        "title": one.title.model_dump(),
        "valid_from": one.valid_from.isoformat(),
        "valid_to": one.valid_to.isoformat() if one.valid_to else None,
        "base": one.base,
        "unconfirmed": one.unconfirmed.model_dump() if one.unconfirmed else None,
        "sources": one.sources,
        "sha256": one.sha256,
    }


def _names(name: str) -> dict[str, object]:
    return {"name": name, "title": {"vi": _title(name, "vi"), "en": _title(name, "en")}}


def _as_json(name: str, held: Provision) -> dict[str, object]:
    return {**(_dumped(held) or {}), **_names(name)}


def _dumped(held: Provision | None) -> dict[str, object] | None:
    from service.congress.rules.saying import said

    if held is None:
        return None
    lines = [line.model_dump() for line in said(held)]
    return {**held.model_dump(mode="json"), "said": lines}


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
