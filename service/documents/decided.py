"""
Which Word file each paper of an organisation is made with: its own, the nearest above it, or that of the program.

Asked in the transaction that accepts an edition, the answer holds for its set, whatever is chosen afterwards: the set
names each file by its digest and keeps the bytes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from types import MappingProxyType

from service.catalog import Work
from service.documents.templates import TemplateBook


def decided(
    work: Work, book: TemplateBook, lineage: str, *, wanted: Collection[str] | None = None
) -> TemplateBook:
    """
    `book` with the Word files that the organisation of that lineage or one above it chose, of the templates `wanted`
    (ids), or of all. Titles, symbols and receivers stay those of the manifest.
    """
    own = {
        template: replace(book[template], source=work.sets.template(version.sha256), sha256=version.sha256)
        for template, version in work.templates.decided(lineage).items()
        if template in book and (wanted is None or template in wanted)
    }
    return TemplateBook(templates=MappingProxyType({**book.templates, **own})) if own else book
