"""
What can be refused when congress data come in; nothing of them is stored then.

* IntakeRefused
  - DataRefused         the data has faults; all of them are in `findings`
  - KeyReused           the idempotency key was used for another body
  - NotGivenUp          a set is sent again only when it was given up
  - NotYours            the organisation lies outside the account's subtree
  - OrganisationClosed  it was closed, and held no congress of that term before
"""

from __future__ import annotations

from service.congress.finding import Finding


class IntakeRefused(Exception):
    """The submission was not accepted; nothing of it is stored."""


class DataRefused(IntakeRefused):
    """The data has faults."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


class KeyReused(IntakeRefused):
    """The idempotency key was used for another body."""


class NotGivenUp(IntakeRefused):
    """Only a set that was given up is sent again; this one is in hand, made, or not theirs."""


class OrganisationClosed(IntakeRefused):
    """The organisation, or one above it, was closed: it holds no further congress."""

    def __init__(self, organisation: str) -> None:
        super().__init__(organisation)
        self.organisation = organisation


class NotYours(IntakeRefused):
    """The organisation named in the data lies outside the account's subtree."""

    def __init__(self, organisation: str) -> None:
        super().__init__(organisation)
        self.organisation = organisation
