"""The web door over a folder of its own, with somebody signed in, to be knocked at in this very process."""

from __future__ import annotations

import datetime as dt
import io
import re
import resource
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.bootstrap import Services, build
from service.config import Settings
from service.web import create_app
from service.web.downloads import DOCX, PDF, XLSX

EXAMPLE = Path(__file__).parents[2] / "examples" / "so-cong-thuong-2023-day-du.json"


@dataclass(frozen=True, kw_only=True)
class Door:
    """The door; `client` is signed in as an administrator, `token` is theirs."""

    services: Services
    app: Flask
    client: FlaskClient
    token: str
    form_token: str
    set_id: str
    document_id: str
    draft_id: str

    def program(self, address: str, raw: bytes, kind: str) -> TestResponse:
        """Send as a program does."""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": str(uuid.uuid4())}
        return self.app.test_client().post(address, data=raw, content_type=kind, headers=headers)

    def person(self, address: str, raw: bytes, name: str) -> TestResponse:
        """Send as a browser does."""
        form = {"csrf_token": self.form_token, "file": (io.BytesIO(raw), name), "issued_on": "2023-02-27"}
        return self.client.post(address, data=form)


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRoute:
    """A way in for files of one kind: `xlsx`, `docx` or `pdf`."""

    address: str
    file: str
    by_program: bool

    def send(self, door: Door, raw: bytes) -> TestResponse:
        address = self.address.format(door=door)
        if self.by_program:
            return door.program(address, raw, {"xlsx": XLSX, "docx": DOCX, "pdf": PDF}[self.file])
        return door.person(address, raw, f"a.{self.file}")


UPLOADS = (
    UploadRoute(address="/api/v1/congresses", file="xlsx", by_program=True),
    UploadRoute(address="/api/v1/plans", file="xlsx", by_program=True),
    UploadRoute(address="/api/v1/workbooks/marked", file="xlsx", by_program=True),
    UploadRoute(address="/congresses", file="xlsx", by_program=False),
    UploadRoute(address="/workbooks/marked", file="xlsx", by_program=False),
    UploadRoute(address="/drafts/{door.draft_id}/delegates/file", file="xlsx", by_program=False),
    UploadRoute(address="/organisations/import", file="xlsx", by_program=False),
    UploadRoute(address="/templates/invitation/versions", file="docx", by_program=False),
    UploadRoute(address="/api/v1/templates/invitation/versions", file="docx", by_program=True),
    UploadRoute(address="/api/v1/templates/check", file="docx", by_program=True),
    UploadRoute(address="/api/v1/documents/{door.document_id}/signed-copies", file="pdf", by_program=True),
    UploadRoute(address="/documents/{door.document_id}/signed-copies", file="pdf", by_program=False),
)


@contextmanager
def opened() -> Iterator[Door]:
    """A door with one sealed set behind it."""
    with TemporaryDirectory() as folder:
        built = build(Settings(var=Path(folder) / "var", log_level="error"), migrate=True)
        hasher = type(built.access.hasher)(time_cost=1, memory_cost=8, parallelism=1)
        services = replace(built, access=replace(built.access, hasher=hasher))
        account = services.access.ensure_administrator(services.settings.root_organisation)
        submitted = services.submit(EXAMPLE.read_bytes(), account=account, key="hostile")
        until = time.monotonic() + 300
        while services.relay(services.work_on) and time.monotonic() < until:
            pass
        status = services.sets.status(submitted.set_id, account=account)
        assert status is not None
        draft_id = str(uuid.uuid4())
        services.drafts.begin_from(draft_id, submitted.set_id, account=account)
        services.register.give(status.documents[0].id, issued_on=dt.date(2023, 2, 27), account=account)
        app = create_app(services)
        client = app.test_client()
        link = f"/sign-in/link/{services.access.new_link(account.name)}"
        client.post(link, data={"csrf_token": _form_token(client.get(link).text)})
        yield Door(
            services=services,
            app=app,
            client=client,
            token=services.access.new_token(account.name, label="hostile"),
            form_token=_form_token(client.get("/password").text),
            set_id=submitted.set_id,
            document_id=status.documents[0].id,
            draft_id=draft_id,
        )
        services.close()


def _form_token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def memory() -> tuple[int, int]:
    """Most bytes in memory so far: of this process, and of the largest of its children."""
    return tuple(
        resource.getrusage(who).ru_maxrss * 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )  # type: ignore[return-value]
