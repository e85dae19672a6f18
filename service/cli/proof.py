"""`vankien verify` and `vankien key`: proof from the archive's files alone, and the key that codes are signed with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.failures import REFUSED, Stop
from service.cli.opening import services_at_hand, storage_address
from service.config import read_settings

if TYPE_CHECKING:
    from service.archive.verifying import Verdict, Verify

_SAID = {
    "genuine": "Genuine: the archive holds it, and it is in force.",
    "superseded": "Genuine, but superseded by version v{by}.",
    "altered": "ALTERED: it is not what the archive holds.",
    "unknown": "Unknown: this archive does not hold it.",
}
_WHY = {
    "malformed": "This is no code of a paper.",
    "unknown_key": "The code is signed with a key that this archive does not hold.",
    "forged": "The signature of the code does not hold.",
    "digest": "The code speaks of other content than was sealed.",
    "not_here": "The signature holds, but this archive does not hold the paper.",
}


@click.command()
@click.argument("target")
@click.option(
    "--archive",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder that holds the file 0=ocfl_1.1; left out: the archive of the settings.",
)
def verify(target: str, *, folder: Path | None) -> None:
    """
    Say whether TARGET, a file or the code of a QR, is genuine, altered, superseded or unknown.

    Only the archive's files are read: no database, no server. The exit code is 2 unless it is genuine or superseded.
    """
    looking = _verify(folder)
    file = Path(target)
    is_code = target.startswith("VK1|")
    if not is_code and not file.is_file():
        raise Stop(f"{target} is neither a file nor the code of a paper.", exit_code=REFUSED)
    verdict = looking.code(target) if is_code else looking.file(file.read_bytes())
    _show(verdict)
    if verdict.state not in {"genuine", "superseded"}:
        raise Stop(exit_code=REFUSED)


def _verify(folder: Path | None) -> Verify:
    from service.archive.verifying import Verify
    from service.storage import OcflRoot, ReadOnlyFolder, open_storage

    if folder is None:
        return Verify(root=OcflRoot(open_storage(read_settings().storage_url)))
    whole = folder.absolute()
    if not (whole / "0=ocfl_1.1").is_file():
        raise Stop(f"{folder} is no archive: it holds no file 0=ocfl_1.1.", exit_code=REFUSED)
    return Verify(root=OcflRoot(ReadOnlyFolder(whole.parent), prefix=whole.name))


def _show(verdict: Verdict) -> None:
    click.echo(_SAID[verdict.state].format(by=verdict.by))
    if verdict.why:
        click.echo(_WHY[verdict.why])
    if (known := verdict.known) is not None:
        about = (known.number, known.title, known.organisation, known.term)
        click.echo(" · ".join(one for one in about if one))
        click.echo(f"{known.object_id} v{known.version} {known.path}")
    for line in verdict.differs:
        click.echo(line)


@click.group()
def key() -> None:
    """The key that codes of papers are signed with; its public half lies in the archive."""


@key.command("show")
def show_key() -> None:
    """Print the id of the key in use; one is made where the archive has none."""
    with services_at_hand() as services:
        click.echo(services.signer.key_id)


@key.command("new")
def renew_key() -> None:
    """
    Make a new key; the old one stays beside it under its id, and what it signed can still be verified.

    Workers that run sign with the new one from their next code on. Other hosts need a copy of the file.
    """
    from service.archive.key_files import renewed_key
    from service.storage import OcflRoot, open_storage

    settings = read_settings()
    # Not all the services: they refuse to be built without the key, and whoever lost it comes here.
    with storage_address():
        root = OcflRoot(open_storage(settings.storage_url))
    root.initialise()
    made = renewed_key(settings.signing_key_file, root)
    click.echo(made.key_id)
