"""How a draft begins, and how it is thrown away."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from uuid import UUID

from flask import Response, make_response, render_template, request

from service.congress.model import UNION
from service.documents.status import SetDesk
from service.intake.drafts.beginning import from_file
from service.intake.drafts.desk import DraftDesk
from service.intake.drafts.steps import STEPS
from service.web.identity import allowed
from service.web.pages.carried import sent_file
from service.web.see_other import see_other

_FORM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_YEAR = re.compile(r"(19|20|21)[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The views of both; each parses, calls, answers."""

    drafts: DraftDesk
    sets: SetDesk

    def offer(self) -> Response:
        """The ways in which a draft begins."""
        return self._new_page()

    def begin(self) -> Response:
        """A new draft: blank, from a file, or from the edition of a set."""
        account, form = allowed("submit"), request.form
        given = form.get("form_id", "")
        draft_id = given if _FORM_ID.fullmatch(given) else str(uuid.uuid4())
        if _FORM_ID.fullmatch(form.get("set", "")):
            self.drafts.begin_from(draft_id, form["set"], account=account)
        elif form.get("begin") == "file":
            raw = sent_file()
            if raw is None:
                return self._new_page("draft.no_file", 422)
            self.drafts.begin_with(draft_id, from_file(raw), account=account)
        else:
            years = [form.get(name, "").strip() for name in ("start", "end")]
            if form.get("form") not in {"plenary", "delegates"} or not all(map(_YEAR.fullmatch, years)):
                return self._new_page("draft.incomplete", 422)
            start, end = map(int, years)
            pack = form.get("pack", UNION)
            if pack not in self.drafts.packs:
                return self._new_page("draft.incomplete", 422)
            self.drafts.begin_blank(
                draft_id,
                account=account,
                form="plenary" if form["form"] == "plenary" else "delegates",
                start=start,
                end=end,
                pack=pack,
            )
        return see_other(f"/drafts/{draft_id}/{STEPS[0].key}")

    def ask_to_discard(self, draft_id: UUID) -> Response:
        """Whether somebody is sure."""
        return self._discard_page(draft_id, 200)

    def discard(self, draft_id: UUID) -> Response:
        """Forget a draft, when somebody is sure."""
        account = allowed("submit")
        if request.form.get("sure") != "yes":
            return self._discard_page(draft_id, 422)
        self.drafts.discard(str(draft_id), account=account)
        return see_other("/")

    def _new_page(self, fault: str = "", status: int = 200) -> Response:
        account = allowed("submit")
        recent = self.sets.recent(account=account)
        page = render_template(
            "drafts/new.html",
            fault=fault,
            form_id=str(uuid.uuid4()),
            recent=recent,
            packs=self.drafts.packs.packs,
        )
        return make_response(page, status)

    def _discard_page(self, draft_id: UUID, status: int) -> Response:
        held = self.drafts.open(str(draft_id), account=allowed("submit"))
        return make_response(render_template("drafts/discard.html", record=held.record), status)
