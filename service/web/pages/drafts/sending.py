"""What a page of the desk sent: its fields, and what it was about."""

from __future__ import annotations

from flask import request

from service.intake.drafts.answers import Sent
from service.intake.drafts.merging import Side
from service.intake.drafts.pasted import Pasted

CHOICE = "choice:"
"""`choice:/venue` says which of two values was chosen."""


def sent_page(pasted: tuple[Pasted, ...] = ()) -> Sent:
    """The form of this request, and what came from its boxes."""
    fields = request.form.to_dict()
    choices: dict[str, Side] = {
        name.removeprefix(CHOICE): "mine" if value == "mine" else "theirs"
        for name, value in fields.items()
        if name.startswith(CHOICE) and value in {"mine", "theirs"}
    }
    return Sent(
        fields={name: text for name, text in fields.items() if not name.startswith(CHOICE)},
        on=_number(fields.get("version", "")) or 0,
        add=fields.get("add", ""),
        remove=fields.get("remove", ""),
        pasted=pasted,
        choices=choices,
        seen=_number(fields.get("seen", "")),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
