"""Webhooks: told at least once, signed, to the address that was looked at and to nothing else."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import (
    AuthorityKeyIdentifier,
    BasicConstraints,
    Certificate,
    CertificateBuilder,
    DNSName,
    KeyUsage,
    Name,
    NameAttribute,
    SubjectAlternativeName,
    SubjectKeyIdentifier,
    random_serial_number,
)
from cryptography.x509.oid import NameOID
from werkzeug.test import TestResponse

from service.bootstrap import Services
from service.catalog import AccountRecord, DeliveryRecord
from service.catalog.webhooks import FARTHEST
from service.web import create_app
from service.webhooks import AddressRefused, Allowed, DeliverWebhooks, WebhookDesk, resolved
from service.webhooks.addresses import check_url
from service.webhooks.sending import RETRIES
from tests.answering import answering
from tests.faults.world import time_passed

HERE = Allowed.read("127.0.0.0/8")
DAY = dt.timedelta(days=1)

FORBIDDEN = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0177.0.0.1/",
    "https://0x7f.0.0.1/",
    "https://0x7f000001/",
    "https://0/",
    "https://0.0.0.0/",
    "https://localhost/",
    "https://localhost./",
    "https://LOCALHOST:8443/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::a00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2002:a00:1::1]/",
    "https://[2001:0:0:0:0:0:80ff:fffe]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[fd12:3456::1]/",
    "https://[ff02::1]/",
    "https://[100::1]/",
    "https://[2001:db8::1]/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::ffff:169.254.169.254]/",
    "https://100.64.0.1/",
    "https://192.0.0.8/",
    "https://192.0.2.1/",
    "https://198.18.0.1/",
    "https://198.51.100.1/",
    "https://203.0.113.1/",
    "https://224.0.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
]
ILL_FORMED = [
    "",
    "example.org",
    "//example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_",
    "https://",
    "https:///path",
    "https://user@example.org/",
    "https://example.org@127.0.0.1/",
    "https://user:word@example.org/",
    "https://example.org/#@127.0.0.1",
    "https://example.org:0/",
    "https://example.org:99999/",
    "https://example.org:x/",
    "https://[fe80::1%25eth0]/",
    "https://[::1",
    "https://exa mple.org/",
    "https://example.org/\r\nHost: x",
    "https://example.org\\@127.0.0.1/",
    "https://127.0.0.1%2f.example.org/",
    "https://ví-dụ.vn/",
    "https://example.org/" + "x" * 500,
]


@pytest.mark.parametrize("url", FORBIDDEN)
def test_no_spelling_of_a_private_address_is_taken(url: str) -> None:
    """
    The system's own reading of the host is looked at, so nothing it understands gets past.
    """
    with pytest.raises(AddressRefused, match="not_public"):
        resolved(url, allowed=Allowed())


@pytest.mark.parametrize("url", ILL_FORMED)
def test_what_has_another_form_is_refused_before_anything_is_asked(url: str) -> None:
    """
    No user, zone, fragment, escape, control or sign that two readers may read in two ways.
    """

    def never(host: str, port: int) -> list[str]:
        raise AssertionError(host, port)

    with pytest.raises(AddressRefused, match="form"):
        resolved(url, allowed=Allowed(), resolve=never)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    """
    And plain http is taken in networks that the operator allowed alone; a name is resolved once.
    """
    answers = {"a.vn": ["8.8.8.8"], "b.vn": ["8.8.8.8", "10.0.0.1"], "c.vn": ["10.0.0.1"], "d.vn": []}

    def resolve(host: str, port: int) -> list[str]:
        return answers[host]

    def why(url: str, allowed: Allowed) -> str:
        try:
            return resolved(url, allowed=allowed, resolve=resolve).ip
        except AddressRefused as error:
            return error.reason

    ours = Allowed.read("10.0.0.0/24, fd00::/8")
    assert ["8.8.8.8", "not_https", "not_public", "not_public", "unknown_host"] == [
        why(url, Allowed())
        for url in ("https://a.vn/", "http://a.vn/", "https://b.vn/", "https://c.vn/", "https://d.vn/")
    ]
    assert ["10.0.0.1", "10.0.0.1", "not_https"] == [
        why(url, ours) for url in ("https://c.vn/", "http://c.vn/", "http://b.vn/")
    ]
    assert ("https", "a.vn", 8443, "/x?y=1") == check_url("https://A.vn.:8443/x?y=1")


@dataclass(kw_only=True)
class Receiver:
    """A real server: what it was sent, and what it answers."""

    port: int
    server: ThreadingHTTPServer
    sent: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            held.sent.append((self.path, {name.lower(): one for name, one in self.headers.items()}, body))
            status, headers = held.answers.pop(0) if held.answers else (204, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held = Receiver(port=server.server_address[1], server=server)
    with answering(server):
        yield held


@dataclass(frozen=True, kw_only=True)
class Told:
    """An address that is told, and the way to announce something and to send."""

    services: Services
    by: AccountRecord
    desk: WebhookDesk
    deliver: DeliverWebhooks
    id: str

    def announce(self) -> None:
        with self.services.catalog.begin() as work:
            lineage = self.by.organisation.lineage
            work.webhooks.announce("set.sealed", {"set": "1"}, lineage=lineage, at=work.now())
            work.commit()

    def deliveries(self) -> list[DeliveryRecord]:
        found = self.desk.deliveries(self.id, by=self.by)
        assert found
        return found[1]

    def make_due(self) -> None:
        """The time of the next try has come."""
        with self.services.catalog.begin() as work:
            for one in self.deliveries():
                work.webhooks.settle(one, state="waiting", outcome=one.outcome or "", due_at=work.now())
            work.commit()


@pytest.fixture
def told(services: Services, administrator: AccountRecord, receiver: Receiver) -> Told:
    """The receiver, told by name."""

    def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    desk = dataclasses.replace(services.webhooks, allowed=HERE, resolve=resolve)
    deliver = dataclasses.replace(services.deliver, allowed=HERE, resolve=resolve)
    own_id = desk.add(f"http://hooks.example.vn:{receiver.port}/in?from=vankien", by=administrator)
    return Told(services=services, by=administrator, desk=desk, deliver=deliver, id=own_id)


def test_a_message_is_signed_and_a_stranger_can_check_it(told: Told, receiver: Receiver) -> None:
    """
    Standard Webhooks: id, time and signature over them and the body, by the key that lies in the archive.
    """
    told.announce()
    tried = told.deliver()
    (path, headers, body), again = receiver.sent[0], told.deliver()
    version, _, signature = headers["webhook-signature"].partition(",")
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    Ed25519PublicKey.from_public_bytes(told.services.signer.public).verify(
        base64.b64decode(signature), signed
    )

    assert (1, 0, "v1a", "/in?from=vankien") == (tried, again, version, path)
    assert f"hooks.example.vn:{receiver.port}" == headers["host"]
    assert {"type": "set.sealed", "data": {"set": "1"}} == {
        name: one for name, one in json.loads(body).items() if name != "timestamp"
    }
    assert [("delivered", "204", 1)] == [(one.state, one.outcome, one.attempts) for one in told.deliveries()]


def test_what_is_not_taken_is_sent_again_with_the_same_id_until_it_is_given_up(
    told: Told, receiver: Receiver
) -> None:
    """
    Errors, redirects (which are not followed) and dead receivers alike; each try later than the one before; a person may begin anew.
    """
    receiver.answers = [(500, {}), (302, {"Location": f"http://127.0.0.1:{receiver.port}/elsewhere"})]
    receiver.answers += [(503, {})] * (len(RETRIES) - 1)
    told.announce()
    waits = []
    for _ in range(len(RETRIES) + 1):
        told.deliver()
        (one,) = told.deliveries()
        waits.append(one.due_at - (one.tried_at or one.due_at))
        early = told.deliver()
        assert 0 == early
        if one.state == "waiting":
            told.make_due()
    given_up = told.deliveries()[0]
    told.desk.again(told.id, given_up.id, by=told.by)
    told.deliver()

    assert ("dead", len(RETRIES) + 1) == (given_up.state, given_up.attempts)
    assert waits[: len(RETRIES)] == sorted(waits[: len(RETRIES)])
    assert waits[0] < dt.timedelta(minutes=1) < waits[-2]
    assert {"/in?from=vankien"} == {path for path, _, _ in receiver.sent}
    assert 1 == len({headers["webhook-id"] for _, headers, _ in receiver.sent})
    assert "delivered" == told.deliveries()[0].state


@pytest.mark.parametrize("by", [365 * DAY, DAY / 4])
def test_a_clock_that_is_set_back_postpones_no_message(
    told: Told, receiver: Receiver, by: dt.timedelta
) -> None:
    """
    What was announced or tried while the clock was years or hours ahead is sent once it is right, not then.
    """
    receiver.answers = [(500, {})]
    with time_passed(by):
        told.announce()
        told.deliver()
    with time_passed(DAY / 2):
        told.announce()
    told.deliver()

    assert 3 == len(receiver.sent)
    assert {"delivered"} == {one.state for one in told.deliveries()}


def test_a_clock_that_leaps_ahead_during_a_try_postpones_no_message(told: Told, receiver: Receiver) -> None:
    """
    Tried by the right clock and put off by the wrong one.
    """
    told.announce()
    with told.services.catalog.begin() as work:
        now = work.now()
        (claimed,) = work.webhooks.claim(at=now, until=now + DAY, limit=10)
        work.commit()
    with time_passed(365 * DAY):
        told.deliver._settle(claimed, "500")
    told.deliver()

    assert 1 == len(receiver.sent)
    assert max(RETRIES) < FARTHEST


def test_a_sender_that_dies_after_sending_sends_again(told: Told, receiver: Receiver) -> None:
    """
    At least once: what was claimed and never settled is due again, with its id.
    """
    told.announce()
    with told.services.catalog.begin() as work:
        now = work.now()
        (claimed,) = work.webhooks.claim(at=now, until=now, limit=10)
        work.commit()
    told.deliver._try(claimed, now)
    told.deliver()
    told.deliver._settle(claimed, "500")  # the dead one wakes up late, and changes nothing

    assert 2 == len(receiver.sent)
    assert 1 == len({headers["webhook-id"] for _, headers, _ in receiver.sent})
    assert ["delivered"] == [one.state for one in told.deliveries()]


def test_a_name_that_changes_its_mind_leads_nowhere(told: Told, receiver: Receiver) -> None:
    """
    It was public when it was added, and names this machine now; or answers this machine on the second question of one try.
    """
    answers = iter([["8.8.8.8"], ["127.0.0.1"], ["192.168.0.1"]])
    asked: list[str] = []

    def flipping(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    desk = dataclasses.replace(told.desk, allowed=Allowed(), resolve=flipping)
    own_id = desk.add("https://flips.example.vn/", by=told.by)
    deliver = dataclasses.replace(told.deliver, allowed=Allowed(), resolve=flipping)
    told.desk.remove(told.id, by=told.by)
    told.announce()
    deliver()
    found = desk.deliveries(own_id, by=told.by)

    assert found
    assert ["not_public"] == [one.outcome for one in found[1]]
    assert ["flips.example.vn"] * 2 == asked
    assert [] == receiver.sent


def test_addresses_above_are_told_and_those_beside_are_not(
    services: Services, administrator: AccountRecord, complete: bytes
) -> None:
    """
    With the seal, in its transaction; what is removed is told nothing, and nobody sees past their subtree.
    """
    from tests.web.test_access_matrix import add_account
    from tests.working import work_off

    def resolve(host: str, port: int) -> list[str]:
        return ["8.8.8.8"]

    upper = "Công đoàn Viên chức tỉnh"
    above = add_account(services, "tren", "administrator", (upper,))
    beside = add_account(services, "ben", "administrator", (upper, "Công đoàn Trường học"))
    desk = dataclasses.replace(services.webhooks, resolve=resolve)
    ids = {one.name: desk.add("https://a.vn/", by=one) for one in (administrator, above, beside)}
    removed = desk.add("https://b.vn/", by=above)
    desk.remove(removed, by=above)
    set_id = services.submit(
        json.dumps({**json.loads(complete), "delegates": []}).encode(), account=administrator, key="1"
    ).set_id
    work_off(services)
    told = {name: desk.deliveries(own_id, by=administrator) for name, own_id in ids.items()}

    assert {administrator.name: ["set.sealed"], "tren": ["set.sealed"], "ben": []} == {
        name: [one.event for one in found[1]] for name, found in told.items() if found
    }
    assert set_id == json.loads(told["tren"][1][0].payload)["data"]["set"] if told["tren"] else False
    assert desk.deliveries(ids["tren"], by=beside) is None
    assert not desk.remove(ids["tren"], by=beside)
    assert [ids["ben"]] == [one.id for one in desk.all(by=beside)]


def test_an_administrator_keeps_addresses_by_pages(services: Services) -> None:
    """
    A refused address says why and stays in the form; one that is taken has its page.
    """
    from tests.web.test_look import signed_in
    from tests.web.test_people import post

    client = signed_in(services)
    refused = post(client, "/webhooks", url="https://127.0.0.1/")
    made = dataclasses.replace(services.webhooks, resolve=lambda *_: ["8.8.8.8"]).add(
        "https://a.vn/x", by=services.access.ensure_administrator("")
    )
    page = client.get(f"/webhooks/{made}")
    with services.catalog.begin() as work:
        lineage = services.access.ensure_administrator("").organisation.lineage
        work.webhooks.announce("set.sealed", {}, lineage=lineage, at=work.now())
        (told,) = work.webhooks.deliveries(made, limit=1)
        work.webhooks.settle(told, state="dead", outcome="503")
        work.commit()
    offered = "/again" in client.get(f"/webhooks/{made}").text
    gone = post(client, f"/webhooks/{made}/remove")

    assert (422, 200, 303) == (refused.status_code, page.status_code, gone.status_code)
    assert "mạng nội bộ" in refused.text
    assert 'value="https://127.0.0.1/"' in refused.text
    assert "whpk_" in refused.text
    assert "https://a.vn/x" in page.text
    assert "đã bị bỏ" in client.get(f"/webhooks/{made}").text
    assert (True, False) == (offered, "/again" in client.get(f"/webhooks/{made}").text)
    assert "https://a.vn/x" not in client.get("/webhooks").text


def test_a_program_keeps_addresses_by_the_api(services: Services, administrator: AccountRecord) -> None:
    """
    Added, listed with the key, what it was told, sent again, removed, and then no more; a refused address says why, at its
    place.
    """
    open_to_all = dataclasses.replace(services.webhooks, resolve=lambda *_: ["8.8.8.8"])
    client = create_app(dataclasses.replace(services, webhooks=open_to_all)).test_client()
    headers = {"Authorization": f"Bearer {services.access.new_token(administrator.name, label='a')}"}

    def post(path: str, body: dict[str, str] | None = None) -> TestResponse:
        return client.post(f"/api/v1/webhooks{path}", json=body, headers=headers)

    made = post("", {"url": "https://a.vn/x"})
    own_id = made.get_json()["id"]
    listed = client.get("/api/v1/webhooks", headers=headers).get_json()
    with services.catalog.begin() as work:
        lineage = administrator.organisation.lineage
        work.webhooks.announce("set.sealed", {"set": "1"}, lineage=lineage, at=work.now())
        work.commit()
        (one,) = work.webhooks.deliveries(own_id, limit=1)
        work.webhooks.settle(one, state="dead", outcome="503")
        work.commit()
    told = client.get(made.headers["Location"], headers=headers).get_json()["items"]
    again = post(f"/{own_id}/deliveries/{told[0]['id']}/again").get_json()["items"]
    unknown = [post(f"/{own_id}/deliveries/{number}/again").status_code for number in (10**9, 10**30)]
    removed = post(f"/{own_id}/remove").get_json()
    too_late = post(f"/{own_id}/deliveries/{told[0]['id']}/again")
    still = client.get(made.headers["Location"], headers=headers).get_json()["items"]
    refused = post("", {"url": "http://a.vn/"})

    assert (201, "https://a.vn/x") == (made.status_code, made.get_json()["url"])
    assert [own_id] == [item["id"] for item in listed["items"]]
    assert listed["key"].startswith("whpk_")
    assert [("set.sealed", "dead", "503")] == [
        (item["event"], item["state"], item["outcome"]) for item in told
    ]
    assert ["waiting"] == [item["state"] for item in again]
    assert [404, 404] == unknown
    assert removed["removed_at"]
    assert (404, ["dead"]) == (too_late.status_code, [item["state"] for item in still])
    assert (422, "webhook.not_https", "/url") == (
        refused.status_code,
        *(refused.get_json()["findings"][0][name] for name in ("code", "pointer")),
    )


@dataclass(frozen=True, kw_only=True)
class Authority:
    """Who signs certificates, for this test alone."""

    key: EllipticCurvePrivateKey
    certificate: Certificate

    @classmethod
    def new(cls) -> Authority:
        """An authority of its own."""
        key = ec.generate_private_key(ec.SECP256R1())
        builder = _certificate("authority", key.public_key(), signer=key.public_key())
        rooted = builder.add_extension(BasicConstraints(ca=True, path_length=0), critical=True)
        usage = KeyUsage(digital_signature=False, content_commitment=False, key_encipherment=False,
                         data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
                         encipher_only=False, decipher_only=False)  # fmt: skip
        return cls(key=key, certificate=rooted.add_extension(usage, critical=True).sign(key, SHA256()))

    def serve_as(self, name: str, folder: Path) -> ssl.SSLContext:
        """What a server of that name shows."""
        key = ec.generate_private_key(ec.SECP256R1())
        builder = _certificate(name, key.public_key(), signer=self.key.public_key())
        named = builder.add_extension(SubjectAlternativeName([DNSName(name)]), critical=False)
        held = folder / f"{name}.pem"
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        held.write_bytes(private + named.sign(self.key, SHA256()).public_bytes(Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(held)
        return context

    def trusted(self) -> ssl.SSLContext:
        """What somebody has who knows this authority and no other."""
        pem = self.certificate.public_bytes(Encoding.PEM).decode()
        return ssl.create_default_context(cadata=pem)


def _certificate(
    name: str, key: EllipticCurvePublicKey, *, signer: EllipticCurvePublicKey
) -> CertificateBuilder:
    """With the names of both keys, which Python 3.13 and later ask for."""
    now = dt.datetime.now(dt.UTC)
    return (
        CertificateBuilder()
        .subject_name(Name([NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(Name([NameAttribute(NameOID.COMMON_NAME, "authority")]))
        .public_key(key)
        .serial_number(random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(AuthorityKeyIdentifier.from_issuer_public_key(signer), critical=False)
    )


class TestOverTls:
    """A server with a name, at an address that the name was resolved to: the certificate must be of the name."""

    @pytest.fixture
    def authority(self) -> Authority:
        return Authority.new()

    @pytest.fixture
    def served(self, receiver: Receiver, authority: Authority, tmp_path: Path) -> list[str | None]:
        """The receiver, by TLS, with a certificate for each of two names; which of them it was asked for."""
        asked: list[str | None] = []
        contexts = {
            name: authority.serve_as(name, tmp_path) for name in ("hooks.example.vn", "other.example.vn")
        }
        first = contexts["other.example.vn"]

        def choose(socket: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
            asked.append(name)
            socket.context = contexts.get(name or "", first)

        first.sni_callback = choose
        receiver.server.socket = first.wrap_socket(receiver.server.socket, server_side=True)
        return asked

    def outcome(self, told: Told, receiver: Receiver, host: str, tls: ssl.SSLContext) -> str | None:
        told.desk.remove(told.id, by=told.by)
        own_id = told.desk.add(f"https://{host}:{receiver.port}/in", by=told.by)
        told.announce()
        dataclasses.replace(told.deliver, tls=tls)()
        found = told.desk.deliveries(own_id, by=told.by)
        assert found
        return found[1][0].outcome

    def test_the_name_is_asked_for_and_verified(
        self, told: Told, receiver: Receiver, served: list[str | None], authority: Authority
    ) -> None:
        """
        The connection goes to the pinned address, the name goes into the handshake, and its certificate is shown.
        """
        came_to = self.outcome(told, receiver, "hooks.example.vn", authority.trusted())

        assert ("204", ["hooks.example.vn"]) == (came_to, served)
        assert f"hooks.example.vn:{receiver.port}" == receiver.sent[0][1]["host"]

    def test_another_name_is_not_told(
        self, told: Told, receiver: Receiver, served: list[str | None], authority: Authority
    ) -> None:
        """
        Whoever holds the address and a good certificate of another name learns nothing.
        """
        came_to = self.outcome(told, receiver, "third.example.vn", authority.trusted())

        assert ("tls", ["third.example.vn"], []) == (came_to, served, receiver.sent)

    def test_an_unknown_authority_is_not_believed(
        self, told: Told, receiver: Receiver, served: list[str | None]
    ) -> None:
        """
        Though it bears the name of the right one.
        """
        came_to = self.outcome(told, receiver, "hooks.example.vn", Authority.new().trusted())

        assert ("tls", ["hooks.example.vn"], []) == (came_to, served, receiver.sent)
