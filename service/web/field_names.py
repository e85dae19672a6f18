"""What the values of a paper are called, as its template's published fields say, and in which order."""

from __future__ import annotations

from collections.abc import Iterable

from service.archive import Change
from service.documents.fields.published import PublishedField, published
from service.documents.packs import GENERAL
from service.web.language import either


class FieldNames:
    """
    The names of the values that a paper of `template` prints, in the language of the request.

    `members[]` is an entry of a list and is called after its fields; a value that is published no longer keeps the name
    it has in templates, and comes last.
    """

    def __init__(self, template: str) -> None:
        self._fields = tuple(published().get(template, published()[GENERAL]).fields.items())

    def of(self, path: str) -> str:
        """The name of a value or of an entry of a list."""
        return "; ".join(either(field.vi, field.en) for _, field in self._found(path)) or path

    def in_order(self, lines: Iterable[Change]) -> list[Change]:
        """The lines in the order in which their fields are published, which is about that of the paper."""
        return sorted(
            lines, key=lambda line: next((place for place, _ in self._found(line.name)), len(self._fields))
        )

    def _found(self, path: str) -> list[tuple[int, PublishedField]]:
        return [
            (place, field)
            for place, (other, field) in enumerate(self._fields)
            if other == path or other.startswith(f"{path}.")
        ]
