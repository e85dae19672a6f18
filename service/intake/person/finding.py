"""Which editions and papers name a person, and what they say of them (Luật 91/2025/QH15: the right to see)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from service.archive import SetReader
from service.archive.sealed import FIELDS, SealedSet, read_printed
from service.catalog import Catalog
from service.congress.text import exact, fold
from service.storage import Inventory, Missing

FORMAT = "vankien/person/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """
    A person as data name them: the name with its accents, and the year of birth or the day, where namesakes must be told apart.

    A person of that name without any birth in the data is taken for the one that is meant.
    """

    name: str
    born: str = ""

    def is_named(self, text: str) -> bool:
        """Whether `text` is the name, and nothing else."""
        return exact(text) == exact(self.name)

    def may_be(self, person: Mapping[str, Any]) -> bool:
        """Whether a person in the data, of that name, may be the one that is meant."""
        born = person.get("born_on") or (str(person["birth_year"]) if person.get("birth_year") else "")
        wanted = self.born
        return not born or not wanted or (born.startswith(wanted[:4]) and _agrees(born, wanted))


def _agrees(born: str, wanted: str) -> bool:
    return len(born) == 4 or len(wanted) == 4 or born == wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where data name a person (a JSON pointer), and what they say there: a person with their fields, or the bare name."""

    pointer: str
    said: Any


def places_of(who: Who, data: Any, pointer: str = "") -> Iterator[Place]:
    """
    Every place where `data` name the person.

        >>> data = {"delegates": [{"full_name": "An", "birth_year": 1980}], "elected": ["An", "Bình"]}
        >>> [one.pointer for one in places_of(Who(name="An"), data)]
        ['/delegates/0', '/elected/0']
    """
    if isinstance(data, Mapping):
        named = data.get("full_name")
        if isinstance(named, str) and who.is_named(named):
            if who.may_be(data):
                yield Place(
                    pointer=pointer, said={name: one for name, one in data.items() if one is not None}
                )
            return
        for name, one in data.items():
            yield from places_of(who, one, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(data, list):
        for number, one in enumerate(data):
            yield from places_of(who, one, f"{pointer}/{number}")
    elif isinstance(data, str) and who.is_named(data):
        yield Place(pointer=pointer, said=data)


def has_namesakes(who: Who, data: Any) -> bool:
    """Whether somebody else in the data has the name: then a bare name may be either of them."""
    everybody = {place.pointer for place in places_of(Who(name=who.name), data)}
    return everybody != {place.pointer for place in places_of(who, data)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """
    One edition that names the person, and the papers made of it that do.

    `version` is that of the archived object, missing for what is not sealed; `state` is `in_force`, `superseded`, `unsealed` or
    `draft`. `papers` have id, title, path, digest and the rows that are about the person.
    """

    state: str
    organisation: str
    term: str
    object_id: str
    version: int | None
    edition: int | None
    places: tuple[Place, ...]
    papers: tuple[Mapping[str, Any], ...]
    has_namesakes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPerson:
    """Looks through every sealed set of the archive, and through what is not sealed yet."""

    sets: SetReader
    catalog: Catalog

    def __call__(self, who: Who) -> list[Named]:
        """Everything that names the person, by congress, oldest first. Raises `StorageError`, `CatalogUnavailable`."""
        return [*self._sealed(who), *self._unsealed(who), *self._drafts(who)]

    def written(self, who: Who, found: list[Named]) -> bytes:
        """The export: JSON for the person, readable without us. What it holds is noted without the name."""
        with self.catalog.begin() as work:
            now = work.now()
            work.audit.note("person_exported", subject=f"{len(found)} editions", at=now)
            work.commit()
        said = {
            "format": FORMAT,
            "name": who.name,
            "born": who.born or None,
            "made_at": now.isoformat(),
            "named_in": [asdict(one) for one in found],
        }
        return f"{json.dumps(said, ensure_ascii=False, indent=1)}\n".encode()

    def _sealed(self, who: Who) -> Iterator[Named]:
        root = self.sets.root
        for object_id in root.object_ids():
            head = root.head(object_id)
            sealed = list(self.sets(head)) if head else []
            for one in sealed:
                assert head is not None  # noqa: S101 -- it gave the sets
                data = json.loads(one.canonical)
                places = tuple(places_of(who, data))
                papers = tuple(self._papers(who, head, one))
                if places or papers:
                    yield Named(
                        state="in_force" if one is sealed[-1] else "superseded",
                        organisation=one.organisations[-1]["name"],
                        term=one.term,
                        object_id=object_id,
                        version=one.version,
                        edition=one.edition["serial"],
                        places=places,
                        papers=papers,
                        has_namesakes=has_namesakes(who, data),
                    )

    def _papers(self, who: Who, head: Inventory, one: SealedSet) -> Iterator[Mapping[str, Any]]:
        rows = self._rows(who, head, one)
        for paper in one.documents:
            is_listed = f" {exact(who.name)} " in f" {paper.accented} " or paper.id in rows
            # Prose is kept without its accents: a name of other accents is shown rather than missed.
            is_in_prose = f" {fold(who.name)} " in f" {paper.body} "
            if is_listed or is_in_prose:
                yield {
                    "id": paper.id,
                    "title": paper.title,
                    "path": f"papers/{paper.file_name}",
                    "sha256": paper.sha256,
                    "rows": rows.get(paper.id, []),
                }

    def _rows(self, who: Who, head: Inventory, one: SealedSet) -> dict[str, list[Any]]:
        try:
            printed = self.sets.root.read_of(head, one.version, FIELDS)
        except Missing:  # the first format kept no fields
            return {}
        found = {paper.paper: list(_rows_of(who, paper.fields)) for paper in read_printed(printed)}
        return {paper: rows for paper, rows in found.items() if rows}

    def _unsealed(self, who: Who) -> Iterator[Named]:
        with self.catalog.read() as work:
            waiting = work.congresses.unsealed()
        for congress, edition in waiting:
            data = json.loads(edition.canonical)
            if places := tuple(places_of(who, data)):
                yield Named(
                    state="unsealed",
                    organisation=congress.organisation.name,
                    term=congress.term,
                    object_id=congress.object_id,
                    version=None,
                    edition=edition.serial,
                    places=places,
                    papers=(),
                    has_namesakes=has_namesakes(who, data),
                )

    def _drafts(self, who: Who) -> Iterator[Named]:
        with self.catalog.read() as work:
            root = work.organisations.root()
            drafts = work.drafts.recent(lineage=root.lineage, limit=1_000_000) if root else []
            for draft in drafts:
                data = json.loads(work.drafts.document(draft.id, draft.version) or "{}")
                if places := tuple(places_of(who, data)):
                    yield Named(
                        state="draft",
                        organisation=draft.name,
                        term=draft.term,
                        object_id="",
                        version=None,
                        edition=None,
                        places=places,
                        papers=(),
                        has_namesakes=has_namesakes(who, data),
                    )


def _rows_of(who: Who, fields: Any) -> Iterator[Any]:
    """The innermost entries that print the name."""
    if isinstance(fields, Mapping):
        if any(isinstance(one, str) and who.is_named(one) for one in fields.values()):
            yield {name: one for name, one in fields.items() if isinstance(one, str) and one}
        for one in fields.values():
            if not isinstance(one, str):
                yield from _rows_of(who, one)
    elif isinstance(fields, list):
        for one in fields:
            if isinstance(one, str) and who.is_named(one):
                yield one
            else:
                yield from _rows_of(who, one)
