"""Papers made for each person on a list: what names them, so that no two are taken for each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.congress.people import Delegate, Guest, StaffMember


def subjects(what: str, people: Sequence[Delegate | Guest | StaffMember]) -> Iterator[str]:
    """
    A subject for each person: `what` and the number of the card; the row where there is none or it is there twice.

        >>> list(subjects("card", [Guest(full_name="A", number=7), Guest(full_name="B", number=7)]))
        ['card/0007', 'card/row-0002']
    """
    seen: set[str] = set()
    for row, person in enumerate(people, 1):
        by_row = f"{what}/row-{row:04d}"
        subject = f"{what}/{person.number:04d}" if person.number is not None else by_row
        yield by_row if subject in seen else subject
        seen.add(subject)


def labelled(title: str, title_en: str, number: int | None, name: str) -> tuple[str, str]:
    """What goes behind the title in lists: number and name."""
    shown = f"{number:03d}" if number is not None else "…"
    return f"{title} {shown}, {name}", f"{title_en} {shown}, {name}"
