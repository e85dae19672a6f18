"""The correction of what data say of a person: a new edition and set of each congress that names them, which says why."""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from service.archive import SetReader
from service.catalog import AccountRecord, Catalog
from service.congress.finding import Finding
from service.congress.people import Person
from service.intake.person.finding import Who, has_namesakes, places_of
from service.intake.refused import DataRefused
from service.intake.submit import SubmitCongress

_NUMBERS = frozenset({"birth_year", "union_office_since"})


class CorrectionRefused(Exception):
    """What is to be corrected makes no sense; the message says what."""

    retryable = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """
    What became of one congress: the set that takes the place of the old one, or the findings for which the data were refused.

    `pointers` are the places that change; where there is neither set nor finding, nothing was sent.
    """

    object_id: str
    organisation: str
    term: str
    pointers: tuple[str, ...]
    set_id: str | None = None
    findings: tuple[Finding, ...] = ()
    has_namesakes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectPerson:
    """Changes fields of a person wherever the editions in force name them; nothing sealed is changed."""

    sets: SetReader
    catalog: Catalog
    submit: SubmitCongress

    def __call__(
        self,
        who: Who,
        change: Mapping[str, str],
        *,
        reason: str,
        account: AccountRecord,
        is_trial: bool = False,
        wanted: Callable[[str], bool] = lambda _: True,
    ) -> list[Corrected]:
        """
        Send a new edition of each congress (`wanted`, by object) whose edition in force names the person.

        `change` is by field of a person; an empty value removes it, a new `full_name` stands wherever the old one stood. A
        congress in which somebody else has the name is left alone unless a birth tells them apart and only persons are to
        be changed. Raises `CorrectionRefused`, `StorageError`, `CatalogUnavailable`.
        """
        values = {field: _value(field, text) for field, text in change.items()}
        if not values or not reason.strip():
            raise CorrectionRefused("say what to change, and why")
        return [
            done
            for one in self.sets.root.object_ids()
            if wanted(one) and (done := self._one(one, who, values, reason, account, is_trial))
        ]

    def _one(
        self,
        object_id: str,
        who: Who,
        values: Mapping[str, Any],
        reason: str,
        account: AccountRecord,
        is_trial: bool,
    ) -> Corrected | None:
        with self.catalog.read() as work:
            congress = work.congresses.of_object(object_id)
            standing = work.sets.standing(congress.id) if congress else None
            sender = work.accounts.any(standing[1].received_by) if standing else None
        if congress is None or standing is None:
            return None
        data = json.loads(standing[1].canonical)
        new, pointers = corrected(data, who, values)
        if not pointers:
            return None
        about = Corrected(
            object_id=object_id,
            organisation=congress.organisation.name,
            term=congress.term,
            pointers=tuple(pointers),
            has_namesakes=has_namesakes(who, data),
        )
        if is_trial or (about.has_namesakes and "full_name" in values):
            return about
        # The chain of organisations in the data is read as the sender of the edition saw it.
        acting = dataclasses.replace(account, organisation=sender[0].organisation) if sender else account
        raw = json.dumps({**new, "reason": reason}, ensure_ascii=False).encode()
        try:
            sent = self.submit(raw, account=acting, key=f"person/{hashlib.sha256(raw).hexdigest()}")
        except DataRefused as refused:
            return dataclasses.replace(about, findings=tuple(refused.findings))
        with self.catalog.begin() as work:
            work.audit.note("person_corrected", subject=sent.set_id, at=work.now(), account_id=account.id)
            work.commit()
        return dataclasses.replace(about, set_id=sent.set_id)


def corrected(data: Any, who: Who, values: Mapping[str, Any]) -> tuple[Any, list[str]]:
    """
    The data with the person's fields changed, and where.

    A field is changed where it stands; what a list never said of people is not added to it. A name is changed everywhere.

        >>> data = {"delegates": [{"full_name": "An", "hometown": "Huế"}], "elected": ["An"]}
        >>> corrected(data, Who(name="An"), {"hometown": "Vinh"})
        ({'delegates': [{'full_name': 'An', 'hometown': 'Vinh'}], 'elected': ['An']}, ['/delegates/0/hometown'])
    """
    new, changed = copy.deepcopy(data), []
    for place in places_of(who, data):
        *path, last = [part.replace("~1", "/").replace("~0", "~") for part in place.pointer.split("/")[1:]]
        holder = new
        for part in path:
            holder = holder[int(part)] if isinstance(holder, list) else holder[part]
        key = int(last) if isinstance(holder, list) else last
        if isinstance(place.said, str):
            if values.get("full_name"):
                holder[key] = values["full_name"]
                changed.append(place.pointer)
            continue
        for field, value in values.items():
            if place.said.get(field) is not None and place.said[field] != value:
                holder[key][field] = value
                changed.append(f"{place.pointer}/{field}")
    return new, changed


def _value(field: str, text: str) -> Any:
    if field not in Person.model_fields:
        raise CorrectionRefused(f"a person has no field {field}: {', '.join(Person.model_fields)}")
    if field == "full_name" and not text:
        raise CorrectionRefused(
            "a person cannot be without a name; discuss with whoever keeps the archive what is to be done"
        )
    if not text:
        return None
    if field == "reelected":
        return text in {"true", "1", "có"}
    if field in _NUMBERS:
        try:
            return int(text)
        except ValueError:
            raise CorrectionRefused(f"{field} is a year, not {text}") from None
    return text
