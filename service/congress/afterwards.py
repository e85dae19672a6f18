"""After the congress: the dossier to the upper union, its decision, notices and extracts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from service.congress.shape import Day, FullName, Line, Paragraph, Shape

Enclosed = Literal[
    "minutes",
    "election_result",
    "biographies",
    "conference_minutes",
    "conference_count",
    "inspection_minutes",
    "inspection_count",
    "resolution",
    "other",
]
"""What a dossier holds (HD 38/HD-TLĐ 10.4đ)."""

Source = Literal["resolution", "minutes"]
Part = Literal["assessment", "directions", "elections", "attendance", "organs", "steps", "adoption"]

PARTS: Mapping[Source, tuple[Part, ...]] = {
    "resolution": ("assessment", "directions", "elections"),
    "minutes": ("attendance", "organs", "steps", "elections", "adoption"),
}
"""The parts of a paper that can be copied from it, in its order."""


class Signer(Shape):
    """
    Who signs for a body, and as what: the chair, or a deputy in the chair's place (KT.).

    `office` is what the person is; the lines over the signature follow from it and from the body.
    """

    full_name: FullName
    office: Literal["chair", "deputy_chair"] = "chair"


class Enclosure(Shape):
    """
    One kind of paper in the dossier: whether it is there, its sheets and its originals.

    `title` names an `other` paper.
    """

    kind: Enclosed
    title: Line | None = None
    enclosed: bool = True
    pages: Annotated[int, Field(ge=1, le=9_999)] | None = None
    originals: Annotated[int, Field(ge=1, le=50)] | None = None


class Decision(Shape):
    """What the upper union decided on the dossier (quyết định công nhận)."""

    signer: Signer
    proposed_by: Line | None = None
    """The department on whose proposal it was decided (theo đề nghị của ...)."""
    effective_on: Day | None = None
    """From when it holds, when not from the day of signing."""


class Recognition(Shape):
    """The proposal to recognise what was elected (đề nghị công nhận), and what became of it."""

    dossier: Annotated[tuple[Enclosure, ...], Field(max_length=40)] = ()
    signer: Signer | None = None
    """Who signs the proposal, when not the chair who was just elected."""
    sent_on: Day | None = None
    received_on: Day | None = None
    """When the upper union had the whole dossier; its own time runs from then."""
    decision: Decision | None = None


class Notice(Shape):
    """The notice of the results (thông báo kết quả đại hội)."""

    signer: Signer | None = None
    receivers: Annotated[tuple[Line, ...], Field(max_length=30)] = ()
    further: Annotated[tuple[Paragraph, ...], Field(max_length=20)] = ()
    """What is to be said beyond the results."""


class Extract(Shape):
    """Parts of a paper, copied word for word for somebody who needs no more of it (bản trích sao)."""

    source: Source
    parts: Annotated[tuple[Part, ...], Field(min_length=1, max_length=10)]
    receivers: Annotated[tuple[Line, ...], Field(min_length=1, max_length=30)]
    signer: Signer | None = None
    """Who signs that the copy is true, when not the chair."""
