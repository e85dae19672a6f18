"""The migration that gives PostgreSQL a table for each term and both databases one index of tokens: there and back."""

from __future__ import annotations

from typing import cast

from alembic import command
from sqlalchemy import inspect, text

from service.archive import Archive, SearchRequest
from service.catalog import AccountRecord, Catalog
from service.catalog.engine import WRITES
from service.catalog.schema import _config
from service.congress.text import fold
from service.storage import OcflRoot
from tests.archive.corpus import plant
from tests.archive.test_known_answers import CONGRESSES

ASKED = [
    SearchRequest(),
    SearchRequest(superseded=True),
    SearchRequest(term="2017-2023"),
    SearchRequest(words="nghị quyết"),
    SearchRequest(words='"đổi mới nội dung"'),
    SearchRequest(words="thoát nước"),
    SearchRequest(words="rcom jen", kind="minutes"),
    SearchRequest(words="ksor hlan"),
    SearchRequest(words="01/NQ-ĐH"),
]


def answers(catalog: Catalog, account: AccountRecord) -> list[object]:
    archive = Archive(catalog=catalog, root=cast("OcflRoot", None))
    found = (archive.search(asked, account=account) for asked in ASKED)
    return [
        ([(paper.sid, paper.document.id) for paper in page.papers], page.total, page.facets) for page in found
    ]


def move(catalog: Catalog, revision: str) -> None:
    config = _config()
    with catalog._engine.connect().execution_options(**{WRITES: True}) as connection:
        config.attributes["connection"] = connection
        (command.upgrade if revision == "head" else command.downgrade)(config, revision)
        connection.commit()


def index_bodies_again(catalog: Catalog) -> None:
    """SQLite keeps bodies in the index alone; the way back loses them, so they are put there as the release before did."""
    bodies = {paper.name: fold(paper.body) for held in CONGRESSES for paper in held.papers}
    with catalog._engine.connect().execution_options(**{WRITES: True}) as connection:
        rows = connection.execute(
            text("SELECT s.sid, s.document_id, s.head, s.accented FROM shelf s ORDER BY s.sid")
        ).all()
        connection.execute(text("INSERT INTO shelf_fts (shelf_fts) VALUES ('delete-all')"))
        connection.execute(
            text(
                "INSERT INTO shelf_fts (rowid, head, accented, body, scope) VALUES (:sid, :head, :accented, :body, '')"
            ),
            [{**row._mapping, "body": bodies[row.document_id]} for row in rows],
        )
        connection.commit()


def test_papers_are_found_after_the_migration_as_before_it(migrated_url: str) -> None:
    """
    Heads, bodies, phrases, scopes, numbers and counters; with the numbers the shelf gave them.
    """
    catalog = Catalog.open(migrated_url)
    account = plant(catalog, CONGRESSES)
    expected = answers(catalog, account)

    move(catalog, "0007")
    held = {one["name"] for one in inspect(catalog._engine).get_columns("shelf")}
    if catalog._engine.dialect.name == "sqlite":
        index_bodies_again(catalog)
    move(catalog, "head")

    assert "pairs" in held
    assert expected == answers(catalog, account)
    catalog.close()
