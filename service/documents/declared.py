"""What the manifest of a pack says of one paper, which is then no code at all."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from service.documents.data_names import data_name

Organ = Literal["presidium", "secretariat", "credentials_committee", "tellers"]


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
    """

    needs: tuple[Pointer, ...] = ()
    waits_at: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()
    facts: tuple[DeclaredFact, ...] = ()
