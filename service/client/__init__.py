"""
The client: what a program that keeps members' data, or a script, uses to send congresses in and to fetch papers.

    from service.client import Client

    client = Client("https://vankien.example", token)
    accepted = client.send(Path("dai-hoi.json").read_bytes())
    done = client.wait(accepted.set)
    for paper in done.documents:
        Path(paper.title + ".docx").write_bytes(client.file(paper.id))

It speaks to the API alone, loads nothing of the service, and repeats what is safe to repeat.
"""

from service.client.answers import (
    Accepted,
    Failure,
    Finding,
    FoundPapers,
    Lack,
    Number,
    Paper,
    PaperOfSet,
    PaperSet,
    Plan,
    PlannedPaper,
    Progress,
    SignedCopy,
    Term,
)
from service.client.client import DOCX, FORM, JSON, PDF, XLSX, Client
from service.client.transport import Damaged, NotAnswered, NotSealed, Problem

__all__ = [
    "DOCX",
    "FORM",
    "JSON",
    "PDF",
    "XLSX",
    "Accepted",
    "Client",
    "Damaged",
    "Failure",
    "Finding",
    "FoundPapers",
    "Lack",
    "NotAnswered",
    "NotSealed",
    "Number",
    "Paper",
    "PaperOfSet",
    "PaperSet",
    "Plan",
    "PlannedPaper",
    "Problem",
    "Progress",
    "SignedCopy",
    "Term",
]
