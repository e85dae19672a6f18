"""The night of the count: one vote's figures in, its minutes on the screen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import Response, make_response, render_template, request

from service.documents.paper import PlannedPaper
from service.documents.trial import TryPaper
from service.intake.drafts.answers import OpenDraft
from service.intake.drafts.laid_out import value_at
from service.intake.drafts.parts import Step
from service.intake.drafts.steps import count_step
from service.web.downloads import DOCX, content_disposition, file_name
from service.web.language import either, place
from service.web.pages.drafts.page import DraftPage
from service.web.refusals import NotThere

_TEMPLATE = "election_result"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One vote of a draft: which election, which round, both from 0 as the data count."""

    election: int
    round: int

    @property
    def source(self) -> str:
        """The JSON pointer of the round."""
        return f"/elections/{self.election}/rounds/{self.round}"

    @property
    def path(self) -> str:
        """The end of its address."""
        return f"count/{self.election}/{self.round}"

    @property
    def step(self) -> Step:
        """Its page."""
        return count_step(self.election, self.round)

    def require(self, held: OpenDraft) -> None:
        """Raises NotThere when the draft has no such round."""
        if not isinstance(value_at(held.document, self.source[1:]), dict):
            raise NotThere


def count_page(page: DraftPage, count: Count, *, fault: str, status: int) -> Response:
    """The figures, and beside them the minutes or what they lack."""
    paper = _paper_of(page, count)
    is_ready = paper is not None and paper.state == "ready" and page.look.is_acceptable
    title = either(paper.title, paper.title_en) if paper else place(count.source)
    text = render_template(
        "drafts/count.html", page=page, paper=paper, is_ready=is_ready, title=title, fault=fault
    )
    return make_response(text, status)


def minutes_file(page: DraftPage, count: Count, try_paper: TryPaper) -> Response:
    """The Word file of the minutes, made just now. Raises NotThere while they lack something."""
    paper, congress = _paper_of(page, count), page.look.congress
    if paper is None or congress is None or paper.state != "ready" or not page.look.is_acceptable:
        raise NotThere
    changed = page.record.changed_at.astimezone(dt.UTC)
    made = try_paper(paper, congress, page.look.rule_set, own=page.record.organisation, at=changed)
    response = Response(made, mimetype=DOCX)
    response.headers["Content-Disposition"] = content_disposition(file_name(paper.title, "docx"))
    if request.args.get("version") == str(page.record.version):
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _paper_of(page: DraftPage, count: Count) -> PlannedPaper | None:
    papers = page.look.plan.papers if page.look.plan else ()
    return next((one for one in papers if one.template == _TEMPLATE and one.source == count.source), None)
