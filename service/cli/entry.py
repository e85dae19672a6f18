"""The entry point: hands the command line to its command, and turns failures into sentences and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from service.cli.archive import archive
from service.cli.audit import audit
from service.cli.backups import backup, restore
from service.cli.demo import demo
from service.cli.failures import INTERRUPTED, Stop, stop_for
from service.cli.invariants import check_invariants
from service.cli.kept_backups import backups
from service.cli.logs import write_logs
from service.cli.organisations import organisations
from service.cli.papers import plan, search, submit
from service.cli.people import token, user
from service.cli.person import person
from service.cli.proof import key, verify
from service.cli.register import register
from service.cli.rules import rules
from service.cli.servers import relay, serve, worker
from service.cli.templates import fields, template
from service.cli.upkeep import check_config, check_progress, migrate
from service.cli.webhook import webhook
from service.cli.workbooks import workbook


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="vankien")
def vankien() -> None:
    """Congress data in, signed-ready Word papers out, an archive by term.

    Settings are environment variables VANKIEN_*; `vankien check-config` lists them.
    """
    write_logs("warning")


for command in (
    demo,
    serve,
    worker,
    relay,
    submit,
    plan,
    search,
    workbook,
    register,
    verify,
    key,
    template,
    fields,
    rules,
    organisations,
    user,
    token,
    migrate,
    check_config,
    check_invariants,
    check_progress,
    archive,
    audit,
    person,
    backup,
    restore,
    backups,
    webhook,
):
    vankien.add_command(command)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; its exit code."""
    try:
        status = vankien.main(list(arguments), prog_name="vankien", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output (`| head`) has seen enough; the interpreter must not try to write the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        stop = stop_for(error)
        if stop is None:
            raise
        return _say(stop)
    return status if isinstance(status, int) else 0


def _say(stop: Stop) -> int:
    for sentence in stop.sentences:
        click.echo(sentence, err=True)
    return stop.exit_code


def main() -> NoReturn:
    """Run the command line of this process, and end it."""
    sys.exit(run(sys.argv[1:]))
