"""What an official has to do: sign and number, bring back the signed copy, keep the time limits."""

from __future__ import annotations

from flask import Blueprint, render_template

from service.access import may
from service.documents.to_do import MOST_PAPERS, ToDoDesk
from service.web.identity import allowed


def blueprint(to_do: ToDoDesk) -> Blueprint:
    """`/to-do`."""
    pages = Blueprint("to_do", __name__)

    @pages.get("/to-do")
    def look() -> str:
        account = allowed("read")
        return render_template(
            "to_do.html",
            todo=to_do(account=account),
            most_papers=MOST_PAPERS,
            may_sign=may(account.role, "sign"),
        )

    return pages
