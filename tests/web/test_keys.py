"""The keys of the QR codes, and the code on a paper's page."""

from __future__ import annotations

import base64
import html
import re

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.archive.proof import key_id_of, read_code, read_key
from service.bootstrap import Services
from tests.web.test_access_matrix import add_account
from tests.web.test_look import signed_in


def renewed(client: FlaskClient) -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/password").text)
    assert token
    return client.post("/keys", data={"csrf_token": token[1]})


def test_a_key_is_renewed_and_what_the_old_one_signed_stays_valid(services: Services) -> None:
    """
    Processes that run sign with the new one at once; only who administers the whole tree makes one, auditors look.
    """
    root = signed_in(services)
    before = services.keys.keys()
    assert (1, True) == (len(before), before[0].fingerprint in root.get("/keys").text)
    old = services.signer.key_id

    assert "/keys?made=now" == renewed(root).location

    now, then = services.keys.keys()
    assert (old, False, True) == (then.id, then.is_current, now.is_current)
    services.audit_log.anchor(at_once=True)
    anchored = services.audit_log.anchors.all({now.id: services.signer.of_the_moment().public})
    assert [(now.id, "")] == [(services.signer.of_the_moment().key_id, one.fault) for one in anchored]
    message = services.deliver.sign(b"told")
    Ed25519PublicKey.from_public_bytes(services.signer.of_the_moment().public).verify(message, b"told")
    public = base64.b64encode(services.signer.of_the_moment().public).decode()
    assert f"whpk_{public}" in html.unescape(root.get("/webhooks").text)
    assert now.since is not None
    assert then.since is not None
    assert then.private is not None
    assert "key_made" in root.get("/audit").text
    served = root.get(f"/keys/{old}").data
    assert (old, then.fingerprint[:16]) == ((read_key(served) or ("",))[0], old)
    assert 404 == root.get("/keys/0123456789abcdef").status_code
    add_account(services, "kiem", "archivist", ("Công đoàn tỉnh",))
    add_account(services, "tinh", "administrator", ("Công đoàn tỉnh",))
    auditor, province = signed_in(services, name="kiem"), signed_in(services, name="tinh")
    assert now.id in auditor.get("/keys").text
    assert str(now.private) not in province.get("/keys").text
    assert (403, 403) == (renewed(auditor).status_code, renewed(province).status_code)


def test_no_key_is_renewed_while_papers_are_made(services: Services, complete: bytes) -> None:
    """
    The codes of one set are signed with one key.
    """
    root = services.access.ensure_administrator("")
    services.submit(complete, account=root, key="in hand")

    assert 409 == renewed(signed_in(services)).status_code
    assert 1 == len(services.keys.keys())


def test_the_page_of_a_paper_shows_its_code(services: Services, sealed: str, app: Flask) -> None:
    """
    As a QR and in letters; its signature holds, by the key in the archive.
    """
    assert app
    account = services.access.ensure_administrator("")
    status = services.sets.status(sealed, account=account)
    assert status
    document = status.documents[0]
    page = signed_in(services).get(f"/documents/{document.id}").text
    code = html.unescape(re.findall(r'<code class="digest">(VK1\|[^<]+)</code>', page)[0])
    held = services.keys.public_file(services.signer.key_id)
    assert held
    key = read_key(held)
    assert key
    claim = read_code(code, {key_id_of(key[1]): key[1]})

    assert (document.id, document.fields_sha256) == (claim.document_id, claim.fields_sha256)
    assert "<svg" in page
