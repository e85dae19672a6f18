"""The words a paper is found by: as it says them, and as the shelf holds them."""

from __future__ import annotations

from dataclasses import dataclass

from service.congress.text import apostrophe_joined, exact, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchText:
    """Folded `head` and `body` of a paper, and the head with its accents."""

    head: str
    accented: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsSaid:
    """
    The words of a paper as they stand in it, a line for each text.

    These go into the archive, and a later release folds them its own way.
    """

    head: str
    body: str

    def folded(self) -> SearchText:
        """The same for the shelf."""
        return SearchText(
            # H'Hen is found as "h hen" and as "hhen".
            head=apostrophe_joined(self.head),
            accented=exact(self.head),
            body=fold(self.body),
        )
