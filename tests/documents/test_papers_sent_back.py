"""What the pages are judged by is able to fail: templates that somebody spoiled in Word, and papers as data write them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.congress.model import Congress
from service.congress.rules import rule_set_for
from service.documents.fields.unbroken import unbroken
from service.documents.papers import fields_for
from service.documents.plan import plan
from service.documents.templates import TemplateBook
from service.docx import compile_template
from tests.documents.page_cases import FORMS, LENGTHS, longer
from tests.documents.test_papers_pages import people_of
from tests.office import converted
from tests.printed import faults, printed
from tests.word_files import with_parts

pytestmark = pytest.mark.slow

Change = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A template that somebody spoiled: in its styles, in its body, or in what goes into it."""

    template: str
    said: str
    styles: Change = str
    body: Change = str
    is_bound: bool = True
    lengths: Sequence[int] = LENGTHS


def _apart(*names: str) -> Change:
    """Styles that keep nothing together any more."""

    def change(xml: str) -> str:
        for name in names:
            own = rf'(w:styleId="{name}".*?<w:pPr>)(?:<w:keepNext/>)?(?:<w:keepLines/>)?'
            xml, found = re.subn(own, r"\1", xml, count=1)
            assert found
        return xml

    return change


def _without_rows(xml: str) -> str:
    rows = r"<w:tr>(?:(?!<w:tr>).)*?for person in members %.*?endfor %\}.*?</w:tr>"
    xml, found = re.subn(rows, "", xml, count=1)
    assert found
    return xml


def _with_many_names(xml: str) -> str:
    return xml.replace("{{ venue }}", "{{ venue }}" + ", đồng chí Nguyễn Văn An, Nguyễn Văn An" * 7)


SPOILT = {
    "headings that keep nothing": Spoilt(
        "resolution", "a heading with nothing after it", styles=_apart("VKPart", "VKPoint")
    ),
    "leads that keep nothing": Spoilt(
        "election_result", "a heading with nothing after it", styles=_apart("VKLead"), lengths=range(36)
    ),
    "a last sentence that keeps nothing": Spoilt(
        "resolution", "lines over the signatures", styles=_apart("VKLast")
    ),
    "a table without rows": Spoilt("resolution", "a table without rows", body=_without_rows),
    "names that were typed in": Spoilt("minutes", "a name on two lines", body=_with_many_names),
    "headings as the data have them": Spoilt(
        "minutes", "one word alone on a line of a heading", is_bound=False
    ),
}


@pytest.fixture(scope="module")
def sent_back(book: TemplateBook, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """What is wrong with the papers of each template that was spoilt, over every height at which a page may end."""
    folder = tmp_path_factory.mktemp("spoilt")
    made: list[tuple[str, Path, frozenset[str]]] = []
    for key, spoilt in SPOILT.items():
        source = with_parts(
            book[spoilt.template].source, {"word/styles.xml": spoilt.styles, "word/document.xml": spoilt.body}
        )
        template = compile_template(source)
        for case in (longer(form, extra) for form in FORMS for extra in spoilt.lengths):
            congress = Congress.model_validate_json(json.dumps(case.data))
            rule_set = rule_set_for(congress.opened_on).rule_set
            paper = next(
                one for one in plan(congress, [], book).in_state("ready") if one.template == spoilt.template
            )
            fields = fields_for(paper, congress, rule_set)
            fields = unbroken(fields, congress) if spoilt.is_bound else fields
            path = folder / f"{len(made):04d}.docx"
            path.write_bytes(template.render(fields))
            made.append((key, path, frozenset(people_of(case.data))))
    converted(folder, "pdf")
    found: dict[str, set[str]] = {}
    for key, path, people in made:
        found.setdefault(key, set()).update(faults(printed(path, path.with_suffix(".pdf")), people))
    return found


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_spoilt_template_would_be_sent_back(spoilt: str, sent_back: dict[str, set[str]]) -> None:
    """
    The judgement of `tests.printed` finds it.
    """
    assert [one for one in sent_back[spoilt] if SPOILT[spoilt].said in one]
