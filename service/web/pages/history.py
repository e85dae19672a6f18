"""Organisations as a tree, a congress in figures, and two terms side by side."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from flask import Blueprint, Response, render_template, request

from service.documents.history import MOST_SHOWN, HistoryDesk
from service.documents.portrait import Share
from service.web.identity import allowed
from service.web.language import SWITCH
from service.web.query import NameQuery, read_query
from service.web.refusals import NotThere
from service.web.see_other import see_other


def blueprint(history: HistoryDesk) -> Blueprint:
    """`/organisations/<id>`, `/congresses/<id>` and `/congresses/<id>/beside/<id>`."""
    pages = Blueprint("history", __name__)

    @pages.get("/organisations")
    def own() -> Response:
        return see_other(f"/organisations/{allowed('read').organisation.id}")

    @pages.get("/organisations/<uuid:organisation_id>")
    def organisation(organisation_id: UUID) -> str:
        account = allowed("read")
        asked = read_query(NameQuery, request.query_string, leave_out=frozenset({SWITCH}))
        page = history.organisation(str(organisation_id), account=account, name=asked.name)
        if page is None:
            raise NotThere
        return render_template(
            "organisation.html",
            page=page,
            below=page.below[:MOST_SHOWN],
            has_more=len(page.below) > MOST_SHOWN,
            name=asked.name,
            by_term=_by_term(page.papers),
        )

    @pages.get("/congresses/<uuid:congress_id>")
    def congress(congress_id: UUID) -> str:
        page = history.congress(str(congress_id), account=allowed("read"))
        if page is None:
            raise NotThere
        return render_template("congress.html", page=page)

    @pages.get("/congresses/<uuid:congress_id>/beside/<uuid:other_id>")
    def beside(congress_id: UUID, other_id: UUID) -> str:
        page = history.terms(str(congress_id), str(other_id), account=allowed("read"))
        if page is None:
            raise NotThere
        return render_template("beside.html", page=page)

    return pages


def _by_term(papers: tuple[tuple[str, str, int], ...]) -> list[Share]:
    """How many papers each term has, measured by the term that has most."""
    counted: Counter[str] = Counter()
    for term, _, count in papers:
        counted[term] += count
    most = max(counted.values(), default=1)
    return [Share(label=term, count=count, of=most) for term, count in counted.items()]
