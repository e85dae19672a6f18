"""Its one task."""

from __future__ import annotations

import os
import pickle
from functools import cache
from pathlib import Path

from celery import Celery
from docxtpl import DocxTemplate
from jinja2 import Environment
from sqlalchemy import Engine, select, update

from bench.end_to_end.plain.tables import open_database, paper
from service.docx.filters import FILTERS

FOLDER = Path(os.environ["PLAIN_FOLDER"])
TEMPLATES = Path(__file__).parents[3] / "templates_docx"

app = Celery("plain", broker=os.environ["PLAIN_BROKER"])
app.conf.update(task_ignore_result=True, broker_connection_retry_on_startup=True)


@cache
def database() -> Engine:
    """The database of this process: a connection must not cross a fork."""
    return open_database()


@app.task  # type: ignore[untyped-decorator]  # Celery has no types
def render_paper(paper_id: str) -> None:
    """Render one paper, write its file, and say so in its row."""
    with database().connect() as connection:
        row = connection.execute(select(paper).where(paper.c.id == paper_id)).one()
    words = Environment(autoescape=True)
    words.filters.update(FILTERS)
    document = DocxTemplate(TEMPLATES / f"{row.template}.docx")
    document.render(pickle.loads(row.fields), words)  # noqa: S301 -- written by the web process
    name = f"{paper_id}.docx"
    document.save(FOLDER / name)
    with database().begin() as connection:
        connection.execute(update(paper).where(paper.c.id == paper_id).values(path=name, done=1))
