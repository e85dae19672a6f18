"""Its web process."""

from __future__ import annotations

import pickle
import uuid
from pathlib import Path

from flask import Flask, Response, abort, jsonify, request, send_file
from sqlalchemy import insert, select

from bench.end_to_end.plain.tables import congress, open_database, paper
from bench.end_to_end.plain.tasks import FOLDER, render_paper
from service.config import Settings
from service.documents.packs import read_packs
from service.documents.papers import fields_for
from service.intake.received import read_received

app = Flask(__name__)
database = open_database()
_settings = Settings(office="off")
packs = read_packs(_settings.templates, _settings.packs)


@app.get("/")
def home() -> str:
    """That it answers."""
    return "ok"


@app.post("/congresses")
def send() -> tuple[Response, int]:
    """Read the data, store a row for each paper, and send a task for each."""
    reading = read_received(request.get_data(), None, packs=packs.rule_sets)
    if reading.congress is None or not reading.is_acceptable:
        abort(422)
    pack = packs.of(reading.congress)
    planned = pack.plan(reading.congress, reading.findings, reading.rule_set)
    congress_id = str(uuid.uuid4())
    rows = [
        {
            "id": str(uuid.uuid4()),
            "congress_id": congress_id,
            "template": one.template,
            "fields": pickle.dumps(dict(fields_for(one, reading.congress, reading.rule_set, pack.types))),
            "done": 0,
        }
        for one in planned.papers
        if one.state == "ready"
    ]
    with database.begin() as connection:
        connection.execute(insert(congress).values(id=congress_id, data=request.get_data()))
        connection.execute(insert(paper), rows)
    for row in rows:
        render_paper.delay(row["id"])
    return jsonify(set=congress_id), 202


@app.get("/congresses/<congress_id>")
def look(congress_id: str) -> Response:
    """How far it is."""
    with database.connect() as connection:
        found = connection.execute(
            select(paper.c.id, paper.c.done).where(paper.c.congress_id == congress_id)
        ).all()
    return jsonify(settled=all(one.done for one in found), papers=[{"id": one.id} for one in found])


@app.get("/papers/<paper_id>")
def file(paper_id: str) -> Response:
    """The Word file."""
    with database.connect() as connection:
        path = connection.execute(select(paper.c.path).where(paper.c.id == paper_id)).scalar_one()
    return send_file(Path(FOLDER, path))
