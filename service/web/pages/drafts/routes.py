"""The routes of the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, g, make_response, render_template, request

from service.congress.finding import Finding
from service.congress.model import UNION
from service.documents.status import SetDesk
from service.documents.trial import TryPaper
from service.intake.drafts.answers import Clashed, DraftMoved, OpenDraft, Saved
from service.intake.drafts.chain import Json
from service.intake.drafts.desk import DraftDesk
from service.intake.drafts.filling import filling_of
from service.intake.drafts.laid_out import lay_out, tables_of
from service.intake.drafts.left_out import NOTHING_LEFT_OUT, LeftOut, left_out_of
from service.intake.drafts.parts import Step
from service.intake.drafts.steps import STEPS, step_named
from service.intake.refused import DataRefused, NotYours
from service.web.identity import allowed
from service.web.pages.carried import sent_file
from service.web.pages.drafts.clashing import clash_page
from service.web.pages.drafts.count import Count, count_page, minutes_file
from service.web.pages.drafts.ends import Ends
from service.web.pages.drafts.page import DraftPage
from service.web.pages.drafts.pasting import BOXES, Box, boxes_in
from service.web.pages.drafts.sending import sent_page
from service.web.pages.drafts.turning import asked_view, just_pasted, next_address
from service.web.problems import problem_of
from service.web.refusals import NotThere
from service.web.see_other import see_other

_COUNT = "/<uuid:draft_id>/count/<int:election>/<int:round_>"


def blueprint(drafts: DraftDesk, sets: SetDesk, try_paper: TryPaper) -> Blueprint:
    """`/drafts/new`, `/drafts`, and every page of a draft."""
    pages = Blueprint("drafts", __name__, url_prefix="/drafts")
    ends, desk = Ends(drafts=drafts, sets=sets), _Desk(drafts=drafts, try_paper=try_paper)
    for rule, view, method in (
        ("/new", ends.offer, "GET"),
        ("", ends.begin, "POST"),
        ("/<uuid:draft_id>", desk.resume, "GET"),
        ("/<uuid:draft_id>/discard", ends.ask_to_discard, "GET"),
        ("/<uuid:draft_id>/discard", ends.discard, "POST"),
        ("/<uuid:draft_id>/<step>", desk.show, "GET"),
        ("/<uuid:draft_id>/<step>", desk.save, "POST"),
        ("/<uuid:draft_id>/<step>/check", desk.check, "POST"),
        ("/<uuid:draft_id>/<step>/file", desk.fill, "POST"),
        (f"{_COUNT}", desk.show_count, "GET"),
        (f"{_COUNT}", desk.save_count, "POST"),
        (f"{_COUNT}/check", desk.check_count, "POST"),
        (f"{_COUNT}/minutes.docx", desk.minutes, "GET"),
    ):
        pages.add_url_rule(rule, f"{view.__name__}", view, methods=[method])
    return pages


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """The views; each parses, calls, answers."""

    drafts: DraftDesk
    try_paper: TryPaper

    def resume(self, draft_id: UUID) -> Response:
        """The first step of a draft."""
        self.drafts.open(str(draft_id), account=allowed("submit"))
        return see_other(f"/drafts/{draft_id}/{STEPS[0].key}")

    def show(self, draft_id: UUID, step: str) -> Response:
        """A step as it was saved."""
        allowed("submit")
        return self._page(self._shown(draft_id, _step(step)))

    def save(self, draft_id: UUID, step: str) -> Response:
        """Keep a step, and go on to wherever the button leads."""
        account, wanted = allowed("submit"), _step(step)
        boxes = self._boxes(draft_id, wanted)
        sent = sent_page(tuple(box.pasted for box in boxes))
        saved = self.drafts.save(str(draft_id), wanted, sent, account=account)
        if isinstance(saved, Clashed):
            return self._clash(saved)
        if request.form.get("go") == "send":
            set_id, fault, status = self._hand_in(saved, seen=sent.on)
            return (
                see_other(f"/sets/{set_id}")
                if set_id
                else self._page(self._shown(draft_id, wanted), fault=fault, status=status)
            )
        return see_other(next_address(draft_id, wanted, boxes))

    def check(self, draft_id: UUID, step: str) -> Response:
        """The side panel for what is typed and not saved yet."""
        allowed("submit")
        return self._checked(draft_id, _step(step), "")

    def show_count(self, draft_id: UUID, election: int, round_: int) -> Response:
        """One vote: its figures and its minutes."""
        allowed("submit")
        return self._count_page(draft_id, Count(election=election, round=round_))

    def save_count(self, draft_id: UUID, election: int, round_: int) -> Response:
        """Keep the figures of one vote, and show its minutes or hand everything in."""
        account, count, sent = allowed("submit"), Count(election=election, round=round_), sent_page()
        count.require(self.drafts.open(str(draft_id), account=account))
        saved = self.drafts.save(str(draft_id), count.step, sent, account=account)
        if isinstance(saved, Clashed):
            return self._clash(saved)
        if request.form.get("go") == "send":
            set_id, fault, status = self._hand_in(saved, seen=sent.on)
            return (
                see_other(f"/sets/{set_id}")
                if set_id
                else self._count_page(draft_id, count, fault=fault, status=status)
            )
        return see_other(f"{request.path}#minutes")

    def check_count(self, draft_id: UUID, election: int, round_: int) -> Response:
        """The panel of the page of one vote."""
        allowed("submit")
        count = Count(election=election, round=round_)
        return self._checked(draft_id, count.step, count.path)

    def minutes(self, draft_id: UUID, election: int, round_: int) -> Response:
        """The minutes of one vote as a Word file, as its figures stand."""
        allowed("submit")
        count = Count(election=election, round=round_)
        return minutes_file(self._shown(draft_id, count.step, count.path), count, self.try_paper)

    def fill(self, draft_id: UUID, step: str) -> Response:
        """Take a step's sections from a file."""
        account, wanted, sent = allowed("submit"), _step(step), sent_page()
        raw = sent_file()
        if raw is None:
            return self._page(self._shown(draft_id, wanted), fault="draft.no_file", status=422)
        held = self.drafts.open(str(draft_id), account=account)
        filling = filling_of(raw, wanted, form=held.document.get("form"))
        if not filling.document:
            page = self._shown(draft_id, wanted)
            return self._page(page, fault="draft.nothing_to_fill", status=422, notes=filling.notes)
        saved = self.drafts.fill(str(draft_id), wanted, filling.document, on=sent.on, account=account)
        if isinstance(saved, Clashed):
            raise DraftMoved(str(draft_id))
        if filling.notes:
            # On this answer alone: what is saved is saved, and sending the file again changes nothing.
            return self._page(self._shown(draft_id, wanted), notes=filling.notes)
        return see_other(f"/drafts/{draft_id}/{wanted.key}")

    def _hand_in(self, saved: Saved, *, seen: int) -> tuple[str, str, int]:
        """The set that was made; or "", and why none was, and the status to say it with."""
        # What somebody else saved since the page was shown has not been looked at by whoever hands it in.
        if saved.record.version != seen and saved.record.changed_by != g.account.name:
            return "", "draft.moved", 409
        try:
            submitted = self.drafts.hand_in(saved.record.id, version=saved.record.version, account=g.account)
        except (DataRefused, NotYours) as error:
            fault = "draft.not_yours" if isinstance(error, NotYours) else "draft.faulty"
            return "", fault, problem_of(error).status
        return submitted.set_id, "", 303

    def _boxes(self, draft_id: UUID, step: Step) -> list[Box]:
        """What was pasted into the boxes of a page."""
        if not any(request.form.get(f"{name}.paste", "").strip() for name in BOXES):
            return []
        held = self.drafts.open(str(draft_id), account=g.account)
        tables = {
            table.name: table
            for table in tables_of(lay_out(step, held.document, left_out=self._own_desk(held.document)))
        }
        return boxes_in(request.form, tables)

    def _checked(self, draft_id: UUID, step: Step, path: str) -> Response:
        sent = sent_page()
        held, written = self.drafts.write(str(draft_id), step, sent, account=g.account)
        names = {above for name in sent.fields for above in _with_those_above(name)}
        page = DraftPage(
            record=held.record,
            document=written.document,
            step=step,
            look=self.drafts.look(written.document, account=g.account),
            name_at=written.name_at,
            names=frozenset(names),
            left_out=self._own_desk(written.document),
            path=path,
            is_saved=written.document == held.document,
        )
        return make_response(page.panel())

    def _count_page(self, draft_id: UUID, count: Count, *, fault: str = "", status: int = 200) -> Response:
        page = self._shown(draft_id, count.step, count.path)
        count.require(OpenDraft(record=page.record, document=page.document))
        return count_page(page, count, fault=fault, status=status)

    def _shown(self, draft_id: UUID, step: Step, path: str = "") -> DraftPage:
        held = self.drafts.open(str(draft_id), account=g.account)
        return DraftPage(
            record=held.record,
            document=held.document,
            step=step,
            look=self.drafts.look(held.document, account=g.account),
            wide=request.args.get("wide") == "1",
            more=request.args.get("more", ""),
            view=asked_view(),
            left_out=self._own_desk(held.document),
            **just_pasted(),
            path=path,
        )

    def _own_desk(self, document: Json) -> LeftOut:
        """What the pack of a draft leaves out; its names are those of this page from now on."""
        named = document.get("pack", UNION)
        pack = self.drafts.packs.packs.get(named) if isinstance(named, str) else None
        if pack is None:
            return NOTHING_LEFT_OUT
        g.own_names = {place: (name.vi, name.en) for place, name in pack.desk.names.items()}
        return left_out_of(pack.desk.leave_out)

    def _clash(self, clashed: Clashed) -> Response:
        self._own_desk(self.drafts.open(clashed.record.id, account=g.account).document)
        return clash_page(clashed, request.path)

    def _page(
        self, page: DraftPage, *, fault: str = "", status: int = 200, notes: Sequence[Finding] = ()
    ) -> Response:
        shown = render_template("drafts/step.html", page=page, fault=fault, notes=notes)
        return make_response(shown, status)


def _step(key: str) -> Step:
    step = step_named(key)
    if step is None:
        raise NotThere
    return step


def _with_those_above(name: str) -> list[str]:
    steps = name.split(".")
    return [".".join(steps[:n]) for n in range(1, len(steps) + 1)]
