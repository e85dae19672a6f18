"""
The Word templates of a folder: what its `manifest.toml` says, and the files it names.

No Word library is needed here: a template is bytes with an address.

* TemplatesError
  - BadTemplates    the folder has faults; all of them are named at once
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from service.documents.declared import Declared
from service.documents.fields.published import published
from service.documents.heading import UNION_STYLE, heading_styles
from service.documents.paper import Kind

MANIFEST = "manifest.toml"


class TemplatesError(Exception):
    """The templates cannot be used."""

    retryable = False


class BadTemplates(TemplatesError):
    """The folder of templates has faults; `faults` holds a sentence for each."""

    def __init__(self, folder: Path, faults: tuple[str, ...]) -> None:
        super().__init__(f"{folder.name}: {'; '.join(faults)}")
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFile:
    """
    One template: `title` and `title_en` name its papers in lists, `symbol` stands in their number line,
    `originals` is how many are signed, `receivers` where its papers go when
    they do not say it themselves. `heading_style` is what its sheet is measured by. `sha256` is of `source`, in hex. `declared` is what makes a template of a
    pack a paper; the papers of the union pack are code.
    """

    id: str
    kind: Kind
    title: str
    title_en: str
    fields_version: int
    symbol: str
    originals: int
    source: bytes
    sha256: str
    heading_style: str = UNION_STYLE
    receivers: tuple[str, ...] = ()
    declared: Declared = Declared()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateBook:
    """All templates of a folder, by id."""

    templates: Mapping[str, TemplateFile]

    def __getitem__(self, template_id: str) -> TemplateFile:
        return self.templates[template_id]

    def __contains__(self, template_id: object) -> bool:
        return template_id in self.templates


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    kind: Kind
    file: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]*\.docx$")]
    title: Annotated[str, Field(min_length=1)]
    title_en: Annotated[str, Field(min_length=1)]
    fields_version: Annotated[int, Field(ge=1)]
    symbol: str = ""
    originals: Annotated[int, Field(ge=1, le=50)]
    heading_style: str = ""
    receivers: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] = Field((), strict=False)
    declared: Declared | None = None


def read_templates(folder: Path, *, fields: str = "", style: str = UNION_STYLE) -> TemplateBook:
    """
    The templates that the manifest of `folder` names; `fields` are those that all of them use, where it is not each its
    own, and `style` the heading style of those that name none. Raises BadTemplates with every fault of the folder.
    """
    faults: list[str] = []
    entries = list(_entries(folder, faults))
    faults += _contradictions(folder, entries, fields)
    if faults:
        raise BadTemplates(folder, tuple(faults))
    return TemplateBook(
        templates=MappingProxyType({entry.id: _template(folder, entry, style) for entry in entries})
    )


def _entries(folder: Path, faults: list[str]) -> Iterator[_Entry]:
    try:
        manifest = tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        faults.append(f"{MANIFEST} cannot be read: {error}")
        return
    tables = manifest.get("template", [])
    if set(manifest) - {"template"} or not isinstance(tables, list) or not tables:
        faults.append(f"{MANIFEST} holds [[template]] tables and nothing else")
        return
    for number, table in enumerate(tables, 1):
        try:
            yield _Entry.model_validate(table)
        except ValidationError as error:
            places = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors())
            faults.append(f"{MANIFEST}, template {number}: wrong or missing {places}")


def _contradictions(folder: Path, entries: list[_Entry], fields: str) -> Iterator[str]:
    versions = {template: held.version for template, held in published().items()}
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            yield f"template {entry.id} is named twice"
        seen.add(entry.id)
        version = versions.get(fields or entry.id)
        if version is None:
            yield f"template {entry.id}: no fields are published for it"
        elif entry.fields_version != version:
            yield f"template {entry.id}: wants fields {entry.fields_version}, published are {version}"
        if (entry.declared is None) == bool(fields):
            yield f"template {entry.id}: only a paper of a pack says in its manifest what it needs, and must"
        if entry.heading_style and entry.heading_style not in heading_styles():
            yield f"template {entry.id}: there is no heading style {entry.heading_style}"
        if not (folder / entry.file).is_file():
            yield f"template {entry.id}: {entry.file} is not there"
    for path in sorted(folder.glob("*.docx")):
        if path.name not in {entry.file for entry in entries} and not path.name.startswith("~$"):
            yield f"{path.name} is not in {MANIFEST}"


def _template(folder: Path, entry: _Entry, style: str) -> TemplateFile:
    source = (folder / entry.file).read_bytes()
    return TemplateFile(
        id=entry.id,
        kind=entry.kind,
        title=entry.title,
        title_en=entry.title_en,
        fields_version=entry.fields_version,
        symbol=entry.symbol,
        originals=entry.originals,
        source=source,
        sha256=hashlib.sha256(source).hexdigest(),
        heading_style=entry.heading_style or style,
        receivers=entry.receivers,
        declared=entry.declared or Declared(),
    )
