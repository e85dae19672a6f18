"""What the manifest of a pack says of one type of paper, which is then no code at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from service.documents.data_names import data_name

Organ = Literal["presidium", "secretariat", "credentials_committee", "tellers"]

Each = Literal["/delegates/*", "/alternate_delegates/*", "/guests/*", "/staff/*", "/elections/*/rounds/*"]
"""What a paper may be made for, one each: everybody on a list, or every round of every vote."""


def _named(pointer: str) -> str:
    """A datum that the program can ask for by name."""
    try:
        data_name(pointer)
    except KeyError:
        raise ValueError(f"no datum is known as {pointer}") from None
    return pointer


def _with_one_group(pattern: str) -> str:
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        raise ValueError(f"{pattern} is no pattern: {error}") from None
    if groups != 1:
        raise ValueError(f"{pattern} must have one group: the figure")
    return pattern


Pointer = Annotated[str, AfterValidator(_named)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Signer(_Data):
    """Whose head signs, and in which capacity."""

    capacity: Annotated[str, Field(min_length=1)]
    organ: Organ


class DeclaredFact(_Data):
    """A count that the paper prints: the datum at the JSON pointer stands where `reads`, a pattern with one group, finds it."""

    datum: Pointer
    reads: Annotated[str, AfterValidator(_with_one_group)]

    @property
    def names(self) -> tuple[str, str]:
        """What the datum is called in Vietnamese and in English."""
        return data_name(self.datum)


class Declared(_Data):
    """
    `needs` are JSON pointers of what must be known before the paper can be made, `waits_at` the places whose open
    decisions keep it waiting; `signers` sign from left to right; `facts` are read back before the seal.

    With `each` there is a paper for every place in the data that it names, like `/delegates/*`. A pointer of `needs`,
    `waits_at` or `facts` may then have stars of its own, which are that place: `/delegates/*/unit`.
    """

    each: Each | None = None

    needs: tuple[Pointer, ...] = ()
    waits_at: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()
    facts: tuple[DeclaredFact, ...] = ()

    @model_validator(mode="after")
    def _has_the_stars_of_each(self) -> Self:
        for pointer in self._pointers():
            if "*" in pointer and not (self.each or "").startswith(pointer[: pointer.rindex("*") + 1]):
                raise ValueError(f"{pointer} is no place of each = {self.each}")
        return self

    def _pointers(self) -> Iterator[str]:
        yield from (*self.needs, *self.waits_at, *(fact.datum for fact in self.facts))

    def at(self, source: str) -> Declared:
        """The same about one place: every star is its number there (`/delegates/6/unit`)."""
        if not source:
            return self
        facts = tuple(fact.model_copy(update={"datum": _filled(fact.datum, source)}) for fact in self.facts)
        return self.model_copy(
            update={
                "needs": tuple(_filled(pointer, source) for pointer in self.needs),
                "waits_at": tuple(_filled(pointer, source) for pointer in self.waits_at),
                "facts": facts,
            }
        )


def _filled(pointer: str, source: str) -> str:
    numbers = iter(re.findall(r"/(\d+)(?=/|$)", source))
    return re.sub(r"\*", lambda _: next(numbers), pointer)
