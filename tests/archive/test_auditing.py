"""The audit log: a chain that cannot fork, anchors in the archive, and every tampering named."""

from __future__ import annotations

import datetime as dt
import random
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.archive import event_kinds, line_to_sign
from service.archive.anchors import Anchor, Anchors
from service.archive.auditing import AuditLog, first_bad
from service.archive.key_files import new_key
from service.bootstrap import Services, build_rebuild
from service.catalog import BEGINNING, Catalog, Entry, Link, Replacement
from service.catalog.chain import digest_of
from service.catalog.engine import WRITES, open_engine
from service.catalog.schema import _config, migrate
from service.storage import MemoryStorage
from tests.faults.world import time_passed

AT = dt.datetime(2023, 2, 27, 8, tzinfo=dt.UTC)
SERVICE = Path(__file__).parents[2] / "service"


def joined(events: list[str], *, after: Link = BEGINNING) -> list[Entry]:
    """A whole chain of these events."""
    entries: list[Entry] = []
    for event in events:
        last = entries[-1].link if entries else after
        said = {"at": AT, "account_id": None, "event": event, "subject": "x", "prior": last.digest}
        entries.append(Entry(seq=last.seq + 1, digest=digest_of(last.seq + 1, **said), **said))  # type: ignore[arg-type]  # one dict for both
    return entries


def laid(storage: MemoryStorage, tmp_path: Path, entries: list[Entry], *ends: int) -> list[Anchor]:
    """Anchors at these places of the chain."""
    anchors, signer = Anchors(storage=storage), new_key(tmp_path / "key")
    since = 0
    for end in ends:
        digests = [one.digest for one in entries[since:end]]
        anchors.lay(entries[end - 1].link, last=anchors.last(), entries=digests, at=AT, signer=signer)
        since = end
    return list(anchors.all({signer.key_id: signer.public}))


def tampered(chance: random.Random, entries: list[Entry], before: int) -> tuple[list[Entry], int]:
    """The chain after one tampering at a place up to `before`, and the first place that is bad."""
    changed = list(entries)
    at = chance.randrange(before)
    kind = chance.choice(
        ["field", "rehashed", "rewritten", "removed", "closed up", "inserted", "swapped", "cut"]
    )
    one = changed[at]
    field = chance.choice(["event", "subject", "account_id", "at", "prior", "digest"])
    value = {"at": one.at + dt.timedelta(seconds=1), "prior": "1" * 64, "digest": "2" * 64}.get(
        field, "other"
    )
    if kind == "field":
        changed[at] = replace(one, **{field: value})
    elif kind == "rehashed":
        altered = replace(one, subject="other")
        changed[at] = replace(altered, digest=altered.true_digest())
    elif kind in {"rewritten", "closed up", "inserted"}:
        events = [entry.event for entry in entries]
        events[at : at + (kind != "inserted")] = {
            "rewritten": ["forged"],
            "closed up": [],
            "inserted": ["forged"],
        }[kind]
        changed = joined(events)
    elif kind == "removed":
        del changed[at]
    elif kind == "swapped":
        other = (at + 1 + chance.randrange(before - 1)) % before
        first, second = sorted((at, other))
        changed[first], changed[second] = (
            replace(changed[second], seq=first + 1),
            replace(changed[first], seq=second + 1),
        )
        at = first
    else:
        del changed[at:]
    return changed, at + 1


@pytest.mark.parametrize("tamperings", [500, pytest.param(10_000, marks=pytest.mark.slow)])
def test_every_tampering_before_the_anchor_is_found_and_the_first_bad_entry_named(
    tmp_path: Path, tamperings: int
) -> None:
    """
    Seeded: fields, digests, the chain written anew from there on, entries removed, put in, swapped, cut off.
    """
    entries = joined([f"event {number}" for number in range(40)])
    anchors = laid(MemoryStorage(), tmp_path, entries, 12, 30)
    chance = random.Random(20230227)  # noqa: S311 -- chance, not a secret
    wrong = []
    for _ in range(tamperings):
        changed, place = tampered(chance, entries, before=30)
        bad, _, _ = first_bad(changed, anchors)
        if bad is None or bad.seq != place:
            wrong.append((bad, place))

    assert (None, 40, entries[-1].link) == first_bad(entries, anchors)
    assert [] == wrong


def test_past_the_anchor_a_change_is_found_and_a_cut_end_is_not(tmp_path: Path) -> None:
    """
    What the anchors are for, said as a test: the tail may be cut off unseen until the next one.
    """
    entries = joined([f"event {number}" for number in range(20)])
    anchors = laid(MemoryStorage(), tmp_path, entries, 10)
    altered = replace(entries[14], subject="other")
    linked = [*entries[:14], replace(altered, digest=altered.true_digest()), *entries[15:]]

    assert first_bad(entries[:15], anchors)[0] is None
    assert (16, "unlinked") == _place(first_bad(linked, anchors)[0])
    assert (10, "missing") == _place(first_bad(entries[:9], anchors)[0])


def _place(bad: object) -> tuple[object, object]:
    return getattr(bad, "seq", None), getattr(bad, "why", None)


def note(catalog: Catalog, event: str = "signed_in", subject: str = "x") -> None:
    with catalog.begin() as work:
        work.audit.note(event, subject=subject, at=work.now())
        work.commit()


def test_writers_at_once_never_fork_the_chain(catalog: Catalog) -> None:
    """
    Eight writers, some of whom give up before they commit: one chain without gaps.
    """

    def write(number: int) -> None:
        for turn in range(10):
            with catalog.begin() as work:
                work.audit.note("signed_in", subject=f"{number} {turn}", at=work.now())
                work.audit.note("signed_in", subject=f"{number} {turn} again", at=work.now())
                if turn != 5:
                    work.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))

    with catalog.read() as work:
        bad, count, _ = first_bad(work.audit.entries(), ())
    assert (None, 8 * 9 * 2) == (bad, count)


@pytest.mark.parametrize("statement", ["UPDATE audit SET subject = 'y'", "DELETE FROM audit"])
def test_the_database_refuses_to_change_the_log(catalog: Catalog, migrated_url: str, statement: str) -> None:
    """
    Whoever would alter it must first take the guard away, and then the chain tells.
    """
    note(catalog)
    engine = open_engine(migrated_url)

    with engine.connect().execution_options(**{WRITES: True}) as connection:
        with pytest.raises(DBAPIError, match="only ever longer"):
            connection.execute(text(statement))
        connection.rollback()
    engine.dispose()


def test_entries_of_older_schemas_are_joined_and_taken_apart_again(catalog_url: str) -> None:
    """
    With the gaps that undone transactions left; down again they are what they were.
    """
    engine, config = open_engine(catalog_url), _config()
    migrate(engine)
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0010")
        for seq in (3, 7, 8):
            connection.execute(
                text("INSERT INTO audit (seq, at, event, subject) VALUES (:seq, :at, 'signed_in', 'x')"),
                {"seq": seq, "at": f"2023-02-27 08:00:0{seq}.123456"},
            )
        connection.commit()
    migrate(engine)
    catalog = Catalog.open(catalog_url)
    note(catalog)

    with catalog.read() as work:
        assert (None, 4) == first_bad(work.audit.entries(), ())[:2]
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0010")
        connection.execute(
            text(
                "INSERT INTO audit (at, event, subject) VALUES ('2023-02-28 00:00:00.000000', 'signed_in', 'x')"
            )
        )
        assert [1, 2, 3, 4, 5] == list(
            connection.execute(text("SELECT seq FROM audit ORDER BY seq")).scalars()
        )
        connection.commit()
    catalog.close()
    engine.dispose()


def unguarded(url: str, *statements: str) -> None:
    """What somebody does who holds the database."""
    engine = open_engine(url)
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        else:
            for event in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_stays_{event}"))
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()
    engine.dispose()


class TestAnchored:
    @pytest.fixture
    def log(self, services: Services) -> AuditLog:
        """A log of five entries, anchored, and one more."""
        for number in range(5):
            note(services.catalog, subject=str(number))
        assert services.audit_log.anchor().bad is None
        note(services.catalog, subject="after")
        return services.audit_log

    def test_one_anchor_a_day_unless_asked_for(self, log: AuditLog) -> None:
        """
        The relay asks every hour; a person may ask for one at once, and gets a line to sign.
        """
        log.anchor()
        daily = len(log.anchors.keys())
        at_once = log.anchor(at_once=True)

        assert (1, 2) == (daily, len(log.anchors.keys()))
        assert at_once.anchored == at_once.head
        assert at_once.anchored.digest == line_to_sign(at_once).split(maxsplit=1)[1].replace(" ", "")
        assert log.verify().is_sound

    def test_an_anchor_of_a_clock_that_ran_ahead_does_not_stay_the_last(self, log: AuditLog) -> None:
        """
        What was laid after the clock was set back is the newest, though its folder is that of an earlier year.
        """
        with time_passed(dt.timedelta(days=366)):
            log.anchor()
        note(log.catalog, subject="later")
        late = log.anchor()
        note(log.catalog, subject="latest")
        log.anchor()

        assert late.anchored == late.head
        assert late.anchored == log.since_anchor().anchored
        assert 3 == len(log.anchors.keys())
        assert log.verify().is_sound

    def test_tampering_in_the_database_is_named(self, log: AuditLog, migrated_url: str) -> None:
        """
        On both databases, past their guards; and no further anchor is laid over it.
        """
        head = log.verify().head.seq
        unguarded(migrated_url, "UPDATE audit SET subject = 'y' WHERE subject = 'after'")
        late = log.anchor(at_once=True)
        unlinked, whole = log.since_anchor(), log.verify()
        engine = open_engine(migrated_url)
        with engine.connect().execution_options(**{WRITES: True}) as connection:
            connection.execute(text("DELETE FROM audit WHERE seq > 2"))
            connection.commit()
        engine.dispose()

        assert {(head, "changed")} == {_place(one.bad) for one in (late, unlinked, whole)}
        assert 1 == len(log.anchors.keys())
        assert (3, "missing") == _place(log.verify().bad)
        assert (3, "missing") == _place(log.since_anchor().bad)

    def test_an_anchor_that_was_changed_or_forged_is_named(self, log: AuditLog, tmp_path: Path) -> None:
        """
        One signed by a key that does not lie in the archive vouches for nothing.
        """
        (key,) = log.anchors.keys()
        content = log.anchors.storage.read(key)
        file = tmp_path / "var" / "storage" / key
        file.chmod(0o644)
        found = []
        for bad in (content.replace(b'"at": "2', b'"at": "3'), b"{}", b"not json"):
            file.write_bytes(bad)
            found.append(log.verify().bad)
        stranger = new_key(tmp_path / "other")
        file.unlink()
        with log.catalog.read() as work:
            entries = list(work.audit.entries())
        digests = [one.digest for one in entries]
        log.anchors.lay(entries[-1].link, last=None, entries=digests, at=AT, signer=stranger)
        found.append(log.verify().bad)

        assert ["anchor"] * 4 == [bad.why if bad else None for bad in found]
        assert "forged" in found[0].what if found[0] else False

    def test_a_rebuild_without_the_old_database_goes_on_where_the_log_was_anchored(
        self, log: AuditLog, services: Services, migrated_url: str
    ) -> None:
        """
        What was lost with the database is not made up: the look says where the log begins.
        """
        anchored = log.since_anchor().anchored.seq
        services.close()
        new = Replacement(migrated_url, alone=True)
        build_rebuild(services.settings)(new)
        new.close()
        whole, past = log.verify(), log.verify(since=anchored)

        assert (1, "missing") == _place(whole.bad)
        assert (None, 1, anchored + 1) == (past.bad, past.entries, past.begins_at)

    def test_a_rebuild_carries_the_log_over_and_guards_it(
        self, log: AuditLog, services: Services, migrated_url: str
    ) -> None:
        """
        The same chain, one entry longer, though an earlier try that did not end had noted something else.
        """
        before = log.verify()
        services.close()
        first = Replacement(migrated_url)
        first.carry_people()
        first.carry_unsealed()
        note(first.catalog, "catalog_rebuilt")
        first.close()
        note(services.catalog, subject="meanwhile")
        services.close()
        second = Replacement(migrated_url)
        build_rebuild(services.settings)(second)
        second.close()
        after = log.verify()

        assert (None, before.entries + 2) == (after.bad, after.entries)
        engine = open_engine(migrated_url)
        with engine.connect().execution_options(**{WRITES: True}) as connection:
            with pytest.raises(DBAPIError, match="only ever longer"):
                connection.execute(text("DELETE FROM audit"))
            connection.rollback()
        engine.dispose()


def test_every_event_that_is_noted_has_words_and_a_premis_term() -> None:
    """
    Nobody notes an event without saying what it is for those who read the log.
    """
    noted = {
        name
        for file in SERVICE.rglob("*.py")
        for name in re.findall(r'audit\.note\(\s*"(\w+)"', file.read_text())
    }

    assert noted <= event_kinds().keys()
    assert {"ingestion", "transfer", "recovery"} <= {one.premis for one in event_kinds().values()}
    assert all(one.vi and one.en for one in event_kinds().values())
