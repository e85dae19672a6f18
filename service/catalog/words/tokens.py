"""
The tokens by which a row of the shelf is found, the same on every database.

* `word`        stands in the head; with its accents, where it has any, too
* `word+word`   neighbours in the head: phrases of frequent words are found as quickly as names
* `/word`       stands in the body; `/word+word` likewise
* `@k...`       its kind; `@o...` its organisation and those above

No sign of these can stand in a word, which is of letters and digits. An index keeps only which rows hold a token, neither
where nor how often.
"""

from __future__ import annotations

from itertools import pairwise

LONGEST_WORD = 200
"""Letters; what is longer is no word, and is left out of heads and bodies."""

MOST_BYTES = 150_000
"""Of a body, or a head, in UTF-8, as far as it is searched: sixty pages. PostgreSQL takes a megabyte of tokens for a row."""


def searchable(text: str) -> str:
    """
    A folded text without what no index takes.

        >>> searchable(f"dai {'x' * 300} hoi")
        'dai hoi'
    """
    if len(text) > MOST_BYTES // 4 and len(encoded := text.encode()) > MOST_BYTES:
        text = encoded[:MOST_BYTES].decode(errors="ignore").rpartition(" ")[0]
    words = text.split(" ")
    if max(map(len, words)) <= LONGEST_WORD:
        return text
    return " ".join(word for word in words if len(word) <= LONGEST_WORD)


def tokens_of_head(*, head: str, accented: str) -> set[str]:
    """
    The tokens of a head.

        >>> sorted(tokens_of_head(head="so hoa", accented="số hoa"))
        ['hoa', 'so', 'so+hoa', 'số']
    """
    words = head.split()
    return {*words, *pairs(words), *accented.split()}


def tokens_beside_words(*, head: str, body: str) -> list[str]:
    """
    The tokens of a row that do not stand as words in its head, with or without accents.

        >>> tokens_beside_words(head="so hoa", body="luong")
        ['so+hoa', '/luong']
    """
    return [*dict.fromkeys(pairs(head.split())), *tokens_of_body(body)]


def tokens_of_body(body: str) -> list[str]:
    """
    The tokens of a body: its words in their order, then each two neighbours once.

        >>> tokens_of_body("tien luong")
        ['/tien', '/luong', '/tien+luong']
    """
    words = [f"/{one}" for one in body.split()]
    return [
        *words,
        *dict.fromkeys([f"{left}+{right[1:]}" for left, right in pairwise(words)]),
    ]


def pairs(words: list[str]) -> list[str]:
    """Each two neighbours as one token."""
    return [f"{left}+{right}" for left, right in pairwise(words)]


def pair(left: str, right: str) -> str:
    """Two neighbours as one token."""
    return f"{left}+{right}"
