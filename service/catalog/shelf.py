"""
The shelf: sealed papers as they are searched, newest first.

No engine ever sees raw text: `head`, `body` and the tokens of a query are folded by the same functions
(`service.congress.text`), so SQLite and PostgreSQL find the same papers.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, bindparam, func, select, text, update

from service.catalog.aside import lay_aside, make
from service.catalog.calendar import BLOCK_BITS, month_of
from service.catalog.records import DocumentRecord
from service.catalog.shelf_view import NEWEST, ShelfView
from service.catalog.tables import document, shelf
from service.catalog.terms import make_room
from service.catalog.words.placed import PlacedText
from service.catalog.words.tokens import searchable
from service.catalog.words.vocabulary import LONGEST

_CURRENT = (shelf.c.congress_id == bindparam("of_congress"), shelf.c.superseded.is_(False))
_COUNTED = (
    select(shelf.c.term, shelf.c.kind, func.count()).where(*_CURRENT).group_by(shelf.c.term, shelf.c.kind)
)
_SUPERSEDED = update(shelf).where(*_CURRENT).values(superseded=True)
_WORDS_MOVED = (
    update(document)
    .where(document.c.set_id == bindparam("of_set"), document.c.head.is_not(None))
    .values(head=None, accented=None, body=None)
)
_NEXT = text("SELECT nextval(pg_get_serial_sequence('shelf', 'sid')) FROM generate_series(1, :wanted)")


def portions(values: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """The values in portions of at most `size`."""
    return (values[start : start + size] for start in range(0, len(values), size))


class Shelf(ShelfView):
    """What can be looked at, and how papers come onto it."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._facets_due: Counter[tuple[str, str, str]] = Counter()
        self._tokens_due: Counter[str] = Counter()
        self._months_due: Counter[tuple[str, int, int]] = Counter()
        self._has_room: set[str] = set()

    def place(
        self,
        documents: Sequence[DocumentRecord],
        *,
        congress_id: str,
        organisation_id: str,
        lineage: str,
        term: str,
        day: dt.date,
        number_keys: Sequence[str | None],
    ) -> None:
        """
        Put the papers of a set on the shelf; what stood there for the congress is superseded.

        `day` stands for the day of issue of papers that have none yet.
        """
        above = lineage.strip("/").split("/")[:-1]
        self._supersede(congress_id, above)
        for one in documents:
            self._facets_due.update((organisation, term, one.kind) for organisation in above)
        if not documents:
            return
        self._spans.clear()
        self.make_room(term)
        below = lineage.strip("/").split("/")[1:]
        first, second, *_ = [*below, None, None]
        texts = [[searchable(text or "") for text in (one.head, one.accented, one.body)] for one in documents]
        sids = self._free(len(documents))
        rows = [
            {
                "sid": sid,
                "document_id": one.id,
                "congress_id": congress_id,
                "organisation_id": organisation_id,
                "first_id": first,
                "second_id": second,
                "term": term,
                "kind": one.kind,
                "day": one.issued_on or day,
                "number_key": number_key,
                "head": head,
                "accented": accented,
            }
            for sid, one, number_key, (head, accented, _) in zip(
                sids, documents, number_keys, texts, strict=True
            )
        ]
        self._words.place(
            rows,
            (
                PlacedText(
                    sid=sid,
                    head=head,
                    accented=accented,
                    body=body,
                    term=term,
                    kind=one.kind,
                    below_root=tuple(below),
                )
                for sid, one, (head, accented, body) in zip(sids, documents, texts, strict=True)
            ),
        )
        self._months_due.update(
            (term, month_of(one.issued_on or day), sid >> BLOCK_BITS)
            for sid, one in zip(sids, documents, strict=True)
        )
        for head, _, body in texts:
            tokens = {*head.split(), *body.split()}
            self._tokens_due.update(one for one in tokens if len(one) <= LONGEST)
        self._connection.execute(_WORDS_MOVED, {"of_set": documents[0].set_id})

    def make_room(self, term: str) -> None:
        """
        Make the table of a new term. Before anything is written in the transaction: making it waits for whoever writes papers, and two
        who had both begun would wait for each other.
        """
        if term not in self._has_room:
            make_room(self._connection, term)
            self._has_room.add(term)

    def _free(self, wanted: int) -> list[int]:
        """The next places, in their order. On SQLite nobody else writes meanwhile."""
        if self._connection.dialect.name == "sqlite":
            newest = self._connection.execute(NEWEST).scalar_one() or 0
            return list(range(newest + 1, newest + 1 + wanted))
        return list(self._connection.execute(_NEXT, {"wanted": wanted}).scalars())

    def lay_indexes_aside(self) -> None:
        """Do without indexes, where it costs less to make them of many papers at once."""
        self._words.lay_aside()
        lay_aside(self._connection)

    def index(self) -> None:
        """Make the indexes that were laid aside."""
        self._words.make()
        make(self._connection)

    def index_words_of(self, term: str) -> None:
        """Make the part of the index of words that one term has; several processes may share the work, before `index`."""
        self._words.make_of(term)

    def take_in_words(self) -> None:
        """
        Let searches find what was placed last in the index of words itself: until then each reads through all of it.

        PostgreSQL lays new words aside, up to 4 MB, and merges many papers' for little more than one's. Whoever seals
        need not wait for that.
        """
        self._words.take_in()

    def number(self, document_id: str, number_key: str | None, *, day: dt.date | None = None) -> None:
        """The paper is found by that number and day from now on; by no number when it has lost its own."""
        values: dict[str, object] = {"number_key": number_key} | ({"day": day} if day else {})
        if day:
            held = select(shelf.c.sid, shelf.c.term, shelf.c.day).where(shelf.c.document_id == document_id)
            for sid, term, before in self._connection.execute(held):
                self._months_due[term, month_of(before), sid >> BLOCK_BITS] -= 1
                self._months_due[term, month_of(day), sid >> BLOCK_BITS] += 1
        self._connection.execute(update(shelf).where(shelf.c.document_id == document_id).values(**values))

    def reseat(self, moved: Mapping[str, tuple[str, str]]) -> None:
        """
        Let the papers of organisations that moved be found where these stand now: by id, the lineage before and after.

        Counters go from those who stood above to those who stand above.
        """
        below_root: dict[int, tuple[str, ...]] = {}
        for some in portions(list(moved), 500):
            counted = self._connection.execute(
                select(shelf.c.organisation_id, shelf.c.term, shelf.c.kind, func.count())
                .where(shelf.c.organisation_id.in_(some), shelf.c.superseded.is_(False))
                .group_by(shelf.c.organisation_id, shelf.c.term, shelf.c.kind)
            )
            for one, term, kind, n in counted:
                before, after = (lineage.strip("/").split("/")[:-1] for lineage in moved[one])
                self._facets_due.subtract({(above, term, kind): n for above in before})
                self._facets_due.update({(above, term, kind): n for above in after})
            seats = self._connection.execute(
                select(shelf.c.sid, shelf.c.organisation_id).where(shelf.c.organisation_id.in_(some))
            )
            below_root |= {sid: tuple(moved[one][1].strip("/").split("/")[1:]) for sid, one in seats}
        rows = [
            {"b_sid": sid, "b_first": first, "b_second": second}
            for sid, steps in below_root.items()
            for first, second, *_ in [[*steps, None, None]]
        ]
        if rows:
            reseating = update(shelf).where(shelf.c.sid == bindparam("b_sid"))
            self._connection.execute(
                reseating.values(first_id=bindparam("b_first"), second_id=bindparam("b_second")), rows
            )
        self._words.reseat(below_root)

    def _supersede(self, congress_id: str, above: Sequence[str]) -> None:
        """Every paper of a congress so far."""
        asked = {"of_congress": congress_id}
        for term, kind, n in self._connection.execute(_COUNTED, asked):
            self._facets_due.subtract({(organisation, term, kind): n for organisation in above})
        self._connection.execute(_SUPERSEDED, asked)

    def settle(self) -> None:
        """
        Write the counters of what was placed.

        The last thing before a commit: until then whoever places papers too would wait for the same rows.
        """
        self._facets.add(self._facets_due)
        self._vocabulary.add(self._tokens_due)
        self._calendar.add(self._months_due)
        self._facets_due.clear()
        self._tokens_due.clear()
        self._months_due.clear()
