"""The story of a sealed paper: where it came from, what it printed, and what changed since the paper before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from service.archive.sealed import FIELDS, Printed, digest_of, read_printed
from service.catalog import AccountRecord, Catalog, Shelved, TemplateVersion
from service.congress.personal import withheld_fields
from service.storage import Damaged, Missing, OcflRoot


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """
    One value that a paper printed, under the name its template knows it by.

    `members[]` is one entry of the list `members`, its fields put one behind the other.
    """

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A line as it was and as it is; what came new was nothing, and what fell away is nothing."""

    name: str
    before: str | None
    now: str | None

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        return self.before == self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """
    Where a paper came from.

    `received_by` is the name of the account that sent the edition. `template` is the version that an organisation brought, if
    the paper was made with one. `before` is the same paper of the set that its set took
    the place of, and `lines` is everything it printed beside what that one printed; both are missing for what a release
    without `fields.jsonl` sealed.
    """

    serial: int
    received_at: dt.datetime
    received_by: str
    rule_set: str
    template: TemplateVersion | None
    before: Shelved | None
    lines: tuple[Change, ...] | None

    @property
    def changes(self) -> tuple[Change, ...]:
        """What the paper before it did not print in the same way."""
        return tuple(line for line in self.lines or () if not line.is_same) if self.before else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TellStory:
    """Tells the story of papers that their reader was allowed to see."""

    catalog: Catalog
    root: OcflRoot

    def __call__(self, paper: Shelved, *, account: AccountRecord) -> Story:
        """The story of `paper`. Raises `Damaged`, `StorageError`."""
        lineage = account.organisation.lineage
        with self.catalog.read() as work:
            record = work.sets.find(paper.document.set_id)
            assert record is not None  # noqa: S101 -- a foreign key says so
            edition = work.congresses.edition(record.edition_id)
            sender = work.accounts.name_of(edition.received_by)
            earlier = work.sets.before(record.id)
            congress = work.congresses.find(record.congress_id)
            assert congress is not None  # noqa: S101 -- a foreign key says so
            template = work.templates.made_with(
                paper.document.template,
                paper.document.template_sha256,
                lineage=congress.organisation.lineage,
            )
            beside = work.shelf.of_set(earlier, lineage=lineage) if earlier else []
        before = next((one for one in beside if _is_same_paper(one, paper)), None)
        now, was = self._printed(paper), self._printed(before) if before else None
        return Story(
            serial=edition.serial,
            received_at=edition.received_at,
            received_by=sender,
            rule_set=edition.rule_set,
            template=template,
            before=before,
            lines=None if now is None else compared(*(_shown(one, account) for one in (was or now, now))),
        )

    def _printed(self, paper: Shelved) -> Mapping[str, Any] | None:
        try:
            held = self.root.read(paper.object_id, paper.version, FIELDS)
        except Missing:
            return None
        for one in read_printed(held):
            if one.paper == paper.document.id:
                return _checked(one, paper).fields
        raise Damaged(f"{FIELDS} has no line for {paper.document.id}")


WITHHELD = "•••"
"""Stands for a value that the reader's role needs not know."""


def _shown(fields: Mapping[str, Any], account: AccountRecord) -> tuple[Line, ...]:
    withheld = withheld_fields(account.role)
    return lines_of(masked(fields, withheld) if withheld else fields)


def masked(fields: Any, withheld: frozenset[str], path: str = "") -> Any:
    """
    `fields` with what stands at the paths `withheld` hidden; what is empty stays empty.

        >>> masked({"people": [{"name": "An", "religion": "Không"}]}, frozenset({"people[].religion"}))
        {'people': [{'name': 'An', 'religion': '•••'}]}
    """
    if isinstance(fields, Mapping):
        return {name: masked(one, withheld, f"{path}.{name}".lstrip(".")) for name, one in fields.items()}
    if isinstance(fields, list):
        return [masked(one, withheld, f"{path}[]") for one in fields]
    return WITHHELD if fields and path in withheld else fields


def _checked(printed: Printed, paper: Shelved) -> Printed:
    if digest_of(printed.fields) != paper.document.fields_sha256:
        raise Damaged(f"{FIELDS} does not say of {paper.document.id} what was sealed")
    return printed


def _is_same_paper(one: Shelved, other: Shelved) -> bool:
    return (one.document.template, one.document.subject) == (other.document.template, other.document.subject)


def lines_of(fields: Mapping[str, Any]) -> tuple[Line, ...]:
    """
    The values that `fields` print, in their order; empty ones are left out.

        >>> [(line.name, line.text) for line in lines_of({"a": "x", "b": [{"c": "1", "d": "2"}], "e": ""})]
        [('a', 'x'), ('b[]', '1 · 2')]
    """
    return tuple(_lines(fields))


def _lines(fields: Mapping[str, Any]) -> Iterator[Line]:
    for name, value in fields.items():
        if isinstance(value, list):
            yield from (Line(name=f"{name}[]", text=text) for entry in value if (text := _text(entry)))
        elif text := _text(value):
            yield Line(name=name, text=text)


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return " · ".join(text for one in value.values() if (text := _text(one)))
    if isinstance(value, list):
        return "; ".join(text for one in value if (text := _text(one)))
    return "" if value is None else str(value)


def compared(before: Sequence[Line], now: Sequence[Line]) -> tuple[Change, ...]:
    """
    Every line of `now`, in its order, beside the one of `before` that it took the place of; lines that fell away stand where
    they stood.

        >>> [(one.before, one.now) for one in compared([Line(name="a", text="1")], [Line(name="a", text="2")])]
        [('1', '2')]
    """
    return tuple(_changes(before, now))


def _changes(before: Sequence[Line], now: Sequence[Line]) -> Iterator[Change]:
    matched = SequenceMatcher(None, before, now, autojunk=False)
    for same, i, j, k, m in matched.get_opcodes():
        if same == "equal":
            yield from (Change(name=line.name, before=line.text, now=line.text) for line in now[k:m])
        else:
            yield from _replaced(list(before[i:j]), now[k:m])


def _replaced(old: list[Line], new: Sequence[Line]) -> Iterator[Change]:
    """Pair what has the same name, in order; the rest of `old` fell away before its place is passed."""
    for line in new:
        names = [one.name for one in old]
        place = names.index(line.name) if line.name in names else -1
        for gone in old[: max(place, 0)]:
            yield Change(name=gone.name, before=gone.text, now=None)
        yield Change(name=line.name, before=old[place].text if place >= 0 else None, now=line.text)
        del old[: place + 1]
    for gone in old:
        yield Change(name=gone.name, before=gone.text, now=None)
