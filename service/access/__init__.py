"""Who may do what: accounts, passwords, tokens, one-time links, and the one policy function."""

from service.access.accounts import (
    Access,
    AccessRefused,
    NameTaken,
    PasswordTooShort,
    UnknownAccount,
    UnknownOrganisation,
)
from service.access.people import OwnAccount, PeopleDesk
from service.access.policy import Action, may

__all__ = [
    "Access",
    "AccessRefused",
    "Action",
    "NameTaken",
    "OwnAccount",
    "PasswordTooShort",
    "PeopleDesk",
    "UnknownAccount",
    "UnknownOrganisation",
    "may",
]
