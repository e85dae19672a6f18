"""
Finding papers by words: one index for each database, with the same answers.

Neither engine sees raw text: the shelf holds folded tokens, and queries are made of folded tokens only, so nothing that
somebody types is syntax. Neither engine ranks: its scores differ from the other's, and computing them is what makes
searches slow.
"""

from __future__ import annotations

from sqlalchemy import Connection

from service.catalog.facets import Facets
from service.catalog.words.fts5 import Fts5Words
from service.catalog.words.gin import GinWords, Span

WordIndex = Fts5Words | GinWords


def word_index(connection: Connection, facets: Facets, span: Span) -> WordIndex:
    """The index of the database behind `connection`; one of them wants to know how much there is, and where."""
    if connection.dialect.name == "sqlite":
        return Fts5Words(connection)
    return GinWords(connection, facets, span)
