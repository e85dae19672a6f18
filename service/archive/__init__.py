"""The archive: sealed papers by term, found with or without accents, checked on the way out."""

from service.archive.shelves import Archive, BadCursor, Page, SearchRequest

__all__ = ["Archive", "BadCursor", "Page", "SearchRequest"]
