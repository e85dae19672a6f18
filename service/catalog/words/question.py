"""
What an index of words is asked, before it is put into the language of one of them.

A question is made of tokens, so nothing that somebody types is syntax. Where tokens do not decide (a phrase of three words is
more than its neighbours), the heads of the rows found are read as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import ColumnElement, and_, literal_column, not_, or_, true

from service.catalog.asked import Phrase, SearchWord, Tier
from service.catalog.tables import shelf
from service.catalog.words.tokens import pair


@dataclass(frozen=True, slots=True)
class All:
    """Every part must match."""

    parts: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Some part must match."""

    parts: tuple[Asked, ...]


Asked = str | All | Either
"""A token, or several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Rows that match what is `wanted` and not what is `unwanted`, as far as `checks` on their heads agree."""

    wanted: Asked
    unwanted: Asked | None = None
    checks: tuple[ColumnElement[bool], ...] = ()


def question_of(words: Sequence[SearchWord], tier: Tier) -> Question | None:
    """
    Asks for rows whose words match at exactly this tier; nothing when none can. Without words every row matches.

    In bodies, and in the last tier, a phrase is known by its neighbours alone.
    """
    if not words:
        return Question(wanted=All(()))
    decided = all(map(_is_decided, words))
    if tier is Tier.TEXT:
        return _in_text(words, decided=decided)
    if tier is Tier.ACCENTED:
        checks = () if decided else (_reads_in_head(words), _reads_accents(words))
        return Question(wanted=All(tuple(map(_with_accents, words))), checks=checks)
    if any(word.accented for word in words):
        return _with_other_accents(words, decided=decided)
    in_head = All(tuple(map(_in_head, words)))
    return Question(wanted=in_head, checks=() if decided else (_reads_in_head(words),))


def _in_text(words: Sequence[SearchWord], *, decided: bool) -> Question | None:
    loose = tuple(word for word in words if not word.strict)
    if not loose:
        return None
    # Some word stands in the body: where none does, this alone ends the search.
    wanted = All((*map(_anywhere, words), Either(tuple(_forms(word, "/") for word in loose))))
    if decided:
        return Question(wanted=wanted, unwanted=All(tuple(map(_in_head, words))))
    return Question(wanted=wanted, checks=(*map(_reads_strict, words), not_(_reads_in_head(words))))


def _with_other_accents(words: Sequence[SearchWord], *, decided: bool) -> Question | None:
    if all(word.strict for word in words if word.accented):
        return None  # all accents that were typed are meant
    in_head = All(tuple(map(_in_head, words)))
    if not decided:
        return Question(wanted=in_head, checks=(_reads_in_head(words), not_(_reads_accents(words))))
    accents = tuple(one for word in words for one in _accents(word))
    return Question(wanted=in_head, unwanted=All(accents)) if accents else None


def _is_decided(word: SearchWord) -> bool:
    return max(map(len, word.forms)) <= 2 and len(word.accented) <= 1


def _in_head(word: SearchWord) -> Asked:
    return _with_accents(word) if word.strict else _forms(word)


def _with_accents(word: SearchWord) -> Asked:
    """The fewest tokens that narrow: `trần` stands in no head without `tran`, and the accents of a phrase are read."""
    if len(word.accented) == 1 and not word.accented[0].isascii():
        return word.accented[0]
    if min(map(len, word.forms)) > 1:
        return _forms(word)
    return All((_forms(word), *_accents(word)))


def _anywhere(word: SearchWord) -> Asked:
    # Accents are kept for heads alone.
    return _in_head(word) if word.strict else Either((_forms(word), _forms(word, "/")))


def _forms(word: SearchWord, where: str = "") -> Asked:
    return Either(tuple(_phrase(form, where) for form in word.forms))


def _phrase(form: Phrase, where: str) -> Asked:
    if len(form) == 1:
        return f"{where}{form[0]}"
    return All(tuple(f"{where}{pair(left, right)}" for left, right in pairwise(form)))


def _accents(word: SearchWord) -> Iterable[str]:
    """The tokens with accents; those without are among the folded ones."""
    return (one for one in word.accented if not one.isascii())


def _padded(text: ColumnElement[str]) -> ColumnElement[str]:
    return literal_column("' '") + text + literal_column("' '")


_HEAD, _ACCENTED = _padded(shelf.c.head), _padded(shelf.c.accented)


def _reads_in_head(words: Iterable[SearchWord]) -> ColumnElement[bool]:
    return and_(
        *(or_(*(_HEAD.like(f"% {' '.join(form)} %") for form in word.forms)) for word in words),
        *map(_reads_strict, words),
    )


def _reads_strict(word: SearchWord) -> ColumnElement[bool]:
    if not word.strict:
        return true()
    return and_(or_(*(_HEAD.like(f"% {' '.join(form)} %") for form in word.forms)), _reads_accents([word]))


def _reads_accents(words: Iterable[SearchWord]) -> ColumnElement[bool]:
    said = (" ".join(word.accented) for word in words if word.accented)
    return and_(true(), *(_ACCENTED.like(f"% {one} %") for one in said))
