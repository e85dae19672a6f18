"""The operations of the API as methods."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from service.client.answers import (
    Accepted,
    FoundPapers,
    Number,
    Paper,
    PaperSet,
    Plan,
    SignedCopy,
    Term,
)
from service.client.transport import Damaged, NotSealed, Reply, Transport

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FIRST_LOOK, LAST_LOOK = 0.1, 2.0
LONGEST_WAIT = 10
"""Seconds that a service is asked to take before it answers."""


class Client:
    """
    One service, in the name of one token. Every method raises `Problem` and `NotAnswered`.

    `transport` is for those who need another way out, such as a proxy or certificates of their own.
    """

    def __init__(self, address: str, token: str, *, transport: Transport | None = None) -> None:
        self._send = transport or Transport(address=address, token=token)

    def send(
        self, data: bytes | Mapping[str, Any], *, key: str | None = None, media_type: str = JSON
    ) -> Accepted:
        """
        Send congress data (JSON, or bytes of the media type); its papers are made, sealed and archived.

        `key` names this sending: the same key and data again are answered with the same set. Without one it is the
        digest of the data, so that a script may simply be run again.
        """
        raw = _raw(data)
        headers = {"Content-Type": media_type, "Idempotency-Key": key or hashlib.sha256(raw).hexdigest()}
        return Accepted.model_validate(
            self._send("POST", "/api/v1/congresses", body=raw, headers=headers).json()
        )

    def plan(self, data: bytes | Mapping[str, Any], *, media_type: str = JSON) -> Plan:
        """What these data would make, and everything that is wrong or missing; nothing is stored."""
        headers = {"Content-Type": media_type}
        return Plan.model_validate(
            self._send("POST", "/api/v1/plans", body=_raw(data), headers=headers).json()
        )

    def set(self, set_id: str) -> PaperSet:
        """How far a set is."""
        return PaperSet.model_validate(self._json(f"/api/v1/sets/{_safe(set_id)}"))

    def wait(self, set_id: str, *, within: float = 300.0) -> PaperSet:
        """
        The set, once its papers are sealed.

        Raises `NotSealed` when it was given up, with the failure, and after `within` seconds.
        """
        until, pause = time.monotonic() + within, FIRST_LOOK
        while True:
            seconds = int(min(LONGEST_WAIT, self._send.seconds / 2, until - time.monotonic()))
            asked = {"Prefer": f"wait={seconds}"} if seconds > 0 else {}
            reply = self._send("GET", f"/api/v1/sets/{_safe(set_id)}", headers=asked)
            found = PaperSet.model_validate(reply.json())
            if found.settled:
                break
            if time.monotonic() > until:
                raise NotSealed(f"the set {set_id} is still {found.state} after {within:g} seconds")
            if "Preference-Applied" not in reply.headers:
                # Too many wait there already, or it is an older service.
                self._send.pause(pause)
                pause = min(LAST_LOOK, pause * 1.5)
        if found.failure is not None:
            why = f"{found.failure.vi} / {found.failure.en}"
            raise NotSealed(f"the set {set_id} was not sealed: {why}", failure=found.failure)
        return found

    def send_again(self, set_id: str) -> Accepted:
        """Send the data of a set that was given up once more."""
        return Accepted.model_validate(self._send("POST", f"/api/v1/sets/{_safe(set_id)}/again").json())

    def set_file(self, set_id: str) -> bytes:
        """All sealed papers of a set as one zip."""
        return self._send("GET", f"/api/v1/sets/{_safe(set_id)}/file").content

    def terms(self) -> list[Term]:
        """The terms that have papers, newest first."""
        return [Term.model_validate(one) for one in self._json("/api/v1/terms")["items"]]

    def search(self, words: str = "", *, limit: int = 50, **asked: str | bool | dt.date) -> Iterator[Paper]:
        """
        Sealed papers, best first, over all pages.

        `words` with or without accents, or a number such as 01/NQ-ĐH; `asked` are `term`, `kind`, `organisation`,
        `person`, `since`, `until`, `superseded`; `limit` is the size of a page, 1 to 200.
        """
        query = {"q": words, "limit": str(limit), **{name: _written(value) for name, value in asked.items()}}
        while True:
            page = FoundPapers.model_validate(self._json("/api/v1/documents?" + urlencode(query)))
            yield from page.items
            if page.next is None:
                return
            query["cursor"] = page.next

    def paper(self, document_id: str) -> Paper:
        """One sealed paper."""
        return Paper.model_validate(self._json(f"/api/v1/documents/{_safe(document_id)}"))

    def file(self, document_id: str) -> bytes:
        """The Word file of a sealed paper; raises `Damaged` when its digest is another."""
        return _checked(self._send("GET", f"/api/v1/documents/{_safe(document_id)}/file"))

    def give_number(self, document_id: str, *, issued_on: dt.date) -> Number:
        """Give a paper the next number of its series; one that has a number keeps it."""
        return Number.model_validate(
            self._post(f"/api/v1/documents/{_safe(document_id)}/number", {"issued_on": issued_on.isoformat()})
        )

    def void_number(self, document_id: str, *, reason: str) -> Number:
        """Void the number of a paper; it stays in the register with the reason."""
        path = f"/api/v1/documents/{_safe(document_id)}/number/void"
        return Number.model_validate(self._post(path, {"reason": reason}, is_repeatable=False))

    def attach(self, document_id: str, scan: bytes, *, name: str = "") -> SignedCopy:
        """Keep a signed copy (PDF) with its paper, as it is; the same bytes again change nothing."""
        path = f"/api/v1/documents/{_safe(document_id)}/signed-copies?" + urlencode({"name": name})
        return SignedCopy.model_validate(
            self._send("POST", path, body=scan, headers={"Content-Type": PDF}).json()
        )

    def signed_copies(self, document_id: str) -> list[SignedCopy]:
        """The signed copies of a paper, oldest first."""
        found = self._json(f"/api/v1/documents/{_safe(document_id)}/signed-copies")
        return [SignedCopy.model_validate(one) for one in found["items"]]

    def signed_copy_file(self, document_id: str, copy_id: str) -> bytes:
        """The bytes of a signed copy; raises `Damaged` when their digest is another."""
        path = f"/api/v1/documents/{_safe(document_id)}/signed-copies/{_safe(copy_id)}/file"
        return _checked(self._send("GET", path))

    def new_workbook(self, form: str = "delegates") -> bytes:
        """An empty Excel workbook for congress data; `form` is `delegates` or `plenary`."""
        return self._send("GET", "/api/v1/workbooks/new?" + urlencode({"form": form})).content

    def _json(self, path: str) -> Any:
        return self._send("GET", path).json()

    def _post(self, path: str, body: Mapping[str, str], *, is_repeatable: bool = True) -> Any:
        raw = json.dumps(body).encode()
        headers = {"Content-Type": JSON}
        return self._send("POST", path, body=raw, headers=headers, is_repeatable=is_repeatable).json()


def _raw(data: bytes | Mapping[str, Any]) -> bytes:
    return data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()


def _written(value: str | bool | dt.date) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else value


def _safe(one_id: str) -> str:
    return quote(one_id, safe="")


def _checked(reply: Reply) -> bytes:
    told = reply.headers.get("ETag", "").strip('"')
    if hashlib.sha256(reply.content).hexdigest() != told:
        raise Damaged(f"the file has another digest than the service says: {told or 'none'}")
    return reply.content
