"""The desk: a congress typed step by step, left, resumed, checked as one types, and made into papers."""

from service.web.pages.drafts.routes import blueprint

__all__ = ["blueprint"]
