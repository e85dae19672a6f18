"""Reminders by mail, against a real SMTP server: once a day, in the reader's language, nobody named, and patient."""

from __future__ import annotations

import datetime as dt
import json
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult

from service.access.secret import digest
from service.bootstrap import Services
from service.catalog import (
    AccountRecord,
    CatalogUnavailable,
    CongressRecord,
    DigestRecord,
    MailLanguage,
    OrganisationRecord,
    Shelved,
)
from service.congress.zone import HERE
from service.documents.to_do import Reminder, ToDo
from service.mail import MailServerUnavailable, mail_server
from service.reminders import AddressUnusable, SendDigests
from service.reminders.digest import NEAR, OVERDUE, digest_of
from service.reminders.sending import RETRIES
from tests.databases import ON_SQLITE
from tests.reminders.certificate import self_signed
from tests.reminders.mail_box import Box, smtp_server
from workers.relaying import run_relay

SECOND = dt.timedelta(seconds=1)
TODAY = dt.date(2026, 3, 10)
ADDRESS = "thu-ky@congdoan.example"


@pytest.fixture
def box() -> Box:
    """An empty mail box."""
    return Box()


@pytest.fixture
def port(box: Box) -> Iterator[int]:
    """The port of a server on this machine that puts what it takes into the box."""
    with smtp_server(box) as port:
        yield port


@pytest.fixture
def remind(services: Services, port: int) -> SendDigests:
    """The sender, with that server, at any hour."""
    server = mail_server(f"smtp://127.0.0.1:{port}")
    return replace(services.remind, server=server, sender="van-kien@congdoan.example", hour=0)


def limit(last: dt.date | None) -> Reminder:
    organisation = OrganisationRecord(
        id="1", parent_id=None, name="Công đoàn Sở Y tế", level="grassroots", lineage="/1/"
    )
    congress = CongressRecord(id="2", organisation=organisation, term="2023-2028", object_id="4")
    must = ("Hồ sơ phải gửi", "The dossier must be sent")
    return Reminder(congress=congress, set_id="3", note=must, must=must, key="sending", last=last)


@pytest.fixture
def busy(remind: SendDigests) -> SendDigests:
    """A sender for whom something is always left to do."""
    to_do = ToDo(to_sign=(), to_return=(), has_more=False, reminders=(limit(TODAY),))

    def left(*, account: AccountRecord) -> ToDo:
        today = dt.datetime.now(tz=HERE).date()
        return replace(to_do, reminders=(replace(to_do.reminders[0], last=today),))

    return replace(remind, to_do=left)


def newest(services: Services, account: AccountRecord) -> DigestRecord:
    found = services.reminders.of(account)[1]
    assert found
    return found


def confirm(
    services: Services, account: AccountRecord, address: str = ADDRESS, *, language: MailLanguage = "vi"
) -> None:
    """The account asks for mail there, and its owner has followed the link."""
    services.reminders.ask(address, language=language, account=account)
    with services.catalog.begin() as work:
        wish, now = work.reminders.wish_of(account.id), work.now()
        assert wish
        work.reminders.set_link(wish, digest("secret"), until=now + SECOND)
        work.commit()
    assert services.reminders.confirm("secret")


def make_due(services: Services, digest: DigestRecord) -> None:
    """The time of the next try has come."""
    with services.catalog.begin() as work:
        work.reminders.settle(digest, state="waiting", outcome="", due_at=work.now())
        work.commit()


def test_whoever_asked_gets_one_mail_a_day_and_nobody_is_named(
    services: Services,
    administrator: AccountRecord,
    paper: Shelved,
    remind: SendDigests,
    box: Box,
    complete: bytes,
) -> None:
    """
    Off until asked for; then one plain text with the unions, the counts and a link, however often the timetable comes by.
    """
    first = remind()
    confirm(services, administrator, f" {ADDRESS} ")
    sent = [remind(), remind(), remind()]
    services.reminders.end(administrator)
    confirm(services, administrator, language="en")
    after_changing = remind()
    (mail,) = box.mail
    text = mail.get_content()
    count = len(services.to_do(account=administrator).to_sign)
    people = {row["full_name"] for row in json.loads(complete)["delegates"]}

    assert (0, [1, 0, 0], 0) == (first, sent, after_changing)
    assert [[ADDRESS]] == box.to
    assert "text/plain" == mail.get_content_type()
    assert f"Văn kiện: {count} văn kiện chờ ký, chờ nộp bản đã ký" == mail["Subject"]
    assert f"{paper.organisation}, {paper.term}: {count} văn kiện chờ ký và cấp số" in text
    assert f"{services.settings.public_url}/to-do" in text
    assert f"<{services.settings.public_url}/reminders>" == mail["List-Unsubscribe"]
    assert (len(people) > 10, set()) == (True, {name for name in people if name in text})
    assert "sent" == newest(services, administrator).state


@ON_SQLITE
def test_a_mail_is_in_the_language_of_its_reader(
    services: Services, administrator: AccountRecord, paper: Shelved, remind: SendDigests, box: Box
) -> None:
    """
    Every sentence of ours is English then; the union keeps its name.
    """
    confirm(services, administrator, language="en")
    remind()
    (mail,) = box.mail
    count = len(services.to_do(account=administrator).to_sign)

    assert ("en", f"Văn kiện: papers waiting: {count}") == (mail["Content-Language"], mail["Subject"])
    assert f"* {paper.organisation}, {paper.term}: papers to sign and number: {count}" in mail.get_content()
    assert "chờ" not in mail.get_content()


def test_where_nothing_is_left_to_do_no_mail_is_sent(
    services: Services, administrator: AccountRecord, remind: SendDigests, box: Box
) -> None:
    """
    The day is settled all the same.
    """
    confirm(services, administrator)

    assert (1, 0) == (remind(), remind())
    assert ([], "empty") == (box.mail, newest(services, administrator).state)


@ON_SQLITE
def test_before_its_hour_and_without_a_server_nothing_is_sent_or_promised(
    services: Services, administrator: AccountRecord, busy: SendDigests
) -> None:
    """
    A house without a mail server goes on as before.
    """
    confirm(services, administrator)

    assert (0, 0) == (replace(busy, hour=24)(), services.remind())
    assert (False, None) == (services.reminders.is_offered, services.reminders.of(administrator)[1])


def test_whoever_is_locked_out_or_has_enough_gets_nothing_that_was_promised(
    services: Services, administrator: AccountRecord, busy: SendDigests, box: Box
) -> None:
    """
    Between the promise and the sending too.
    """
    gone = services.access.add_account(
        name="da-nghi",
        role="secretary",
        organisation=administrator.organisation,
        password="mat khau dai du dung",
    )
    for account in (gone, administrator):
        confirm(services, account)
    with services.catalog.begin() as work:
        promised = work.reminders.promise(dt.datetime.now(tz=HERE).date(), at=work.now())
        work.commit()
    services.people.disable(gone.id, by=administrator)
    services.reminders.end(administrator)

    assert (2, 0, []) == (promised, busy(), box.mail)


def test_a_server_that_is_down_is_left_alone_longer_and_longer_and_nothing_is_lost(
    services: Services,
    administrator: AccountRecord,
    busy: SendDigests,
    box: Box,
) -> None:
    """
    Every mail waits with the one that met it; when the server is back, each is sent once.
    """
    other = services.access.add_account(
        name="can-bo",
        role="official",
        organisation=administrator.organisation,
        password="mat khau dai du dung",
    )
    for account in (administrator, other):
        confirm(services, account)
    down = replace(busy, server=mail_server("smtp://127.0.0.1:1"))
    waits = []
    for _ in range(len(RETRIES) + 1):
        assert (0, 0) == (down(), down())
        one = newest(services, administrator)
        waits.append(round((one.due_at - (one.tried_at or one.due_at)) / SECOND))
        for account in (administrator, other):
            make_due(services, newest(services, account))
    outcome = one.outcome
    sent = busy()

    assert ("unreachable", 2, 2) == (outcome, sent, len(box.mail))
    assert [60, 300, 900, 1800, 3600, 3600] == waits


def test_one_address_that_is_refused_does_not_hold_the_others(
    services: Services, administrator: AccountRecord, busy: SendDigests, box: Box
) -> None:
    """
    For good it is said on the page; for now it is tried again.
    """
    accounts = [administrator]
    accounts += [
        services.access.add_account(
            name=name,
            role="official",
            organisation=administrator.organisation,
            password="mat khau dai du dung",
        )
        for name in ("mot", "hai", "ba")
    ]
    for account in accounts:
        confirm(services, account)
    box.at_recipient = ["550 no such user", "451 greylisted"]
    box.at_data = ["554 not this"]

    assert 4 == busy()
    assert 1 == len(box.mail)
    assert [("refused", "550"), ("refused", "554"), ("sent", "taken"), ("waiting", "451")] == sorted(
        (one.state, one.outcome or "") for one in (newest(services, account) for account in accounts)
    )


def test_a_sender_that_dies_after_the_yes_sends_the_same_mail_again(
    services: Services, administrator: AccountRecord, busy: SendDigests, box: Box
) -> None:
    """
    At least once: the second has the id of the first, by which mail boxes know it; the dead one wakes up late and changes nothing.
    """
    confirm(services, administrator)
    with services.catalog.begin() as work:
        now = work.now()
        day = now.astimezone(HERE).date()
        work.reminders.promise(day, at=now)
        ((wish, digest),) = work.reminders.claim(day, at=now, until=now, limit=5)
        work.commit()
    said = busy._said(wish, day)
    assert said
    assert busy.server
    with busy.server.connected() as post:
        post(busy._message(wish, digest, said))
    again = busy()
    busy._settle(digest, "refused", "550")

    assert (1, 2) == (again, len(box.mail))
    assert 1 == len({mail["Message-ID"] for mail in box.mail})
    assert "sent" == newest(services, administrator).state


def test_two_timetables_promise_a_day_once_and_each_day_anew(
    services: Services, administrator: AccountRecord
) -> None:
    """
    The key of the row is account and day; old days are forgotten.
    """
    confirm(services, administrator)
    with services.catalog.begin() as work:
        at = work.now()
        made = [
            work.reminders.promise(day, at=at) for day in (TODAY, TODAY, TODAY + dt.timedelta(days=1), TODAY)
        ]
        work.reminders.forget(TODAY + dt.timedelta(days=1))
        work.reminders.forget(TODAY)
        again = work.reminders.promise(TODAY, at=at)
        work.commit()

    assert ([1, 0, 1, 0], 1) == (made, again)


@ON_SQLITE
def test_the_timetable_of_the_relay_sends_the_mail(
    services: Services,
    administrator: AccountRecord,
    busy: SendDigests,
    box: Box,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """
    Without a broker too, and after a catalog that was away for a moment.
    """
    confirm(services, administrator)
    monkeypatch.setattr("workers.relaying.REMIND_EVERY", 0.01)
    stop = threading.Event()
    answers = iter([CatalogUnavailable("away")])

    def remind() -> int:
        if (trouble := next(answers, None)) is not None:
            raise trouble
        sent = busy()
        if sent:
            stop.set()
        return sent

    run_relay(
        services.relay, f"redis+socket://{tmp_path}/nobody.sock", stop, tidy=lambda: None, remind=remind
    )

    assert [[ADDRESS]] == box.to


@pytest.mark.parametrize(
    "address",
    [
        "",
        "thu-ky",
        "a@b",
        "a b@congdoan.vn",
        "a@congdoan.vn\r\nBcc: b@x.vn",
        "a@congdoan.vn, b@x.vn",
        "thư-ký@congdoan.vn",
        "<a@congdoan.vn>",
        f"{'a' * 64}@{'b.' * 100}vn",
    ],
)
@ON_SQLITE
def test_what_is_no_address_is_refused(
    services: Services, administrator: AccountRecord, address: str
) -> None:
    """
    Nothing of it may end in a header.
    """
    with pytest.raises(AddressUnusable):
        services.reminders.ask(address, language="vi", account=administrator)


def test_a_limit_is_told_from_a_week_before_to_a_month_after() -> None:
    """
    On its last day in words; one without a day never.
    """
    day = dt.timedelta(days=1)
    lasts = [None, TODAY + NEAR + day, TODAY + NEAR, TODAY, TODAY - OVERDUE, TODAY - OVERDUE - day]

    def told(*limits: dt.date | None) -> str:
        to_do = ToDo(to_sign=(), to_return=(), has_more=False, reminders=tuple(map(limit, limits)))
        found = digest_of(to_do, today=TODAY, language="vi", public_url="https://x.vn")
        return f"{found.subject}\n{found.text}" if found else ""

    assert [False, False, True, True, True, False] == [bool(told(one)) for one in lasts]
    assert "Văn kiện: 3 hạn chót" == told(*lasts).splitlines()[0]
    assert "* Công đoàn Sở Y tế, 2023-2028: Hồ sơ phải gửi. Còn 7 ngày (hạn chót 17/03/2026)." in told(*lasts)
    assert "Hôm nay là hạn chót." in told(TODAY)
    assert "ĐÃ QUÁ HẠN 30 ngày" in told(TODAY - OVERDUE)


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_password_goes_over_a_connection_whose_certificate_was_checked(
    scheme: str, box: Box, tmp_path: Path
) -> None:
    """
    STARTTLS and TLS; a certificate that nobody vouches for, a server without TLS and a wrong password send nothing.
    """
    cert, key = self_signed(tmp_path, "127.0.0.1")
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(cert, key)
    ours = ssl.create_default_context(cafile=str(cert))
    seen: list[bytes] = []

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        seen.append(data.password)
        return AuthResult(success=data.password == b"dung", handled=False)

    options: dict[str, Any] = {"authenticator": check, "auth_required": True}
    options |= (
        {"tls": theirs, "auth_require_tls": False}
        if scheme == "smtps"
        else {"tls_context": theirs, "require_starttls": True}
    )
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("dung\n")
    wrong.write_text("sai\n")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@x.vn", ADDRESS, "thử"
    message.set_content("Chào\n")

    def tried(port: int, *, tls: ssl.SSLContext | None = ours, password_file: Path = right) -> str:
        server = mail_server(f"{scheme}://thu%40x.vn@127.0.0.1:{port}", password_file)
        try:
            with replace(server, tls=tls).connected() as post:
                post(message)
        except MailServerUnavailable as error:
            return error.outcome
        return "sent"

    with smtp_server(box, **options) as port:
        outcomes = [
            tried(port),
            tried(port, tls=None),
            tried(port, password_file=wrong),
            tried(port, password_file=tmp_path / "x"),
        ]

    assert ["sent", "certificate", "535", "password"] == outcomes
    assert ({b"dung", b"sai"}, 1) == (set(seen), len(box.mail))


def test_a_server_without_starttls_gets_nothing(port: int, box: Box) -> None:
    """
    What was to be safe is never sent in the clear.
    """
    server = mail_server(f"smtp+starttls://127.0.0.1:{port}")
    with pytest.raises(MailServerUnavailable, match="not_safe"), server.connected():
        raise AssertionError
    assert [] == box.mail
