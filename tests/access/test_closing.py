"""Closing an account: its person is forgotten, what it did is not."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import create_engine, text

from service.access import AccountClosed, OwnAccount, SecondFactorDesk
from service.access.oidc import Person
from service.bootstrap import Services
from service.catalog import AccountRecord
from service.catalog.tables import metadata
from tests.web.test_access_matrix import PASSWORD, add_account

NAME = "lê thị quỳnh canary"


def everything(url: str) -> str:
    """Every value of every table, as text."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        found = [
            str(connection.execute(text(f"SELECT * FROM {name}")).all())  # noqa: S608 -- our own tables
            for name in metadata.tables
        ]
    engine.dispose()
    return "\n".join(found)


@pytest.fixture
def leaving(services: Services) -> AccountRecord:
    """Somebody with everything that an account can have."""
    account = add_account(services, NAME, "secretary", ("Công đoàn tỉnh",))
    codes = SecondFactorDesk(catalog=services.catalog, key=b"k" * 32, clock=time.time)
    codes.enrolment(account)
    services.access.bind(account, Person(issuer="https://id.example.vn", subject="subject-canary"))
    services.calendars.make(account)
    with services.catalog.begin() as work:
        work.reminders.wish(account.id, address="canary@example.vn", language="vi", at=work.now())
        work.commit()
    return account


def test_nothing_of_the_person_is_left_and_the_log_stays_whole(
    services: Services, administrator: AccountRecord, leaving: AccountRecord, migrated_url: str
) -> None:
    """
    No way in opens any more, no row names them, the chain verifies, and the log still says what the account did.
    """
    access, people = services.access, services.people
    token, link = access.new_token(NAME, label="token-canary"), access.new_link(NAME)
    session, calendar = access.sign_in(NAME, PASSWORD), services.calendars.make(leaving)
    assert session
    before = {row.event for row in people.log(by=administrator)}
    people.close(leaving.id, by=administrator)
    people.close(leaving.id, by=administrator)  # a second press changes nothing
    opened = (
        access.by_token(token), access.sign_in_by_link(link), access.by_session(session), services.calendars.owner(calendar),
        access.sign_in(NAME, PASSWORD), access.sign_in_by_provider(Person(issuer="https://id.example.vn", subject="subject-canary")),
    )  # fmt: skip
    page, rows = people.account(leaving.id, by=administrator), people.log(by=administrator)

    assert {None} == set(opened)
    assert "canary" not in everything(migrated_url)
    assert (f"đã đóng {leaving.id[:8]}", True, True, ()) == (
        page.account.name,
        page.is_disabled,
        page.is_closed,
        page.tokens,
    )
    assert services.audit_log.verify().is_sound
    assert before | {"account_closed"} == {row.event for row in rows}
    assert 1 == sum(row.event == "account_closed" for row in rows)


def test_a_closed_account_stays_closed(
    services: Services, administrator: AccountRecord, leaving: AccountRecord
) -> None:
    """
    Nobody changes it again or closes their own, nothing is written where it is refused, and its name is free for somebody else.
    """
    people = services.people
    codes = SecondFactorDesk(catalog=services.catalog, key=b"k" * 32)
    people.close(leaving.id, by=administrator)
    before = people.log(by=administrator)
    for refused in (
        lambda: people.enable(leaving.id, by=administrator),
        lambda: people.disable(leaving.id, by=administrator),
        lambda: people.set_role(leaving.id, "archivist", by=administrator),
        lambda: people.new_link(leaving.id, by=administrator),
        lambda: people.add_token(leaving.id, label="máy", days=1, only=None, by=administrator),
        lambda: codes.remove(leaving, by=administrator),
    ):
        with pytest.raises(AccountClosed):
            refused()
    assert before == people.log(by=administrator)
    with pytest.raises(OwnAccount):
        people.close(administrator.id, by=administrator)
    added, _ = people.add(name=NAME, role="official", organisation_id=None, by=administrator)

    assert leaving.id != added.id
