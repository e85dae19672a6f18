"""
Every error of the project as a client sees it: one table, for programs and for people.

A row is chosen by the nearest class, and a test walks the error trees of all rooms: nobody adds an error
without deciding what a client sees. No row repeats the message of an error, which may hold paths or data.
"""

from __future__ import annotations

import dataclasses
import errno
from collections.abc import Mapping
from typing import Final

from werkzeug.exceptions import HTTPException

from service.access import (
    AccessRefused,
    AccountClosed,
    KeyChanged,
    NameTaken,
    OwnAccount,
    PasswordTooShort,
    UnknownAccount,
    UnknownOrganisation,
)
from service.access.oidc import ProviderRefused, ProviderUnavailable
from service.archive import BadCursor, BagRefused, InTheWay, UnknownFormat
from service.archive.backups import BackupRefused
from service.archive.key_files import NotOfThisArchive, SigningKeyRefused
from service.archive.keys import SetsInHand
from service.archive.proof import BadCode
from service.cage import CageBusy, CageDied
from service.catalog import (
    CatalogError,
    CatalogInUse,
    CatalogMisconfigured,
    CatalogOutdated,
    CatalogUnavailable,
    LookTooLong,
)
from service.config import SettingsRefused
from service.congress.finding import Finding
from service.congress.rules.rule_set import RuleSetError, UnknownRuleSet
from service.congress.rules.working_days import UnknownYear
from service.documents.agreement import UnfitPaper
from service.documents.fields.letterhead import NotReady
from service.documents.packs import BadPacks
from service.documents.press import CannotProduce, TookTooMuch
from service.documents.register import (
    CopyRefused,
    DateRefused,
    HasNoNumber,
    NeverNumbered,
    NothingEntered,
    PaperSuperseded,
    RegisterBehind,
    RegisterRefused,
)
from service.documents.rendering_cage import NotRendered
from service.documents.template_desk import NoSuchTemplate, NotAWordFile, NotUsable, TemplateDeskRefused
from service.documents.templates import BadTemplates, TemplatesError
from service.docx.errors import (
    DocxError,
    ExpressionFailed,
    FieldRefused,
    InvalidOutcome,
    LimitReached,
    MissingFields,
    NotPrintable,
    PackageRefused,
    RenderFailed,
    TemplateRefused,
)
from service.docx.expressions import Irregular
from service.docx.markup import BadMarkup
from service.docx.office import OfficeBusy, OfficeError, OfficeFailed
from service.docx.steps import Unproven
from service.intake.drafts.answers import DraftMoved, DraftRefused, NoSuchDraft
from service.intake.parse import NotJson
from service.intake.person import CorrectionRefused
from service.intake.refused import (
    DataRefused,
    IntakeRefused,
    KeyReused,
    NotGivenUp,
    NotYours,
    OrganisationClosed,
)
from service.intake.tree.desk import NoSuchImport, TreeMoved, TreeRefused
from service.intake.workbook.refused import WorkbookRefused
from service.mail import MailDeferred, MailError, MailRefused, MailServerUnavailable
from service.reminders import AddressUnusable, AskedTooOften
from service.storage import (
    BadStorageAddress,
    Damaged,
    KeyTaken,
    Missing,
    StorageError,
    StorageFull,
    StorageUnavailable,
    StorageUnfit,
    VersionTaken,
)
from service.traces import TracesRefused
from service.web.copy_reasons import copy_findings
from service.web.refusals import (
    BodyRefused,
    KeyMissing,
    KeyUnusable,
    NotAllowed,
    NotDataType,
    NotJsonType,
    NotSealedYet,
    NotSignedIn,
    NotThere,
    QueryRefused,
    RequestRefused,
    TooManyRequests,
)
from service.web.secret_key import SecretKeyRefused
from service.web.template_reasons import file_findings
from service.web.trouble import (
    ACCOUNT,
    ACCOUNT_CLOSED,
    BODY,
    BUSY,
    COPY,
    DAMAGED,
    DATA,
    DAY_OF_ISSUE,
    DRAFT_MOVED,
    FULL,
    HAS_NO_NUMBER,
    INTERNAL,
    KEY_MISSING,
    KEY_REUSED,
    KEY_UNUSABLE,
    METHOD_NOT_ALLOWED,
    NAME_TAKEN,
    NEVER_NUMBERED,
    NO_PDF,
    NOT_ALLOWED,
    NOT_DATA_TYPE,
    NOT_FOUND,
    NOT_GIVEN_UP,
    NOT_JSON_TYPE,
    NOT_SEALED_YET,
    NOT_SIGNED_IN,
    NOT_YOURS,
    NOTHING_ENTERED,
    ORGANISATION_CLOSED,
    OWN_ACCOUNT,
    PAPER_SUPERSEDED,
    PASSWORD_TOO_SHORT,
    QUERY,
    REFUSED,
    REGISTER_BEHIND,
    SETS_IN_HAND,
    TEMPLATE_FAILED,
    TEMPLATE_FILE,
    TEMPLATE_UNUSABLE,
    TOO_LARGE,
    TOO_LONG,
    TOO_MANY,
    TREE_MOVED,
    UNREADABLE,
    Problem,
)
from service.web.webhook_bodies import address_findings
from service.webhooks import AddressRefused

_OUR_OWN: tuple[type[Exception], ...] = (
    BadCode,
    SigningKeyRefused,
    NotOfThisArchive,
    CatalogError,
    CatalogOutdated,
    CatalogMisconfigured,
    CatalogInUse,
    SettingsRefused,
    TracesRefused,
    RuleSetError,
    UnknownRuleSet,
    UnknownYear,
    NotReady,
    CannotProduce,
    TookTooMuch,
    UnfitPaper,
    CageDied,
    KeyChanged,
    TemplatesError,
    BadTemplates,
    BadPacks,
    DocxError,
    StorageError,
    StorageUnfit,
    UnknownFormat,
    BackupRefused,
    BagRefused,
    CorrectionRefused,
    InTheWay,
    BadStorageAddress,
    KeyTaken,
    RequestRefused,
    SecretKeyRefused,
    PackageRefused,
    TemplateRefused,
    RenderFailed,
    MissingFields,
    FieldRefused,
    NotPrintable,
    ExpressionFailed,
    LimitReached,
    InvalidOutcome,
    BadMarkup,
    Irregular,
    Unproven,
    MailError,
    MailRefused,
)
"""What no client can mend: faults of set-up, of templates and of ours."""

PROBLEMS: Mapping[type[Exception], Problem] = {
    **dict.fromkeys(_OUR_OWN, INTERNAL),
    AccessRefused: ACCOUNT,
    AccountClosed: ACCOUNT_CLOSED,
    NameTaken: NAME_TAKEN,
    AddressRefused: BODY,
    AddressUnusable: BODY,
    AskedTooOften: TOO_MANY,
    MailServerUnavailable: BUSY,
    MailDeferred: BUSY,
    OwnAccount: OWN_ACCOUNT,
    PasswordTooShort: PASSWORD_TOO_SHORT,
    ProviderRefused: NOT_SIGNED_IN,
    ProviderUnavailable: BUSY,
    UnknownAccount: ACCOUNT,
    UnknownOrganisation: ACCOUNT,
    BadCursor: QUERY,
    CatalogUnavailable: BUSY,
    LookTooLong: TOO_LONG,
    DraftRefused: REFUSED,
    NoSuchDraft: NOT_FOUND,
    DraftMoved: DRAFT_MOVED,
    TemplateDeskRefused: REFUSED,
    NoSuchTemplate: NOT_FOUND,
    NotAWordFile: TEMPLATE_FILE,
    NotUsable: TEMPLATE_UNUSABLE,
    NotRendered: TEMPLATE_FAILED,
    IntakeRefused: DATA,
    DataRefused: DATA,
    RegisterRefused: REFUSED,
    NeverNumbered: NEVER_NUMBERED,
    PaperSuperseded: PAPER_SUPERSEDED,
    HasNoNumber: HAS_NO_NUMBER,
    NothingEntered: NOTHING_ENTERED,
    CopyRefused: COPY,
    DateRefused: DAY_OF_ISSUE,
    RegisterBehind: REGISTER_BEHIND,
    BodyRefused: BODY,
    NotJson: UNREADABLE,
    WorkbookRefused: UNREADABLE,
    KeyReused: KEY_REUSED,
    NotYours: NOT_YOURS,
    NotGivenUp: NOT_GIVEN_UP,
    OrganisationClosed: ORGANISATION_CLOSED,
    TreeRefused: REFUSED,
    NoSuchImport: NOT_FOUND,
    TreeMoved: TREE_MOVED,
    SetsInHand: SETS_IN_HAND,
    VersionTaken: BUSY,
    OfficeError: NO_PDF,
    OfficeBusy: BUSY,
    CageBusy: BUSY,
    OfficeFailed: NO_PDF,
    Missing: DAMAGED,
    Damaged: DAMAGED,
    StorageUnavailable: BUSY,
    StorageFull: FULL,
    TooManyRequests: TOO_MANY,
    NotSignedIn: NOT_SIGNED_IN,
    NotAllowed: NOT_ALLOWED,
    NotThere: NOT_FOUND,
    NotSealedYet: NOT_SEALED_YET,
    QueryRefused: QUERY,
    KeyMissing: KEY_MISSING,
    KeyUnusable: KEY_UNUSABLE,
    NotDataType: NOT_DATA_TYPE,
    NotJsonType: NOT_JSON_TYPE,
}

_BY_STATUS: Mapping[int, Problem] = {
    404: NOT_FOUND,
    405: METHOD_NOT_ALLOWED,
    413: TOO_LARGE,
}


_DISK_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
"""Of the volume for temporary files, where a large upload and the files of the cage lie: no kind of error of ours."""


def problem_of(error: BaseException) -> Problem:
    """The row of the nearest class of `error`; anything unknown is an internal error."""
    if isinstance(error, DataRefused):
        return UNREADABLE if is_unreadable(error.findings) else DATA
    if isinstance(error, TooManyRequests):
        return dataclasses.replace(TOO_MANY, retry_after=error.seconds)
    if isinstance(error, HTTPException):
        return _of_status(error.code or 500)
    if isinstance(error, OSError) and error.errno in _DISK_FULL:
        return FULL
    for nearest in type(error).__mro__:
        if nearest in PROBLEMS:
            return PROBLEMS[nearest]
    return INTERNAL


def _of_status(status: int) -> Problem:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if not 400 <= status < 500:
        return INTERNAL
    return dataclasses.replace(REFUSED, status=status)


def is_unreadable(findings: tuple[Finding, ...]) -> bool:
    """Whether the bytes could not even be read as JSON or as a workbook."""
    return any(found.code.startswith(("json.", "file.")) for found in findings)


def findings_of(error: BaseException) -> tuple[Finding, ...]:
    """What was found wrong, one by one, where the error says it."""
    if isinstance(error, CopyRefused):
        return copy_findings(error)
    if isinstance(error, AddressRefused):
        return address_findings(error)
    if isinstance(error, NotAWordFile):
        return file_findings(error.check)
    if isinstance(error, DataRefused | QueryRefused | BodyRefused):
        return error.findings
    return (error.fault,) if isinstance(error, NotJson | WorkbookRefused) else ()
