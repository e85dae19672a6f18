"""Accounts, and the secrets that stand for them."""

from __future__ import annotations

import base64
import datetime as dt
import itertools
from dataclasses import replace
from typing import Literal, get_args

import pytest
from argon2 import PasswordHasher

from service.access import Action, NameTaken, PasswordTooShort, UnknownAccount, UnknownOrganisation, may
from service.access.accounts import ADMINISTRATOR, CODE_WAITS, LINK_LASTS, SESSION_LASTS
from service.access.secret import digest, new_secret
from service.bootstrap import Services
from service.catalog import AccountRecord, Role
from service.catalog.sign_ins import FARTHEST
from tests.faults.world import time_passed

PASSWORD = "một mật khẩu đủ dài"


@pytest.fixture
def secretary(services: Services, administrator: AccountRecord) -> AccountRecord:
    return services.access.add_account(
        name="thu-ky", role="secretary", organisation=administrator.organisation, password=PASSWORD
    )


class _Counting(PasswordHasher):
    """The hasher, which also writes down what it was asked to do."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.done.append("hash")
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 -- argon2's name
        self.done.append("verify")
        return super().verify(hash, password)


class TestPolicy:
    def test_every_role_and_action_is_decided(self) -> None:
        """
        Archivists read, the log too; officials also enter what signing brings; secretaries submit too; only administrators manage.
        """
        allowed = {
            (role, action)
            for role, action in itertools.product(get_args(Role), get_args(Action))
            if may(role, action)
        }

        readers = {(role, "read") for role in ("secretary", "official", "archivist", "administrator")}
        signers = {(role, "sign") for role in ("secretary", "official", "administrator")}
        expected = (
            readers
            | signers
            | {
                ("secretary", "submit"),
                ("administrator", "submit"),
                ("administrator", "audit"),
                ("archivist", "audit"),
                ("administrator", "manage"),
            }
        )
        assert expected == allowed


class TestFirstStart:
    def test_the_administrator_is_made_once(self, services: Services) -> None:
        """
        Starting again finds the same account, which has no password yet.
        """
        first = services.access.ensure_administrator("Tên khác")
        second = services.access.ensure_administrator("Tên khác nữa")

        assert first == second
        assert (ADMINISTRATOR, "administrator", False) == (first.name, first.role, first.has_password)
        assert "Tổng Liên đoàn Lao động Việt Nam" == first.organisation.name


class TestPasswords:
    def test_name_and_password_open_a_session(self, services: Services, secretary: AccountRecord) -> None:
        """
        The session leads back to the account until it is ended.
        """
        session = services.access.sign_in("thu-ky", PASSWORD)
        assert session is not None

        assert secretary == services.access.by_session(session)
        services.access.sign_out(session)
        assert services.access.by_session(session) is None

    @pytest.mark.parametrize(
        ("name", "password"), [("thu-ky", "sai"), ("không có", PASSWORD), (ADMINISTRATOR, "")]
    )
    def test_anything_else_opens_nothing(
        self, services: Services, secretary: AccountRecord, name: str, password: str
    ) -> None:
        """
        A wrong password, an unknown name and an account without password answer the same.
        """
        assert services.access.sign_in(name, password) is None

    def test_an_unknown_name_costs_what_a_known_one_costs(
        self, services: Services, secretary: AccountRecord
    ) -> None:
        """
        One check of one hash either way, so the time of an answer tells nobody which names exist.
        """
        counting = _Counting()
        access = replace(services.access, hasher=counting)
        access.sign_in("không có", "làm nóng")

        counting.done.clear()
        access.sign_in("thu-ky", "sai")
        known = list(counting.done)
        counting.done.clear()
        access.sign_in("không có", "sai")

        assert ["verify"] == known
        assert known == counting.done

    def test_a_new_password_ends_every_session(self, services: Services, secretary: AccountRecord) -> None:
        """
        Whoever holds a stolen session loses it.
        """
        session = services.access.sign_in("thu-ky", PASSWORD)
        assert session is not None

        services.access.set_password(secretary, "một mật khẩu khác hẳn")

        assert services.access.by_session(session) is None
        assert services.access.sign_in("thu-ky", PASSWORD) is None

    def test_short_passwords_and_taken_names_are_refused(
        self, services: Services, secretary: AccountRecord
    ) -> None:
        """
        Nothing is stored then.
        """
        with pytest.raises(PasswordTooShort):
            services.access.set_password(secretary, "ngắn")
        with pytest.raises(NameTaken):
            services.access.add_account(
                name="thu-ky", role="official", organisation=secretary.organisation, password=PASSWORD
            )

    @pytest.mark.parametrize("password", ["  hai đầu có dấu cách  ", "Hoa Và Thường " * 14, "🔒" * 64])
    def test_a_password_is_taken_as_it_was_typed(
        self, services: Services, secretary: AccountRecord, password: str
    ) -> None:
        """
        Long, in any letters, with blanks at its ends: every sign of it counts.
        """
        services.access.set_password(secretary, password)

        assert services.access.sign_in("thu-ky", password)
        for other in (password[:-1], password.strip() + ".", password.swapcase() + "x"):
            assert services.access.sign_in("thu-ky", other) is None


class TestLinks:
    def test_a_link_signs_in_once(self, services: Services) -> None:
        """
        The second use finds it spent.
        """
        secret = services.access.new_link(ADMINISTRATOR)

        assert services.access.sign_in_by_link(secret) is not None
        assert services.access.sign_in_by_link(secret) is None
        assert services.access.sign_in_by_link("never given") is None

    def test_what_a_clock_that_ran_ahead_gave_out_does_not_last_for_years(
        self, services: Services, secretary: AccountRecord
    ) -> None:
        """
        Sessions and links end with the clock's error; those from before it are as they were, and signing in works.
        """
        before = services.access.sign_in_as(secretary)
        with time_passed(dt.timedelta(days=365)):
            session, link = services.access.sign_in_as(secretary), services.access.new_link(ADMINISTRATOR)
            assert secretary == services.access.by_session(session)

        assert services.access.by_session(session) is None
        assert services.access.sign_in_by_link(link) is None
        assert [secretary] * 2 == [
            services.access.by_session(one) for one in (before, services.access.sign_in_as(secretary))
        ]
        assert max(SESSION_LASTS, LINK_LASTS, CODE_WAITS) < FARTHEST


def test_a_secret_has_256_bits() -> None:
    """
    Of sessions, links, tokens and calendars alike, and none is ever the next.
    """
    made = {new_secret() for _ in range(1_000)}

    assert 1_000 == len(made)
    assert {32} == {len(base64.urlsafe_b64decode(one + "=")) for one in made}


class TestTokens:
    def test_a_token_acts_as_its_account_until_it_expires(
        self, services: Services, administrator: AccountRecord
    ) -> None:
        """
        Given out once; the catalog holds only its digest.
        """
        valid = services.access.new_token(ADMINISTRATOR, label="thử", lasts=dt.timedelta(hours=1))
        expired = services.access.new_token(ADMINISTRATOR, label="cũ", lasts=dt.timedelta(seconds=-1))

        assert administrator == services.access.by_token(valid)
        assert services.access.by_token(expired) is None
        assert services.access.by_token(valid + "x") is None

    def test_a_token_ends_after_a_year_unless_it_is_told_otherwise(
        self, services: Services, administrator: AccountRecord
    ) -> None:
        """
        None lasts for ever; one without an end, made by an earlier release, goes on.
        """
        secret = services.access.new_token(ADMINISTRATOR, label="máy")
        with services.catalog.begin() as work:
            work.tokens.add(
                account_id=administrator.id,
                name="xưa",
                secret_sha256=digest("xưa"),
                at=work.now(),
                expires_at=None,
            )
            work.commit()
        (made,) = (
            one
            for one in services.people.account(administrator.id, by=administrator).tokens
            if one.name == "máy"
        )

        assert made.expires_at == made.created_at + dt.timedelta(days=365)
        assert services.access.by_token(secret) == services.access.by_token("xưa") == administrator

    def test_a_token_for_nobody_is_refused(self, services: Services) -> None:
        """
        The account must exist.
        """
        with pytest.raises(UnknownAccount):
            services.access.new_token("không có", label="x")


class TestOrganisations:
    def test_a_path_is_read_from_the_top(
        self, services: Services, administrator: AccountRecord, complete: bytes
    ) -> None:
        """
        Accents and case do not matter.
        """
        services.submit(complete, account=administrator, key="1")

        found = services.access.organisation_at("cong doan vien chuc tinh / CÔNG ĐOÀN CƠ SỞ SỞ CÔNG THƯƠNG")

        assert "Công đoàn cơ sở Sở Công thương" == found.name
        with pytest.raises(UnknownOrganisation):
            services.access.organisation_at("không có")
