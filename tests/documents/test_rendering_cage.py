"""Papers of which nothing is sealed: where they are rendered, and that a template that was brought harms nobody."""

from __future__ import annotations

import hashlib
import json
import resource
import time
from dataclasses import replace
from typing import NoReturn

import pytest

from service.bootstrap import Services
from service.cage import CageDied, How, asking
from service.catalog import AccountRecord
from service.documents.examining import Examined, sample_paper
from service.documents.packs import Packs, read_packs
from service.documents.paper import PlannedPaper
from service.documents.papers import fields_for
from service.documents.rendering_cage import NotRendered, rendered
from service.documents.samples import Sample, samples_of
from service.documents.template_check import TemplateCheck
from service.docx import DocumentProperties
from service.intake.samples import EXAMPLES, samples_in
from service.web.problems import problem_of
from tests.word_files import with_parts, with_words

PARAGRAPHS = 600_000
"""Of one story of a Word file: within the limits of the engine, which reads them in nine seconds and 380 MB."""


@pytest.fixture(scope="module")
def packs() -> Packs:
    return read_packs(EXAMPLES.parent / "templates_docx", EXAMPLES.parent / "packs")


@pytest.fixture(scope="module")
def resolution(packs: Packs) -> tuple[Sample, PlannedPaper]:
    samples = samples_in(EXAMPLES, packs.rule_sets)
    return next(iter(samples_of("resolution", packs.packs["union"], samples)))


def test_it_is_the_same_paper_in_a_process_of_its_own(
    packs: Packs, resolution: tuple[Sample, PlannedPaper]
) -> None:
    """
    To the byte, time and names among them; nobody sees where it was made.
    """
    sample, paper = resolution
    pack = packs.packs["union"]
    file = pack.book["resolution"]
    papers = [
        sample_paper(file.source, file.sha256, sample, paper, pack, here=here)[0] for here in (True, False)
    ]

    assert papers[0] == papers[1]


def test_every_paper_of_the_samples_can_cross(packs: Packs) -> None:
    """
    Fields are JSON values: what goes into the process comes out as it was.
    """
    samples = samples_in(EXAMPLES, packs.rule_sets)
    for pack in packs.packs.values():
        for template in pack.types:
            for sample, paper in list(samples_of(template, pack, samples))[:2]:
                fields = fields_for(paper, sample.congress, sample.rule_set, pack.types)
                assert fields == json.loads(json.dumps(fields)), template


@pytest.mark.parametrize("tags", ["{{ subjekt }}", "{{ subject", "{% for a in range(999999) %}{% endfor %}"])
def test_a_template_that_makes_no_paper_is_refused(
    packs: Packs, resolution: tuple[Sample, PlannedPaper], tags: str
) -> None:
    """
    Other fields, no template at all, too many steps: whatever the reason, it is that of the template.
    """
    sample, paper = resolution
    pack = packs.packs["union"]
    source = with_words(pack.book["resolution"].source, ("{{ subject }}", tags))
    with pytest.raises(NotRendered, match="refused"):
        sample_paper(source, hashlib.sha256(source).hexdigest(), sample, paper, pack, here=False)


def test_a_template_that_takes_too_much_harms_nobody(
    packs: Packs, resolution: tuple[Sample, PlannedPaper], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Somebody waits until the clock ends it; this process gives neither memory nor time of its own.
    """
    sample, paper = resolution
    pack = packs.packs["union"]
    source = with_parts(pack.book["resolution"].source, {"word/document.xml": long})
    monkeypatch.setattr(asking, "SECONDS", 0.5)
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(NotRendered, match="time"):
        sample_paper(source, hashlib.sha256(source).hexdigest(), sample, paper, pack, here=False)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
    assert time.process_time() - started < 2


@pytest.mark.parametrize("how", ["memory", "died", "not_understood"])
def test_a_process_that_died_is_a_refusal(
    packs: Packs, resolution: tuple[Sample, PlannedPaper], monkeypatch: pytest.MonkeyPatch, how: How
) -> None:
    """
    What ended it is kept for whoever looks; the answer is that of a template that makes no paper.
    """

    def die(*_: object) -> NoReturn:
        raise CageDied(how)

    sample, paper = resolution
    file = packs.packs["union"].book["resolution"]
    monkeypatch.setattr("service.documents.rendering_cage.caged", die)
    with pytest.raises(NotRendered, match=how) as refused:
        sample_paper(file.source, file.sha256, sample, paper, packs.packs["union"], here=False)

    assert isinstance(refused.value.__cause__, CageDied)
    assert "template.failed" == problem_of(refused.value).code


def long(xml: str) -> str:
    """A part of a Word file with very many empty paragraphs more."""
    at = xml.index("<w:p>") if "<w:p>" in xml else xml.index("<w:p ")
    return xml[:at] + "<w:p/>" * PARAGRAPHS + xml[at:]


def test_a_template_of_the_program_starts_no_process(
    packs: Packs, resolution: tuple[Sample, PlannedPaper], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    On the night of the count nobody waits for one.
    """
    sample, paper = resolution
    file = packs.packs["union"].book["resolution"]
    fields = fields_for(paper, sample.congress, sample.rule_set, packs.packs["union"].types)
    monkeypatch.setattr("sys.executable", "/bin/false")

    assert (
        b"PK" == rendered(file.source, file.sha256, {**fields, "qr": ""}, DocumentProperties(), here=True)[:2]
    )
    with pytest.raises(NotRendered):
        rendered(file.source, file.sha256, {**fields, "qr": ""}, DocumentProperties(), here=False)


def test_previews_and_drafts_of_a_brought_template_ask_the_other_process(
    services: Services, administrator: AccountRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    By the digest of the file: the program's own, brought back by somebody, is the program's still.
    """
    fine = Examined(check=TemplateCheck(template="resolution", findings=(), used=()), copy=b"PK")
    desk = replace(services.templates, examine=lambda *_: fine)
    ours = services.book["resolution"].source
    same, own = (
        desk.bring("resolution", source, name="a.docx", by=administrator)
        for source in (ours, with_words(ours, ("ĐOÀN CHỦ TỊCH", "ĐOÀN CHỦ TỊCH ĐẠI HỘI")))
    )
    monkeypatch.setattr("sys.executable", "/bin/false")

    assert b"PK" == desk.preview(same.id, by=administrator)[1][:2]
    with pytest.raises(NotRendered):
        desk.preview(own.id, by=administrator)
