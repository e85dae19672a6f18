"""What the desk of templates shows: all templates of an organisation, one of them, one version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from service.catalog import OrganisationRecord, TemplateChoice, TemplateUse, TemplateVersion
from service.documents.packs import Pack
from service.documents.template_check import TemplateCheck
from service.documents.templates import TemplateFile


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateLine:
    """A template and the version that holds for an organisation; none is the file of the program."""

    file: TemplateFile
    pack: Pack
    current: TemplateVersion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateShelf:
    """Every template as it holds for one organisation, pack by pack in the order of the manifests."""

    organisation: OrganisationRecord
    lines: tuple[TemplateLine, ...]

    @property
    def packs(self) -> Iterator[tuple[Pack, tuple[TemplateLine, ...]]]:
        """The lines of each pack."""
        for _, lines in groupby(self.lines, key=lambda line: line.pack.key):
            held = tuple(lines)
            yield held[0].pack, held


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatePage:
    """
    One template for one organisation: what holds now, what the organisation brought (newest first, each with the number
    of sets that were made with it), and what it chose when.
    """

    organisation: OrganisationRecord
    line: TemplateLine
    versions: tuple[tuple[TemplateVersion, int], ...]
    choices: tuple[TemplateChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPage:
    """A version, everything to be said about it, whether it holds now, the samples to try, and the sets made with it."""

    version: TemplateVersion
    line: TemplateLine
    check: TemplateCheck
    is_current: bool
    samples: tuple[tuple[str, str], ...]
    """Key and name of the organisation of each sample from which papers of this template can be made."""
    uses: tuple[TemplateUse, ...]
