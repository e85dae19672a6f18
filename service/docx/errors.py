"""
What can go wrong between a Word template, its fields and the paper.

* DocxError
  - PackageRefused(code, sentence, part)   the bytes are no Word package this room opens
    + TemplateRefused(..., paragraph)      the same, or a template that may not be used
  - RenderFailed                           a good template and these fields do not fit
    + MissingFields(names)                 every name the template uses and nobody gave
    + FieldRefused(path, reason)           a value that may not stand on paper, e.g. `delegates[3].name`
    + NotPrintable(place, found)           nothing, yes/no or a list where the template prints text
    + ExpressionFailed(sentence)           the template computes with a value that cannot be computed with
    + LimitReached(what, limit)            more loop steps or text than one paper can need
    + InvalidOutcome(part, fault)          the paper would not open in Word

The same input fails the same way every time, so none is retryable. No message carries a value of a field: values
are personal data. All can be pickled, because papers are made in other processes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

_NAMES_SHOWN = 20


class DocxError(Exception):
    """Whatever this room refuses."""

    retryable: ClassVar[bool] = False


class PackageRefused(DocxError):
    """Bytes that are not a Word package; `code` is stable, `sentence` is for people, `part` is the zip entry."""

    def __init__(self, code: str, sentence: str, part: str = "") -> None:
        super().__init__(code, sentence, part)
        self.code = code
        self.sentence = sentence
        self.part = part

    def __str__(self) -> str:
        return f"{self.part}: {self.sentence}" if self.part else self.sentence


class TemplateRefused(PackageRefused):
    """A template that may not be used; `paragraph` is the text around the fault, where it is known."""

    def __init__(self, code: str, sentence: str, part: str = "", paragraph: str = "") -> None:
        super().__init__(code, sentence, part)
        self.args = (code, sentence, part, paragraph)
        self.paragraph = paragraph

    def __str__(self) -> str:
        return f"{super().__str__()} (in: {self.paragraph})" if self.paragraph else super().__str__()


class RenderFailed(DocxError):
    """The template and the fields do not fit."""


class MissingFields(RenderFailed):
    """Fields the template uses and `fields` lacks; `names` is sorted, each once."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(sorted(set(names)))
        super().__init__(self.names)

    def __str__(self) -> str:
        more = len(self.names) - _NAMES_SHOWN
        shown = ", ".join(self.names[:_NAMES_SHOWN])
        return f"missing fields: {shown}" + (f" and {more} more" if more > 0 else "")


class FieldRefused(RenderFailed):
    """The value at `path` may not be used; `reason` says why without showing the value."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class NotPrintable(RenderFailed):
    """`place`, an expression of the template, would print `found`, which is not text."""

    def __init__(self, place: str, found: str) -> None:
        super().__init__(place, found)
        self.place = place
        self.found = found

    def __str__(self) -> str:
        return f"{{{{ {self.place} }}}} would print {self.found}"


class ExpressionFailed(RenderFailed):
    """The template computes with a value of the wrong kind."""


class LimitReached(RenderFailed):
    """`what` went over `limit`."""

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(what, limit)
        self.what = what
        self.limit = limit

    def __str__(self) -> str:
        return f"more than {self.limit} {self.what}"


class InvalidOutcome(RenderFailed):
    """The rendered `part` is not a Word part; `fault` says what is wrong with it."""

    def __init__(self, part: str, fault: str) -> None:
        super().__init__(part, fault)
        self.part = part
        self.fault = fault

    def __str__(self) -> str:
        return f"{self.part}: {self.fault}"
