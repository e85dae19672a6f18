"""
What somebody types into the search box, as words for the shelf.

Words are wanted in any order; what is joined by a sign (`NQ-ĐH`) or stands in quotes, side by side. Quoted words with accents
are meant so, accents elsewhere only put their papers first. `*` at the end of a word stands for any ending. Nothing typed
is an error: signs that mean nothing here are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from service.catalog import Phrase, SearchWord
from service.congress.text import exact, fold, joined_names

MOST_WORDS = 20
"""More words narrow nothing and cost time."""

_LEAST_PREFIX = 2
_QUOTES = str.maketrans("“”„‟«»＂", '"' * 7)
_PIECE = re.compile(r'"(?P<quoted>[^"]*)"?|(?P<word>[^\s"]+)')
_I_OR_Y = re.compile("(qu|[hklmstv])([iy])")
_MOST_SPELLINGS = 8


def words_of(typed: str) -> tuple[SearchWord, ...]:
    """
    The words of a query, at most `MOST_WORDS`, each once.

        >>> [word.forms for word in words_of('Nghị quyết "đại hội" R’com')]
        [(('nghi',),), (('quyet',),), (('dai', 'hoi'),), (('r', 'com'), ('rcom',))]
    """
    found: dict[SearchWord, None] = {}
    for piece in _PIECE.finditer(typed.translate(_QUOTES)):
        for word in _words_of_piece(piece):
            found.setdefault(word)
    return tuple(found)[:MOST_WORDS]


def _words_of_piece(piece: re.Match[str]) -> Iterator[SearchWord]:
    if piece["word"] is None:
        yield from _word(piece["quoted"], strict=True)
    else:
        yield from _word(piece["word"].rstrip("*"), prefix=piece["word"].endswith("*"))


def _word(text: str, *, strict: bool = False, prefix: bool = False) -> Iterator[SearchWord]:
    phrase = tuple(fold(text).split())
    if not phrase:
        return
    prefix = prefix and len(phrase[-1]) >= _LEAST_PREFIX
    # The accents of a word that is not finished are not known yet.
    said = exact(text)
    accented = () if prefix or said == " ".join(phrase) else tuple(said.split())
    # H'Hen is hhen too; "Rcom H'Hen" is more than that.
    joined = [name for name in joined_names(text) if name == ("".join(phrase),) and not prefix]
    forms = (phrase, *joined)
    yield SearchWord(
        forms=tuple(
            dict.fromkeys(spelling for form in forms for spelling in _spellings(form, whole=not prefix))
        ),
        accented=accented,
        strict=strict and bool(accented),
        prefix=prefix,
    )


def _spellings(phrase: Phrase, *, whole: bool) -> Iterator[Phrase]:
    """`phrase`, then with i for y and y for i where both are written (Lý and Lí, công ty and công ti)."""
    choices = [_spelt(token) for token in phrase[: None if whole else -1]]
    choices += [] if whole else [(phrase[-1],)]
    yield phrase
    for number, spelling in enumerate(product(*choices)):
        if number < _MOST_SPELLINGS and spelling != phrase:
            yield spelling


def _spelt(token: str) -> tuple[str, ...]:
    match = _I_OR_Y.fullmatch(token)
    return (token, match[1] + ("i" if match[2] == "y" else "y")) if match else (token,)
