"""Who may do what: accounts, passwords, tokens, one-time links, and the one policy function."""

from service.access.accounts import Access
from service.access.calendars import Calendars
from service.access.patience import Patience
from service.access.people import OwnAccount, PeopleDesk
from service.access.policy import ACTIONS, USUAL, Action, may
from service.access.refusals import (
    AccessRefused,
    AccountClosed,
    NameTaken,
    PasswordTooShort,
    UnknownAccount,
    UnknownOrganisation,
)
from service.access.second_factor import Enrolment, KeyChanged, SecondFactorDesk

__all__ = [
    "ACTIONS",
    "USUAL",
    "Access",
    "AccessRefused",
    "AccountClosed",
    "Action",
    "Calendars",
    "Enrolment",
    "KeyChanged",
    "NameTaken",
    "OwnAccount",
    "PasswordTooShort",
    "Patience",
    "PeopleDesk",
    "SecondFactorDesk",
    "UnknownAccount",
    "UnknownOrganisation",
    "may",
]
