"""Everything that is wrong with a template, at once, each at its place; nothing is rendered."""

from service.docx.lint.checking import Lint, in_order, lint_template
from service.docx.lint.findings import LintFinding
from service.docx.lint.places import Spot

__all__ = ["Lint", "LintFinding", "Spot", "in_order", "lint_template"]
