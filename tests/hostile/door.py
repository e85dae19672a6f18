"""The web door over a folder of its own, with somebody signed in, to be knocked at in this very process."""

from __future__ import annotations

import io
import re
import resource
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
from tests.hostile.things import Things, things

EXAMPLE = Path(__file__).parents[2] / "examples" / "so-cong-thuong-2023-day-du.json"
FORM_COOKIE = "vankien-form"


@dataclass(frozen=True, kw_only=True)
class Door:
    """The door; `client` is signed in as an administrator, `token` is theirs."""

    services: Services
    app: Flask
    client: FlaskClient
    token: str
    form_token: str
    form_cookie: str
    """What a browser holds beside the session: with it `form_token` is good for whoever is not signed in, too."""
    things: Things

    @property
    def document_id(self) -> str:
        """A sealed paper with a number and a signed copy."""
        return self.things.document_id

    @property
    def draft_id(self) -> str:
        """A draft that corrects its set."""
        return self.things.known["draft_id"][0]

    def stranger(self) -> FlaskClient:
        """The browser of somebody who has seen a form and is not signed in."""
        client = self.app.test_client()
        client.set_cookie(FORM_COOKIE, self.form_cookie)
        return client

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
    """A door with a thing of every kind behind it."""
    with TemporaryDirectory() as folder:
        built = build(Settings(var=Path(folder) / "var", log_level="error"), migrate=True)
        hasher = type(built.access.hasher)(time_cost=1, memory_cost=8, parallelism=1)
        services = replace(built, access=replace(built.access, hasher=hasher))
        account = services.access.ensure_administrator(services.settings.root_organisation)
        made = things(services, account, EXAMPLE.read_bytes())
        app = create_app(services)
        client = app.test_client()
        link = f"/sign-in/link/{services.access.new_link(account.name)}"
        client.post(link, data={"csrf_token": _form_token(client.get(link).text)})
        form_token = _form_token(client.get("/password").text)
        cookie = client.get_cookie(FORM_COOKIE)
        assert cookie
        yield Door(
            services=services,
            app=app,
            client=client,
            token=services.access.new_token(account.name, label="hostile"),
            form_token=form_token,
            form_cookie=cookie.value,
            things=made,
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
