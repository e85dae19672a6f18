"""What a template may print: plain data for one paper, all words and figures made here."""

from service.documents.fields.letterhead import Fields, NotReady

__all__ = ["Fields", "NotReady"]
