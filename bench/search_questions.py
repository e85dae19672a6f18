"""What people ask an archive, by classes, and what those ask who want its worst."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

from bench.search_corpus import TERMS, Place, person
from service.archive import SearchRequest
from service.congress.text import fold
from tests.archive.test_hostile_queries import hostile

Ask = Callable[[random.Random], SearchRequest]


def questions(places: list[Place]) -> dict[str, Ask]:
    """The classes of questions; each makes one of its class."""

    def somewhere(dice: random.Random, level: int) -> str:
        return dice.choice(places).lineage.strip("/").split("/")[level]

    newest = TERMS[-1]
    return {
        "newest of all": lambda _: SearchRequest(),
        "newest in a term": lambda dice: SearchRequest(term=dice.choice(TERMS)),
        "term and kind": lambda dice: SearchRequest(term=dice.choice(TERMS), kind="resolution"),
        "province": lambda dice: SearchRequest(organisation=somewhere(dice, 1), term=newest),
        "upper union, kind": lambda dice: SearchRequest(organisation=somewhere(dice, 2), kind="minutes"),
        "one organisation": lambda dice: SearchRequest(organisation=somewhere(dice, 3)),
        "deep page": lambda dice: SearchRequest(term=newest, cursor=f"0.{dice.randrange(1_000, 50_000)}"),
        "days": lambda _: SearchRequest(term=newest, since=dt.date(2023, 1, 1), until=dt.date(2023, 12, 31)),
        "wide days, long ago": lambda _: SearchRequest(since=dt.date(2003, 1, 1), until=dt.date(2014, 6, 30)),
        "name": lambda dice: SearchRequest(words=person(dice)),
        "name, no accents": lambda dice: SearchRequest(words=fold(person(dice))),
        "name as person": lambda dice: SearchRequest(person=person(dice)),
        "name in term and province": lambda dice: SearchRequest(
            words=person(dice), term=newest, organisation=somewhere(dice, 1)
        ),
        "name in upper union": lambda dice: SearchRequest(
            words=person(dice), organisation=somewhere(dice, 2)
        ),
        "rare word": lambda dice: SearchRequest(
            words=dice.choice(["ksor jen", "rcom h'hen", "siu h'lan", "nay oanh"])
        ),
        "very frequent words": lambda dice: SearchRequest(
            words=dice.choice(["công đoàn", "đại biểu", "cong doan", "thẻ đại biểu"])
        ),
        "words of the text": lambda dice: SearchRequest(
            words=dice.choice(["thoát nước", "tiền lương", "từ thiện"])
        ),
        "frequent phrase": lambda dice: SearchRequest(
            words=dice.choice(['"đại hội"', '"kiểm phiếu"', '"công đoàn"'])
        ),
        "phrase that never adjoins": lambda dice: SearchRequest(
            words=dice.choice(['"doan bieu"', '"hoi kiem phieu nghi"'])
        ),
        "prefix th*": lambda dice: SearchRequest(words=dice.choice(["th*", "ng*", "kie*", "nguyễn th*"])),
        "number": lambda dice: SearchRequest(
            words=dice.choice(["01/NQ-ĐH", "2/bb-dh", "12/QĐ-LĐLĐ"]), term=newest
        ),
        "nothing": lambda _: SearchRequest(words="xyzzy không có"),
        "hostile": lambda dice: SearchRequest(words=hostile(dice), term=dice.choice((None, newest))),
    }
