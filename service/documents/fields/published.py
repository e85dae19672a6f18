"""
The published fields: every name a template may use, with its meaning and an example.

`published/` beside this module has a file for each template. There `a[].b` is the field `b` of each entry of the list `a`,
and `a[]` alone a list of texts. Every field is a text unless it is a list; a list or a text may be empty, and is then
left out on the paper. `version` goes up when a field is taken away or changes its meaning.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

FieldType = Literal["text", "texts", "records", "picture"]
"""A text; a list of texts; a list whose entries have fields; a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedField:
    """
    One field: `path` as its file has it (`members[].name`, `goals[]`), its meaning in both languages, and what
    it may look like on paper.
    """

    path: str
    vi: str
    en: str
    example: str

    @property
    def type(self) -> FieldType:
        """`texts` for a list of texts, else `text`; a list of records is published by the fields of its entries."""
        if self.path == "qr":
            return "picture"
        return "texts" if self.path.endswith("[]") else "text"


EVERYWHERE = (
    PublishedField(
        path="qr",
        vi="Ô QR để kiểm chứng: bộ, loại, số, mã băm của nội dung, chữ ký Ed25519",
        en="QR to verify the paper by: set, kind, number, digest of the content, Ed25519 signature",
        example="VK1|…",
    ),
)
"""Fields that every template may use and none has to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFields:
    """
    The fields of one template, by path: `members[].name` is the field `name` of each entry of the list `members`.

    `version` goes up when a field is taken away or changes its meaning; a field more changes nothing. `shared` fields
    are those of many templates, each of which prints what it needs.
    """

    version: int
    fields: Mapping[str, PublishedField]
    shared: bool = False

    @property
    def meanings(self) -> Mapping[str, str]:
        """What each field means, in English."""
        return {path: field.en for path, field in self.fields.items()}

    @property
    def types(self) -> Mapping[str, FieldType]:
        """
        The type of everything a template can name: lists without their last `[]`, entries with it.

            >>> dict(fields_of({"a[].b": {"vi": "x", "en": "x", "example": "x"}}).types)
            {'a': 'records', 'a[].b': 'text', 'qr': 'picture'}
        """
        return {**dict(_types(self.fields)), **{one.path: one.type for one in EVERYWHERE}}


def _types(paths: Iterable[str]) -> Iterator[tuple[str, FieldType]]:
    for path in paths:
        pieces = path.split("[]")
        for place in range(1, len(pieces)):
            last = place == len(pieces) - 1 and not pieces[place]
            yield "[]".join(pieces[:place]), "texts" if last else "records"
        yield path, "text"


def fields_of(
    table: Mapping[str, Mapping[str, str]], *, version: int = 1, shared: bool = False
) -> PublishedFields:
    """The fields that `table` publishes: path to `vi`, `en` and `example`."""
    fields = {path: PublishedField(path=path, **said) for path, said in table.items()}
    return PublishedFields(version=version, fields=MappingProxyType(fields), shared=shared)


@cache
def published() -> Mapping[str, PublishedFields]:
    """The published fields of every template, by its id; those that many templates share, by a name of their own."""
    listed = sorted((files(__package__) / "published").iterdir(), key=lambda file: file.name)
    tables = {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8")) for file in listed
    }
    return MappingProxyType(
        {
            template: fields_of(table["fields"], version=table["version"], shared=table.get("shared", False))
            for template, table in tables.items()
        }
    )
