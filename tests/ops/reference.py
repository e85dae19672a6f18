"""
The reference pages of the site, made of the commands, operations and fields that there are.

They are made whenever the site is (MkDocs calls `on_files`), so none can be out of date.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from service.cli.entry import vankien
from service.documents.fields.published import EVERYWHERE, PublishedField, published
from service.web.operations import OPERATIONS, Operation

DOCS = Path(__file__).parents[2] / "docs"

COMMAND_LINE = """\
# The command line

`vankien` is in `.venv/bin` after `make install`. Every command reads the [settings](settings.md), says refusals in a sentence,
and ends with 0 when it did what it was asked, 1 when something stood against it, 2 when the command line or the data were
not understood. `vankien COMMAND --help` says the same as this page.
"""

API = """\
# Operations of the API

Every operation, its good answers and the problems it may answer. `/api/v1/openapi.json` of a running service holds the same
with every field (OpenAPI 3.1); [programs.md](programs.md) shows how to use them. A body is sent as `application/json` unless
something else is named.
"""


def command_line() -> str:
    """Every command with what it takes."""
    return COMMAND_LINE + "".join(_commands(vankien, "vankien"))


def _commands(group: click.Group, called: str) -> Iterator[str]:
    context = click.Context(group, info_name=called)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        whole = f"{called} {name}"
        if isinstance(command, click.Group):
            yield f"\n## `{whole}`\n\n{_about(command)}\n"
            yield from _commands(command, whole)
        else:
            yield f"\n### `{whole}`\n\n{_about(command)}\n{_usage(command, whole)}"


def _about(command: click.Command) -> str:
    return textwrap.dedent(command.help or "").strip().replace("<", "&lt;")


def _usage(command: click.Command, called: str) -> str:
    context = click.Context(command, info_name=called)
    usage = command.get_usage(context).removeprefix("Usage: ")
    usage = " ".join(usage.split())
    options = [one.get_help_record(context) for one in command.get_params(context)]
    rows = [f"| `{names}` | {about.replace('|', chr(92) + '|')} |" for names, about in filter(None, options)
            if not names.startswith("--help")]  # fmt: skip
    table = "\n| Option | Meaning |\n| --- | --- |\n" + "\n".join(rows) + "\n" if rows else ""
    return f"\n```\n{usage}\n```\n{table}"


def api() -> str:
    """Every operation."""
    return API + "".join(map(_operation, OPERATIONS))


def _operation(one: Operation) -> str:
    answers = [
        f"{status} ({content[0]})" if content else str(status) for status, content in one.answers.items()
    ]
    lines = [f"\n## {one.name}\n\n`{one.method.upper()} {one.path}`\n\n{one.summary}\n\n"]
    if not one.is_open:
        lines.append("* needs a token\n")
    if one.has_key:
        lines.append("* needs the header `Idempotency-Key`\n")
    if one.query.model_fields:
        lines.append(f"* may be asked: {', '.join(f'`{name}`' for name in one.query.model_fields)}\n")
    if one.body is not None or one.takes:
        also = [text for text in (one.takes, *one.forms) if text]
        lines.append(
            f"* takes {'JSON' if one.body else ''}{' or ' if one.body and also else ''}{', '.join(also)}\n"
        )
    lines.append(f"* answers {', '.join(answers)}\n")
    if one.problems:
        lines.append(f"* problems: {', '.join(map(str, sorted(one.problems)))}\n")
    return "".join(lines)


FIELDS = """\
# Fields of the templates

What each Word template may print, with an example; `vankien fields TEMPLATE` prints the same, and `vankien template check`
holds a changed template to it. How a template is written: the README of the folder `templates_docx`.
"""


def fields() -> str:
    """The fields of every template; those that all have stand first, once."""
    every = {one.path for one in EVERYWHERE}
    parts = [FIELDS, "\n## In every template\n\n", _table(EVERYWHERE)]
    for template_id, held in sorted(published().items()):
        own = [one for one in held.fields.values() if one.path not in every]
        parts += [f"\n## `{template_id}`\n\n", _table(own)]
    return "".join(parts)


def _table(listed: Iterable[PublishedField]) -> str:
    rows = [
        f"| `{one.path}` | {one.type} | {_cell(one.en)} | {_cell(one.vi)} | {_cell(one.example)} |\n"
        for one in listed
    ]
    return "| Field | Type | Meaning | Nghĩa | Example |\n| --- | --- | --- | --- | --- |\n" + "".join(rows)


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


DECISIONS = """\
# Decisions

Each with its reason, in the order in which they were taken.

"""


def decisions() -> str:
    """The decisions, by number."""
    found = sorted((DOCS / "adr").glob("[0-9]*.md"))
    titles = [(path.name, path.read_text("utf-8").splitlines()[0].removeprefix("# ")) for path in found]
    return DECISIONS + "".join(f"* [{title}](adr/{name})\n" for name, title in titles)


PAGES: Mapping[str, Callable[[], str]] = {
    "command-line.md": command_line,
    "api.md": api,
    "fields.md": fields,
    "decisions.md": decisions,
}


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Lay the pages into the site."""
    for name, make in PAGES.items():
        files.append(File.generated(config, name, content=make()))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """A link out of docs/ leads nowhere on the site: its words stay, with the path in the project."""
    del config, files
    if "/" in page.file.src_uri:
        return markdown
    return re.sub(r"\[([^\]]+)\]\(\.\./([^)]*)\)", r"\1 (`\2` in the project)", markdown)
