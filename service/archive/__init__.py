"""The archive: sealed papers by term, found with or without accents, checked on the way out."""

from service.archive.anchors import Anchors
from service.archive.audit_events import event_kinds
from service.archive.auditing import AuditLog, AuditVerdict, Bad, line_to_sign
from service.archive.bag import BagRefused
from service.archive.coming_back import ImportBag, Imported, InTheWay
from service.archive.cursor import BadCursor
from service.archive.fixity import CheckFixity, FixityReport
from service.archive.leaving import Exported, ExportTerm
from service.archive.ranking import MOST_COUNTED
from service.archive.rebuild import RebuildCatalog, Rebuilt
from service.archive.retention import ListDisposals, retention_classes
from service.archive.sealed import SetReader, UnknownFormat
from service.archive.shelves import LOOK_SECONDS, MOST_ZIPPED, Archive, Page, SearchRequest, is_readable
from service.archive.story import Change, Story, TellStory

__all__ = [
    "LOOK_SECONDS",
    "MOST_COUNTED",
    "MOST_ZIPPED",
    "Anchors",
    "Archive",
    "AuditLog",
    "AuditVerdict",
    "Bad",
    "BadCursor",
    "BagRefused",
    "Change",
    "CheckFixity",
    "ExportTerm",
    "Exported",
    "FixityReport",
    "ImportBag",
    "Imported",
    "InTheWay",
    "ListDisposals",
    "Page",
    "RebuildCatalog",
    "Rebuilt",
    "SearchRequest",
    "SetReader",
    "Story",
    "TellStory",
    "UnknownFormat",
    "event_kinds",
    "is_readable",
    "line_to_sign",
    "retention_classes",
]
