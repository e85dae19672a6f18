"""What a failure is called at the terminal: one sentence a fault, and an exit code."""

from __future__ import annotations

import errno

FAILED = 1
REFUSED = 2
INTERRUPTED = 130


class Stop(Exception):
    """The command ends here, with these sentences on standard error and this exit code."""

    def __init__(self, *sentences: str, exit_code: int = FAILED) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences
        self.exit_code = exit_code


def stop_for(error: BaseException) -> Stop | None:
    """How to end for an expected failure; nothing for one that is a defect of ours and needs its traceback."""
    if isinstance(error, Stop):
        return error
    if isinstance(error, OSError):
        return Stop(_of_system(error))
    return _of_settings(error) or _of_catalog(error) or _of_others(error)


def _of_system(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk is full{where}: make room and try again; nothing that was kept is lost."
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return f"The right to write or read is missing{where}: give this user the right, or choose another folder with VANKIEN_VAR."
    return f"The system refused{where}: {error.strerror or error}."


def _of_settings(error: BaseException) -> Stop | None:
    from service.config import SettingsRefused
    from service.documents.packs import BadPacks
    from service.documents.templates import BadTemplates
    from service.traces import TracesRefused

    if isinstance(error, SettingsRefused | BadTemplates | BadPacks):
        return Stop(*error.faults, exit_code=REFUSED)
    if isinstance(error, TracesRefused):
        return Stop(f"{error}.", exit_code=REFUSED)
    return None


def _of_catalog(error: BaseException) -> Stop | None:
    from service.catalog import CatalogError, CatalogMisconfigured, CatalogOutdated

    if isinstance(error, CatalogOutdated):
        return Stop(f"{error}. Run `vankien migrate`.")
    if isinstance(error, CatalogError):
        return Stop(f"{error}.", exit_code=REFUSED if isinstance(error, CatalogMisconfigured) else FAILED)
    return None


def _of_others(error: BaseException) -> Stop | None:
    from service.access import AccessRefused, AccountClosed, NameTaken, UnknownAccount, UnknownOrganisation
    from service.archive.backups import BackupRefused
    from service.archive.key_files import NotOfThisArchive, SigningKeyRefused
    from service.documents.register import (
        DateRefused,
        HasNoNumber,
        NeverNumbered,
        NothingEntered,
        PaperSuperseded,
        RegisterBehind,
    )
    from service.intake.person import CorrectionRefused
    from service.storage import StorageError
    from workers.processes import ProcessFailed

    refusals = {
        NameTaken: "There is an account named {} already.",
        UnknownAccount: "There is no account named {}.",
        AccountClosed: "The account {} was closed for good.",
        UnknownOrganisation: "There is no organisation {}: give names from the top, parted by ' / '.",
        AccessRefused: "Not done: {}.",
        CorrectionRefused: "Not done: {}.",
        BackupRefused: "Not done: {}.",
        NotOfThisArchive: "VANKIEN_SIGNING_KEY_FILE: {}.",
        NeverNumbered: "Papers of the template {} bear no number.",
        PaperSuperseded: "A newer paper has taken the place of {}: number that one.",
        HasNoNumber: "{} bears no number.",
        NothingEntered: "No number was given there: {}.",
        DateRefused: "The day of issue must be {}.",
        RegisterBehind: "The archive holds numbers of {} that the database lacks: run `vankien archive rebuild`.",
    }
    for kind, sentence in refusals.items():
        if isinstance(error, kind):
            return Stop(sentence.format(error), exit_code=REFUSED)
    if isinstance(error, StorageError | ProcessFailed | SigningKeyRefused):
        return Stop(f"{str(error).rstrip('.')}.")
    return None
