"""
What an office's Word file is worth as a template: its form by the check, its papers by making them and reading them back.

Every sample's papers of the template are made as the workers would and compared with the data as they are before a seal
(ADR 9): a signature block or a column that got lost is found before anybody waits for a set.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from service.congress.model import Congress
from service.documents.agreement import Disagreement, PrintedPaper, UnfitPaper, disagreements
from service.documents.facts.paper_text import PaperText, paper_text
from service.documents.fields.published import PublishedFields, published
from service.documents.fields.unbroken import unbroken
from service.documents.packs import GENERAL, Pack, Packs
from service.documents.paper import PlannedPaper
from service.documents.papers import fields_for
from service.documents.printed_values import printed_by
from service.documents.qr import FIELD
from service.documents.rendering_cage import rendered
from service.documents.samples import Sample, Samples, samples_of
from service.documents.sheet_check import words_of_templates
from service.documents.template_check import TemplateCheck, annotated, check_template
from service.documents.templates import TemplateFile
from service.docx import DocumentProperties, DocxError, PackageRefused
from service.docx.inspection import check_parts, content_types
from service.docx.lint import LintFinding, Spot, in_order
from service.docx.lint.findings import finding
from service.docx.package import read_package
from service.docx.skeleton import main_part

MOST_TRIED = 8
"""Papers of one sample that are made: of two hundred cards a few say it all."""

_MOST_SHOWN = 120


def admit(source: bytes) -> None:
    """
    The gate: whether a file that was brought is a Word file with nothing alive in it, before anything else reads it.

    Raises PackageRefused.
    """
    parts = read_package(source)
    types = content_types(parts)
    check_parts(parts, types)
    main_part(parts, types)


def fields_of(file: TemplateFile) -> str:
    """Whose published fields the template uses."""
    return file.id if file.id in published() else GENERAL


def examine(source: bytes, file: TemplateFile, pack: Pack, samples: Samples) -> TemplateCheck:
    """
    Everything to be said about `source` in the place of the template `file`; never raises for what is in it.

    `file` says whose fields it may use and what its sheet is measured by. Papers are tried only where the check found no
    error: it says better what is wrong.
    """
    check = check_template(source, among=(fields_of(file),), style=file.heading_style)
    if not check.is_usable:
        return check
    if left_out := _left_out(file, pack, check):
        named = tuple(f"“{path}”" for path in left_out)
        kept = [one for one in check.findings if one.code != "unused-field" or not _names(one, named)]
        return replace(check, findings=in_order([*map(_required(file), left_out), *kept]))
    tried = list(_tried(source, file, pack, samples))
    return replace(check, findings=in_order([*check.findings, *tried]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What was found in a file, and a copy with a Word comment at each fault; none where the gate refused the file."""

    check: TemplateCheck
    copy: bytes | None


def refused(source: bytes) -> Examined:
    """What is said of a file that the gate refuses."""
    return Examined(check=check_template(source), copy=None)


def examined(source: bytes, template: str, packs: Packs, samples: Samples) -> Examined:
    """
    The gate, then the examination of `source` in the place of the template of that id.

    It may take as long as the file wants: what people send is examined in a process of its own (`examining_cage`).
    """
    try:
        admit(source)
    except PackageRefused:
        return refused(source)
    pack = next(one for one in packs.packs.values() if template in one.book)
    check = examine(source, pack.book[template], pack, samples)
    return Examined(check=check, copy=annotated(source, check))


def sample_paper(
    source: bytes, sha256: str, sample: Sample, paper: PlannedPaper, pack: Pack, *, here: bool
) -> tuple[bytes, Mapping[str, object]]:
    """
    A paper of a sample made with the template `source`, and the values it was made of.

    `here` as of `rendered`. Raises DocxError, NotRendered.
    """
    fields = unbroken(fields_for(paper, sample.congress, sample.rule_set, pack.types), sample.congress)
    name = sample.congress.organisation.name
    properties = DocumentProperties(
        title=paper.title, subject=name, creator=name, created=_day_of(sample.congress)
    )
    # Nothing of a sample is sealed, so no code proves it.
    return rendered(source, sha256, {**fields, FIELD: ""}, properties, here=here), fields


def _day_of(congress: Congress) -> dt.datetime:
    day = congress.closed_on or congress.opened_on or dt.date(congress.term.start, 1, 1)
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _left_out(file: TemplateFile, pack: Pack, check: TemplateCheck) -> tuple[str, ...]:
    """Fields that every paper of the type must show, and this template places nowhere."""
    paper_type = pack.types.get(file.id)
    wanted = (*paper_type.in_order, *paper_type.as_read) if paper_type else ()
    used = set(check.used)
    return tuple(path for path in dict.fromkeys(wanted) if not {path, path.removesuffix("[]")} & used)


def _required(file: TemplateFile) -> Callable[[str], LintFinding]:
    fields, words = published()[fields_of(file)].fields, words_of_templates()
    return lambda path: finding(
        "required-field",
        Spot(part=""),
        words=words,
        name=path,
        about_vi=fields[path].vi,
        about_en=fields[path].en,
    )


def _names(found: LintFinding, quoted: tuple[str, ...]) -> bool:
    return any(one in found.en for one in quoted)


def _tried(source: bytes, file: TemplateFile, pack: Pack, samples: Samples) -> Iterator[LintFinding]:
    owed = list(samples_of(file.id, pack, samples))
    if not owed:
        yield finding("trial-without-sample", Spot(part=""), words=words_of_templates())
        return
    sha256, in_template = hashlib.sha256(source).hexdigest(), paper_text(source)
    fields, said = published()[fields_of(file)], set()
    for _, pairs in groupby(owed, key=lambda one: one[0].key):
        some = _some(list(pairs))
        try:
            papers = [_made(source, sha256, sample, paper, pack) for sample, paper in some]
        except DocxError as error:
            yield finding("trial-failed", Spot(part=""), words=words_of_templates(), sentence=str(error))
            return
        sample, values = some[0][0], {one.document_id: one.fields for one in papers}
        try:
            differing = disagreements(papers, sample.congress, sample.rule_set, pack.types)
        except UnfitPaper as unfit:
            sentence = str(unfit.__cause__ or unfit)
            yield finding("trial-failed", Spot(part=""), words=words_of_templates(), sentence=sentence)
            return
        for found in differing:
            # The same fault of the template shows in every sample, with other figures.
            if (found.vi, found.found) not in said:
                said.add((found.vi, found.found))
                yield _as_finding(found, values[found.document_id], fields, in_template)


def _some(pairs: Sequence[tuple[Sample, PlannedPaper]]) -> list[tuple[Sample, PlannedPaper]]:
    """A few of them, the first and the last among them."""
    step = max(1, -(-len(pairs) // MOST_TRIED))
    return [*pairs[:-1:step], pairs[-1]]


def _made(source: bytes, sha256: str, sample: Sample, paper: PlannedPaper, pack: Pack) -> PrintedPaper:
    content, fields = sample_paper(source, sha256, sample, paper, pack, here=True)
    return PrintedPaper(
        document_id=f"{paper.template}/{paper.subject}",
        paper=paper,
        content=content,
        fields=fields,
        printed=printed_by(sha256, source),
    )


def _as_finding(
    found: Disagreement, values: Mapping[str, object], fields: PublishedFields, in_template: PaperText
) -> LintFinding:
    """What a finished paper says otherwise than the data, as a remark about its template, at its paragraph there."""
    code = "trial-differs"
    spot, about_vi, about_en = _place_of(found.found or "", in_template), found.vi, found.en
    if found.expected is None:
        code = "trial-typed-in"
    elif found.found is None:
        code, spot = "trial-lacks", found.spot or spot
        path = _path_of(found.expected, values, fields)
        if path:
            about_vi, about_en = (
                f"{said}, {path}" for said in (fields.fields[path].vi, fields.fields[path].en)
            )
    return finding(
        code,
        spot,
        words=words_of_templates(),
        about_vi=about_vi,
        about_en=about_en,
        found=_short(found.found or ""),
        expected=_short(found.expected or ""),
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST_SHOWN else f"{line[:_MOST_SHOWN]}…"


def _place_of(said: str, template: PaperText) -> Spot:
    """The paragraph of the template where somebody typed these words; the whole file when it is none."""
    at = template.text.find(said) if said else -1
    return template.line_at(at).spot if at >= 0 else Spot(part="")


def _path_of(value: str, values: Mapping[str, object], fields: PublishedFields) -> str:
    """The published field that gave `value`, the first in the order of the paper; nothing when none did."""
    return next((path for path in fields.fields if value in _texts_at(path.split("[]"), values)), "")


def _texts_at(path: Sequence[str], entry: object) -> Iterator[str]:
    value = entry
    for key in filter(None, path[0].split(".")):
        value = value.get(key) if isinstance(value, Mapping) else None
    if len(path) > 1:
        for one in value if isinstance(value, list) else ():
            yield from _texts_at(path[1:], one)
    elif isinstance(value, str) and value:
        yield value
