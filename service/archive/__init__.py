"""The archive: sealed papers by term, found with or without accents, checked on the way out."""

from service.archive.cursor import BadCursor
from service.archive.fixity import CheckFixity, FixityReport
from service.archive.ranking import MOST_COUNTED
from service.archive.rebuild import RebuildCatalog, Rebuilt
from service.archive.sealed import UnknownFormat
from service.archive.shelves import Archive, Page, SearchRequest

__all__ = [
    "MOST_COUNTED",
    "Archive",
    "BadCursor",
    "CheckFixity",
    "FixityReport",
    "Page",
    "RebuildCatalog",
    "Rebuilt",
    "SearchRequest",
    "UnknownFormat",
]
