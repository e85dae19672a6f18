"""
Who was given personal data, and who was refused them: every such answer leaves an entry in the audit log.

The entry is written before the answer leaves. Where the database cannot be written to (its disk is full), reading goes on, and
the log of the process has the line instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Protocol

import structlog
from flask import Response, g, request

from service.catalog import AccountRecord, CatalogError

GIVE_PERSONAL_DATA: Final = frozenset(
    {
        "api_copies.file",
        "api_documents.file",
        "api_sets.file",
        "archive.chosen",
        "archive.file",
        "archive.found",
        "copies.file",
        "drafts.minutes",
        "drafts.show",
        "drafts.show_count",
        "history.beside",
        "history.congress",
        "look.look",
        "look.pdf",
        "sets.file",
    }
)
"""
Routes whose answers hold papers, what they print, or the data they are made of. Lists that hold a name and no more (what was found,
the papers of a set) are not among them: they are looked at every few seconds.
"""

SHOW_THE_PAGE_AGAIN: Final = frozenset({"drafts.fill", "drafts.save", "drafts.save_count"})
"""Forms that are answered with their page, and all that stands in it, where what was sent cannot be kept."""

log = structlog.get_logger()

_NOTED: Final = GIVE_PERSONAL_DATA | SHOW_THE_PAGE_AGAIN
_PAGES: Final = frozenset({HTTPStatus.OK, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY})
_REFUSED: Final = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})


class Note(Protocol):
    """What keeps an entry."""

    def __call__(self, what: str, *, granted: bool, by: AccountRecord) -> None:
        """Keep it. Raises `CatalogError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Looks at every answer on its way out."""

    note: Note

    def __call__(self, response: Response) -> Response:
        """Keep an entry where the answer gives personal data to an account, or refuses them."""
        account: AccountRecord | None = g.get("account")
        if account is None or request.endpoint not in _NOTED:
            return response
        granted = (
            response.status_code < HTTPStatus.BAD_REQUEST
            if request.endpoint in GIVE_PERSONAL_DATA
            else response.status_code in _PAGES
        )
        if granted or response.status_code in _REFUSED:
            what = " ".join([request.endpoint, *(str(one) for one in (request.view_args or {}).values())])
            try:
                self.note(what[:120], granted=granted, by=account)
            except CatalogError as error:
                log.warning(
                    "access_not_in_audit_log",
                    what=what,
                    granted=granted,
                    account=account.id,
                    reason=type(error).__name__,
                )
        return response
