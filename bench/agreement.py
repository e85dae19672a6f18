"""What it costs to read finished papers back before the seal: `python -m bench.agreement`, CPU ms a paper by type."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from service.congress.model import Congress
from service.congress.rules import check, rule_set_for
from service.documents.agreement import PrintedPaper, disagreements
from service.documents.papers import fields_for
from service.documents.plan import plan
from service.documents.printed_values import printed_by
from service.documents.templates import TemplateBook, read_templates
from service.docx import compile_template

ROUNDS = 7
PROJECT = Path(__file__).parents[1]


def printed_papers(congress: Congress, book: TemplateBook) -> list[PrintedPaper]:
    """Every paper that can be made of the congress."""
    rule_set = rule_set_for(congress.opened_on).rule_set
    compiled = {name: compile_template(file.source) for name, file in book.templates.items()}
    return [
        PrintedPaper(
            document_id=f"{paper.template}/{paper.subject}",
            paper=paper,
            content=compiled[paper.template].render(fields := fields_for(paper, congress, rule_set)),
            fields=fields,
            printed=printed_by(book[paper.template].sha256, book[paper.template].source),
        )
        for paper in plan(congress, check(congress), book).in_state("ready")
    ]


def main() -> None:
    """Print the best of some rounds for each type."""
    data = (PROJECT / "examples" / "so-cong-thuong-2023-day-du.json").read_bytes()
    congress, book = Congress.model_validate_json(data), read_templates(PROJECT / "templates_docx")
    papers = printed_papers(congress, book)
    for template in book.templates:
        own = [one for one in papers if one.paper.template == template]
        times = []
        for _ in range(ROUNDS if own else 0):
            began = time.process_time()
            disagreements(own, congress, rule_set_for(congress.opened_on).rule_set)
            times.append(1000 * (time.process_time() - began) / len(own))
        if times:
            sys.stdout.write(f"{template:24}{len(own):6}{min(times):8.2f} ms\n")


if __name__ == "__main__":
    main()
