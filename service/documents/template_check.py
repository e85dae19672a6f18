"""
A template as a paper of the congress: its tags, its fields against those published, its sheet against the style.

Nothing is rendered and nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.documents.fields.published import FieldType, PublishedFields, published
from service.documents.heading import UNION_STYLE, heading_styles
from service.documents.paper import Kind
from service.documents.sheet_check import check_sheet, words_of_templates
from service.documents.templates import TemplateBook
from service.docx.annotate import Note, annotate
from service.docx.lint import Lint, in_order, lint_template
from service.docx.lint.findings import LintFinding, finding
from service.docx.lint.names import FieldUse, nearest
from service.docx.lint.places import Spot

_WRONG = {
    ("printed", "texts"): "list-printed",
    ("printed", "records"): "list-printed",
    ("printed", "record"): "entry-printed",
    ("looped", "text"): "text-looped",
    ("looped", "picture"): "text-looped",
    ("looped", "record"): "text-looped",
}
_SEVERITIES = {"error": "Lỗi", "warning": "Cảnh báo", "notice": "Lưu ý"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateCheck:
    """
    What was found in a file: `template` is whose fields it was compared with, None for nobody's; `used` are the paths
    it reads, sorted (`delegates[].full_name`).
    """

    template: str | None
    findings: tuple[LintFinding, ...]
    used: tuple[str, ...]

    @property
    def is_usable(self) -> bool:
        """Whether papers can be made with it: no finding is an error."""
        return all(one.severity != "error" for one in self.findings)


def check_template(source: bytes, *, among: Sequence[str] = (), style: str = UNION_STYLE) -> TemplateCheck:
    """
    Everything to be said about the file in `source`, as the template of `among` (ids) whose fields it uses most of.

    Without `among` its fields are not compared. `style` is the key of the heading style it is measured by. Raises KeyError for an id without published fields; never for what
    is in the file.
    """
    lint = lint_template(source)
    used = {use.path for use in lint.uses}
    template = max(among, key=lambda one: len(used & set(published()[one].types)), default=None)
    found = list(lint.findings)
    if template is not None:
        found += _fields(lint, published()[template], template)
    elif lint.uses:
        found.append(finding("fields-not-compared", Spot(part=""), words=words_of_templates()))
    if lint.sheet is not None:
        found += check_sheet(lint.sheet, heading_styles()[style], template=template)
    return TemplateCheck(template=template, findings=in_order(found), used=tuple(sorted(used)))


def templates_of(kind: Kind, book: TemplateBook) -> tuple[str, ...]:
    """The ids of the templates of a kind, in the order of the manifest."""
    return tuple(one.id for one in book.templates.values() if one.kind == kind)


def annotated(source: bytes, check: TemplateCheck) -> bytes:
    """A copy of the file with a Word comment at each spot. Raises PackageRefused where it is not safe to open."""
    return annotate(source, [_note(one) for one in check.findings])


def _note(found: LintFinding) -> Note:
    where = "" if found.spot.story == "body" and found.spot.ordinal >= 0 else f" ({found.spot.vi})"
    return Note(spot=found.spot, lines=(f"{_SEVERITIES[found.severity]}{where}: {found.vi}", found.do_vi))


def _fields(lint: Lint, fields: PublishedFields, template: str) -> Iterator[LintFinding]:
    types = fields.types
    for use in lint.uses:
        found = _field(use, types, lint.loop_names, template)
        if found:
            yield found
    used = {use.path for use in lint.uses}
    for path, field in fields.fields.items() if not fields.shared else ():
        if not {path, path.removesuffix("[]")} & used:
            yield finding(
                "unused-field",
                Spot(part=""),
                words=words_of_templates(),
                name=path,
                about_vi=field.vi,
                about_en=field.en,
            )


def _field(
    use: FieldUse, types: Mapping[str, FieldType], loop_names: frozenset[str], template: str
) -> LintFinding | None:
    """What is wrong with one use of a field, if anything."""
    words, root = words_of_templates(), use.path.split(".")[0].removesuffix("[]")
    kind = "record" if types.get(use.path.removesuffix("[]")) == "records" and use.path.endswith("[]") else ""
    kind = kind or types.get(use.path, "")
    if not kind and root in loop_names and root not in types:
        return finding("loop-variable-outside", use.spot, use.tag, words=words, name=root)
    if not kind:
        meant = _meant(use.path, types)
        code = "unknown-field-meant" if meant else "unknown-field"
        return finding(code, use.spot, use.tag, meant=meant, words=words, name=use.path, template=template)
    wrong = _WRONG.get((use.how, kind))
    return finding(wrong, use.spot, use.tag, words=words, name=use.path) if wrong else None


def _meant(path: str, types: Mapping[str, FieldType]) -> str:
    """The published field that `path` probably means: in the same list first, then anywhere."""
    before, dot, last = path.rpartition(".")
    siblings = {name[len(before + dot) :]: name for name in types if name.startswith(before + dot)}
    own = {short: name for short, name in siblings.items() if "." not in short and not short.endswith("[]")}
    close = nearest(last, tuple(own))
    return own[close] if close else nearest(path, tuple(types))
