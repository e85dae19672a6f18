"""The unit of work: one transaction, which is undone unless `commit` is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneLeft

from service.catalog.accounts import Accounts
from service.catalog.bell import Bell
from service.catalog.calendar_feeds import CalendarFeeds
from service.catalog.congresses import Congresses
from service.catalog.drafts import Drafts
from service.catalog.engine import execution_options, open_engine, reason, refuse_to_write
from service.catalog.errors import CatalogOutdated, CatalogUnavailable
from service.catalog.figures import Figures
from service.catalog.fixity import Fixity
from service.catalog.journal import Audit, Idempotency
from service.catalog.organisations import Organisations
from service.catalog.outbox import Outbox
from service.catalog.rates import Rates
from service.catalog.register import Register
from service.catalog.register_log import RegisterLog
from service.catalog.reminders import Reminders
from service.catalog.restoring import Restoring
from service.catalog.schema import migrate, revision_held, revision_needed
from service.catalog.second_factors import SecondFactors
from service.catalog.sets import Sets
from service.catalog.shelf import Shelf
from service.catalog.sign_in_tries import SignInTries
from service.catalog.sign_ins import SignIns
from service.catalog.templates import Templates
from service.catalog.tokens import Tokens
from service.catalog.tree import Tree
from service.catalog.unsigned import Unsigned
from service.catalog.webhooks import Webhooks

_NOW = {
    "sqlite": text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')"),
    "postgresql": text("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"),
}


class Work:
    """Everything that can be read or written inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.organisations = Organisations(connection)
        self.accounts = Accounts(connection)
        self.tokens = Tokens(connection)
        self.sign_ins = SignIns(connection)
        self.second_factors = SecondFactors(connection)
        self.calendar_feeds = CalendarFeeds(connection)
        self.sign_in_tries = SignInTries(connection)
        self.congresses = Congresses(connection)
        self.sets = Sets(connection)
        self.templates = Templates(connection)
        self.drafts = Drafts(connection)
        self.outbox = Outbox(connection)
        self.shelf = Shelf(connection)
        self.unsigned = Unsigned(connection)
        self.tree = Tree(connection, self.shelf)
        self.fixity = Fixity(connection)
        self.figures = Figures(connection)
        self.restoring = Restoring(connection, self.tree)
        self.rates = Rates(connection)
        self.register = Register(connection)
        self.register_log = RegisterLog(connection)
        self.idempotency = Idempotency(connection)
        self.audit = Audit(connection)
        self.webhooks = Webhooks(connection)
        self.reminders = Reminders(connection)

    def now(self) -> dt.datetime:
        """The database's clock: leases of several hosts are measured by one clock."""
        said = self._connection.execute(_NOW[self._connection.dialect.name]).scalar_one()
        return dt.datetime.fromisoformat(said).replace(tzinfo=dt.UTC)

    def commit(self) -> None:
        """Make everything since the beginning durable; nothing else does."""
        self.shelf.settle()
        self.audit.settle()
        self.outbox.settle()
        self._connection.commit()


class Catalog:
    """The database: `begin()` to write, `read()` to look."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        event.listen(engine, "before_cursor_execute", refuse_to_write)

    @classmethod
    def open(cls, address: str) -> Catalog:
        """The catalog at `address` (`sqlite:///...`, `postgresql://...`); see `open_engine` for errors."""
        return cls(open_engine(address))

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """A transaction that writes; what is not committed when the block ends is undone."""
        with self._connect(writes=True) as connection:
            yield Work(connection)

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A look at the catalog; on PostgreSQL what is committed meanwhile is seen by the next statement."""
        with self._connect(writes=False) as connection:
            yield Work(connection)

    @contextmanager
    def _connect(self, *, writes: bool) -> Iterator[Connection]:
        try:
            chosen = execution_options(self._engine, writes=writes)
            with self._engine.connect().execution_options(**chosen) as connection:
                yield connection
        except (OperationalError, InterfaceError, NoneLeft) as error:
            raise CatalogUnavailable(f"the catalog does not answer: {reason(error)}") from error

    def take_in_words(self) -> None:
        """Merge into the index of words what waits beside it; see `Shelf.take_in_words`."""
        with self.read() as work:
            work.shelf.take_in_words()

    def bell(self) -> Bell:
        """What rings when work is promised, for one thread; to be closed."""
        return Bell(self._engine)

    def migrate(self) -> bool:
        """Bring the schema to what this version needs, and say whether it was another; safe to repeat and to interrupt."""
        held = revision_held(self._engine)
        migrate(self._engine)
        return held != revision_needed()

    def require_current(self) -> None:
        """Raise `CatalogOutdated` unless the schema is the one this version needs."""
        held, needed = revision_held(self._engine), revision_needed()
        if held != needed:
            raise CatalogOutdated(
                f"the catalog has schema {held or 'none'}, this version needs {needed}: run `vankien migrate`"
            )

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()
