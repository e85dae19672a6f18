"""Questions that want the system's worst: none takes it down, and both databases give them the same answer."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import cast

import pytest

from service.archive import Archive, SearchRequest
from service.catalog import AccountRecord, Catalog
from service.storage import OcflRoot
from tests.archive.corpus import Held, Paper, plant

FREQUENT = [
    "công",
    "đoàn",
    "đại",
    "hội",
    "biểu",
    "nghị",
    "quyết",
    "kiểm",
    "phiếu",
    "nguyễn",
    "thị",
    "văn",
    "hoà",
    "thuý",
    "số",
]
SIGNS = "\"'“”*%_\\/-+@&|!():<>~^$.,;#?[]{}=’ʼ`\t"
KINDS = ("resolution", "minutes", "credential", "election_result")
TERMS = ("2013-2018", "2018-2023", "2023-2028")


def archive_of_frequent_words() -> tuple[Held, ...]:
    """Every paper is made of the same few syllables."""
    dice = random.Random(5)  # noqa: S311 -- dice, no secrets
    provinces = [f"Liên đoàn {one}" for one in ("Gia Lai", "Đà Nẵng", "Huế")]

    def said(length: int) -> str:
        return " ".join(dice.choices(FREQUENT, k=length))

    def paper(congress: int, place: int) -> Paper:
        return Paper(
            name=f"{congress}-{place}",
            kind=dice.choice(KINDS),
            title=said(4).capitalize(),
            number=f"{place + 1:02d}/NQ-ĐH" if place % 3 == 0 else None,
            issued_on=dt.date(2013 + dice.randrange(12), 1 + dice.randrange(12), 1) if place % 2 else None,
            people=tuple(said(3).title() for _ in range(dice.randrange(4))),
            body=said(dice.choice((0, 0, 40))),
        )

    return tuple(
        Held(
            chain=(dice.choice(provinces), f"Công đoàn ngành {one % 5}", f"Công đoàn {one}"),
            term=dice.choice(TERMS),
            papers=tuple(paper(one, place) for place in range(25)),
        )
        for one in range(16)
    )


def hostile(dice: random.Random) -> str:
    """Something that somebody could type, or a program could send."""
    kinds: tuple[Callable[[], str], ...] = (
        lambda: " ".join(dice.choices(FREQUENT, k=dice.randrange(1, 40))),
        lambda: f'"{" ".join(dice.choices(FREQUENT, k=dice.randrange(1, 12)))}"',
        lambda: "-".join(dice.choices(FREQUENT, k=dice.randrange(2, 6))),
        lambda: " ".join(f"{one[: dice.randrange(1, 5)]}*" for one in dice.choices(FREQUENT, k=6)),
        lambda: f"{'h' * dice.choice((3, 60, 199, 201, 3_000))}{dice.choice(('', '*'))}",
        lambda: f'"{"".join(dice.choices(SIGNS + "đạố ah", k=30))}',
        lambda: "".join(dice.choices(SIGNS, k=50)),
        lambda: " ".join(dice.choices(("ly", "ky", "my", "h'ty", "quy", "lí", "R’com", "x'y'z"), k=8)),
        lambda: "".join(dice.choices("ạờđ\uffff😀ﬃ½Ⅷ①²ßİǅ\u200b\u202e﷽\x00", k=12)),
        lambda: f"{dice.randrange(10**9)}/{dice.choice(('NQ-ĐH', 'x' * 500, '%', '2023/../NQ'))}",
        lambda: " ".join(f'"{a} {b}"' for a, b in zip(dice.choices(FREQUENT, k=9), FREQUENT, strict=False)),
        lambda: "AND OR NOT NEAR(công đoàn, 2) head:số 'a' & !b <-> c :* --",
    )
    return dice.choice(kinds)()


def request(number: int) -> SearchRequest:
    """The hostile question of that number, often with filters."""
    dice = random.Random(number)  # noqa: S311 -- dice, no secrets
    day = dt.date(2013 + dice.randrange(12), 1, 1)
    return SearchRequest(
        words=hostile(dice) if dice.random() < 0.9 else "",
        person=hostile(dice) if dice.random() < 0.2 else "",
        term=dice.choice((None, None, *TERMS, "x" * 300, "'; --")),
        kind=dice.choice((None, None, *KINDS, "x" * 3_000, "a' | b:*", '" OR "')),
        since=day if dice.random() < 0.2 else None,
        until=day if dice.random() < 0.1 else None,
        superseded=dice.random() < 0.3,
        limit=dice.choice((1, 7, 50)),
    )


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory, postgresql_server: str
) -> Iterator[list[tuple[Archive, AccountRecord]]]:
    """The same archive on each database."""
    import psycopg

    with psycopg.connect(postgresql_server.format("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE hostile")
    held = archive_of_frequent_words()
    archives = []
    for address in (
        f"sqlite:///{tmp_path_factory.mktemp('hostile') / 'catalog.db'}",
        postgresql_server.format("hostile"),
    ):
        catalog = Catalog.open(address)
        catalog.migrate()
        archives.append((Archive(catalog=catalog, root=cast("OcflRoot", None)), plant(catalog, held)))
    yield archives
    for archive, _ in archives:
        archive.catalog.close()


def pages(archive: Archive, account: AccountRecord, asked: SearchRequest) -> list[object]:
    """The first page with its counts, and the papers of the second."""
    first = archive.search(asked, account=account)
    answer: list[object] = [[paper.document.id for paper in first.papers], first.total, first.facets]
    if first.cursor is not None:
        second = archive.search(dataclasses.replace(asked, cursor=first.cursor), account=account)
        answer.append([paper.document.id for paper in second.papers])
    return answer


@pytest.mark.parametrize("part", range(4))
def test_whatever_is_asked_has_one_answer(
    both: list[tuple[Archive, AccountRecord]], part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Long, many, quoted, cut off, of other scripts, or meant as syntax: no error, and the same on both databases.

    How long such questions take among a million papers is measured by `make bench-search`.
    """
    monkeypatch.setattr("service.archive.shelves.LOOK_SECONDS", 60.0)  # a busy machine is slow, not wrong
    for number in range(part * 50, part * 50 + 50):
        asked = request(number)

        on_sqlite, on_postgresql = (pages(archive, account, asked) for archive, account in both)

        assert on_sqlite == on_postgresql, asked
