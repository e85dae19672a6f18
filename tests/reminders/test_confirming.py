"""An address is used once its owner has confirmed it: a link goes there, by a real SMTP server, and nothing else before."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from service.access.secret import digest
from service.bootstrap import Services
from service.catalog import AccountRecord, MailWish
from service.catalog.reminders import FARTHEST
from service.congress.zone import HERE
from service.mail import mail_server
from service.reminders import AskedTooOften, SendLinks
from service.reminders.desk import MOST_ASKED
from service.reminders.sending import RETRIES
from tests.databases import ON_SQLITE
from tests.faults.world import time_passed
from tests.reminders.mail_box import Box, smtp_server

ADDRESS = "thu-ky@congdoan.example"
DAY = dt.timedelta(days=1)


@pytest.fixture
def box() -> Box:
    """An empty mail box."""
    return Box()


@pytest.fixture
def send(services: Services, box: Box) -> Iterator[SendLinks]:
    """What sends the links, to a server that puts them into the box."""
    with smtp_server(box) as port:
        server = mail_server(f"smtp://127.0.0.1:{port}")
        yield replace(services.send_links, server=server, sender="van-kien@congdoan.example")


def wish(services: Services, account: AccountRecord) -> MailWish:
    found = services.reminders.of(account)[0]
    assert found
    return found


def secret_in(box: Box, number: int = -1) -> str:
    """The secret of the link in a mail of the box."""
    found = re.search(r"/reminders/confirm/([\w-]{43})\s", box.mail[number].get_content())
    assert found
    return found[1]


def promised(services: Services) -> int:
    """How many mails today would have, from now on."""
    with services.catalog.begin() as work:
        return work.reminders.promise(dt.datetime.now(tz=HERE).date(), at=work.now())


def test_nothing_but_the_link_goes_to_an_address_before_it_is_confirmed(
    services: Services, administrator: AccountRecord, send: SendLinks, box: Box
) -> None:
    """
    One mail with the link, in the reader's language; the link works once, and from then on mail is promised.
    """
    services.reminders.ask(ADDRESS, language="en", account=administrator)
    sent = [send(), send()]
    before = promised(services)
    secret = secret_in(box)
    used = [services.reminders.confirm(one) for one in ("x", secret, secret)]

    assert ([1, 0], 0) == (sent, before)
    assert [[ADDRESS]] == box.to
    assert ("en", "Văn kiện: confirm your address for reminders") == (
        box.mail[0]["Content-Language"],
        box.mail[0]["Subject"],
    )
    assert [False, True, False] == used
    assert 1 == promised(services)
    assert wish(services, administrator).confirmed_at


def test_another_address_is_confirmed_anew_and_the_same_one_is_not(
    services: Services, administrator: AccountRecord, send: SendLinks, box: Box
) -> None:
    """
    Changing the language asks nobody; a new address waits, and the link to the old one opens nothing any more.
    """
    services.reminders.ask(ADDRESS, language="vi", account=administrator)
    send()
    services.reminders.confirm(secret_in(box))
    services.reminders.ask(ADDRESS, language="en", account=administrator)
    same = wish(services, administrator)
    services.reminders.ask("khac@congdoan.example", language="en", account=administrator)
    send()
    first = secret_in(box)
    services.reminders.ask("nua@congdoan.example", language="en", account=administrator)

    assert ("en", True, None) == (same.language, same.confirmed_at is not None, same.link_due_at)
    assert not services.reminders.confirm(first)
    assert 0 == promised(services)
    assert ("nua@congdoan.example", None) == (
        wish(services, administrator).address,
        wish(services, administrator).confirmed_at,
    )


def test_a_clock_that_is_set_back_postpones_no_link(
    services: Services, administrator: AccountRecord, send: SendLinks, box: Box
) -> None:
    """
    What was asked for while the clock was years ahead is sent once it is right, and asking again is not refused until then.
    """
    with time_passed(365 * DAY):
        for number in range(MOST_ASKED):
            services.reminders.ask(f"{number}@congdoan.example", language="vi", account=administrator)
    sent = send()
    services.reminders.ask(ADDRESS, language="vi", account=administrator)

    assert 1 == sent
    assert 1 == send()
    assert [[f"{MOST_ASKED - 1}@congdoan.example"], [ADDRESS]] == box.to
    assert max(RETRIES) < FARTHEST


def test_a_link_ends_after_three_days(
    services: Services, administrator: AccountRecord, send: SendLinks, box: Box
) -> None:
    """
    Asking again sends another.
    """
    services.reminders.ask(ADDRESS, language="vi", account=administrator)
    send()
    until = wish(services, administrator).link_until
    with services.catalog.begin() as work:
        late = [work.reminders.confirm(digest(secret_in(box)), at=work.now() + days * DAY) for days in (3, 4)]
    services.reminders.ask(ADDRESS, language="vi", account=administrator)
    send()

    assert until
    assert [None, None] == late
    assert services.reminders.confirm(secret_in(box))


def test_a_server_that_is_down_is_tried_again_until_the_day_is_over(
    services: Services, administrator: AccountRecord, send: SendLinks, box: Box
) -> None:
    """
    Later and later; a link that was tried again replaces the one before; what the server refuses is said and tried no more.
    """
    services.reminders.ask(ADDRESS, language="vi", account=administrator)
    down = replace(send, server=mail_server("smtp://127.0.0.1:1"))
    assert (0, 0) == (down(), down())
    waits = wish(services, administrator)
    make_due(services, administrator)
    box.at_recipient = ["451 greylisted", "550 no such user"]
    assert 1 == send()
    deferred = wish(services, administrator)
    make_due(services, administrator)
    assert 1 == send()
    refused = wish(services, administrator)

    assert waits.link_due_at
    assert RETRIES[0] - dt.timedelta(seconds=30) < waits.link_due_at - waits.since < 3 * RETRIES[0]
    assert ("unreachable", "451", "550") == (waits.link_outcome, deferred.link_outcome, refused.link_outcome)
    assert (True, None) == (deferred.link_due_at is not None, refused.link_due_at)
    assert (0, []) == (send(), box.mail)


def make_due(services: Services, account: AccountRecord) -> None:
    """The time of the next try has come."""
    with services.catalog.begin() as work:
        work.reminders.settle_link(wish(services, account), outcome="", due_at=work.now())
        work.commit()


def test_an_address_that_was_changed_while_its_link_was_sent_is_not_confirmed_by_it(
    services: Services, administrator: AccountRecord, send: SendLinks, box: Box
) -> None:
    """
    Whoever claimed the old one changes nothing of the new one.
    """
    services.reminders.ask(ADDRESS, language="vi", account=administrator)
    with services.catalog.begin() as work:
        (taken,) = work.reminders.claim_links(at=work.now(), until=work.now(), limit=5)
        work.commit()
    services.reminders.ask("khac@congdoan.example", language="vi", account=administrator)
    assert send.server
    with send.server.connected() as post:
        send._try(taken, post)

    assert not services.reminders.confirm(secret_in(box))
    assert wish(services, administrator).link_due_at


@ON_SQLITE
def test_nobody_has_links_sent_to_one_stranger_after_another(
    services: Services, administrator: AccountRecord
) -> None:
    """
    A few an hour for each account, ended and begun again or not; others are not held up by it.
    """
    for n in range(MOST_ASKED):
        services.reminders.ask(f"a{n}@congdoan.example", language="vi", account=administrator)
        services.reminders.end(administrator)
    other = services.access.add_account(
        name="can-bo",
        role="official",
        organisation=administrator.organisation,
        password="mat khau dai du dung",
    )
    services.reminders.ask(ADDRESS, language="vi", account=other)

    with pytest.raises(AskedTooOften):
        services.reminders.ask(ADDRESS, language="vi", account=administrator)
    assert None is services.reminders.of(administrator)[0]


@ON_SQLITE
def test_a_house_without_a_mail_server_sends_no_link(
    services: Services, administrator: AccountRecord
) -> None:
    """
    And says nothing of it.
    """
    services.reminders.ask(ADDRESS, language="vi", account=administrator)

    assert 0 == services.send_links()
