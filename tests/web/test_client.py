"""The client against the real service, and against servers that fail."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import BaseModel

from service.client import Client, Damaged, NotAnswered, NotSealed, Problem, answers
from service.client.client import FIRST_LOOK
from service.client.transport import TRIES, Transport
from service.web import bodies, register_bodies
from service.web.operations import OPERATIONS
from tests.answering import answering
from tests.pdfs import blank_pdf


@pytest.fixture
def client(address: str, token: str) -> Client:
    """In the name of the administrator."""
    return Client(address, token)


def without_cards(complete: bytes) -> dict[str, Any]:
    return {**json.loads(complete), "delegates": []}


def test_from_data_to_a_signed_copy(client: Client, complete: bytes, work_off: Callable[[], None]) -> None:
    """
    Sending twice makes one set; the papers come with their digest checked, take a number and their scan.
    """
    data = without_cards(complete)
    assert client.plan(data).acceptable
    accepted = client.send(data)
    assert accepted == client.send(data)
    work_off()
    done = client.wait(accepted.set)

    (resolution,) = [one for one in done.documents if one.kind == "resolution"]
    (found,) = client.search("nghi quyet", kind="resolution", since=dt.date(2000, 1, 1), superseded=False)
    assert (resolution.id, resolution.sha256) == (found.id, found.sha256)
    assert found == client.paper(resolution.id)
    assert client.file(resolution.id).startswith(b"PK")
    assert client.set_file(accepted.set).startswith(b"PK")
    assert done.term in {one.term for one in client.terms()}
    number = client.give_number(resolution.id, issued_on=dt.date(2023, 2, 27))
    assert ("01/NQ-ĐH", "given") == (number.written, number.state)
    copy = client.attach(resolution.id, blank_pdf(), name="Nghị quyết.pdf")
    assert [copy] == client.signed_copies(resolution.id)
    assert blank_pdf() == client.signed_copy_file(resolution.id, copy.id)
    assert "Ghi nhầm" == client.void_number(resolution.id, reason="Ghi nhầm").reason


def test_small_pages_are_joined(client: Client, complete: bytes, work_off: Callable[[], None]) -> None:
    """
    A search goes over all pages by itself, each paper once.
    """
    client.send(without_cards(complete))
    work_off()

    whole = [paper.id for paper in client.search()]
    assert len(whole) > 6
    assert whole == [paper.id for paper in client.search(limit=3)]


def test_refused_data_say_what_is_wrong(client: Client, complete: bytes) -> None:
    """
    The code is stable, the place leads into the data, the sentences are for people.
    """
    data = without_cards(complete)
    data["organisation"]["name"] = ""

    with pytest.raises(Problem) as refused:
        client.send(data)

    assert 422 == refused.value.status
    assert "/organisation/name" in {found.pointer for found in refused.value.findings}
    assert refused.value.findings[0].vi


def test_a_set_that_nobody_works_on_is_told(client: Client, complete: bytes) -> None:
    """
    Waiting ends, and says how far the set is.
    """
    accepted = client.send(without_cards(complete))

    with pytest.raises(NotSealed, match="still accepted after 0 seconds"):
        client.wait(accepted.set, within=0)


@contextmanager
def serving(*answers_in_turn: tuple[int, dict[str, str], bytes]) -> Iterator[tuple[str, list[str]]]:
    """A server that gives these answers one after the other, and the requests that it got; 0 closes without an answer."""
    left, got = list(answers_in_turn), []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            got.append(f"{self.command} {self.path}")
            status, headers, content = left.pop(0)
            if not status:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = answer  # noqa: N815 -- the names that the base class looks for

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with answering(server):
        yield f"http://127.0.0.1:{server.server_port}", got


BUSY = (503, {"Retry-After": "7"}, b'{"code": "busy", "detail": "Busy."}')
GONE = (0, {}, b"")
ACCEPTED = (202, {}, b'{"set": "1", "location": "/api/v1/sets/1"}')


def test_trouble_that_passes_is_waited_for() -> None:
    """
    As long as the service asks for; a connection that breaks is tried again too, and the key goes along.
    """
    pauses: list[float] = []
    with serving(BUSY, GONE, ACCEPTED) as (address, got):
        transport = Transport(address=address, token="t", pause=pauses.append)
        accepted = Client(address, "t", transport=transport).send({})

    assert "1" == accepted.set
    assert ["POST /api/v1/congresses"] * 3 == got
    assert [7.0, 1.0] == pauses


def of_a_set(state: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    """What a service says of a set that has no papers."""
    told = dict.fromkeys(answers.PaperSet.model_fields) | {
        "id": "1", "state": state, "settled": state != "accepted", "organisation": "Sở", "term": "2023-2028", "edition": 1,
        "accepted_at": "2026-01-01T00:00:00Z", "documents": [], "held_back": [], "findings": [],
        "progress": dict.fromkeys(answers.Progress.model_fields, 0),
    }  # fmt: skip
    return 200, headers, json.dumps(told).encode()


def test_the_service_waits_instead_of_the_client_where_it_has_room() -> None:
    """
    Only an answer that came without waiting is followed by a pause.
    """
    pauses: list[float] = []
    waited = {"Preference-Applied": "wait=10"}
    with serving(of_a_set("accepted", waited), of_a_set("accepted", {}), of_a_set("sealed", waited)) as (
        address,
        got,
    ):
        transport = Transport(address=address, token="t", pause=pauses.append)
        done = Client(address, "t", transport=transport).wait("1")

    assert ("sealed", 3) == (done.state, len(got))
    assert [FIRST_LOOK] == pauses


def test_trouble_that_stays_is_told() -> None:
    """
    After a few tries; what must not be repeated is tried once.
    """
    with serving(*[BUSY] * TRIES, GONE) as (address, got):
        patient = Client(address, "t", transport=Transport(address=address, token="t", pause=lambda _: None))
        with pytest.raises(Problem, match="503 busy"):
            patient.terms()
        with pytest.raises(NotAnswered):
            patient.void_number("1", reason="x")

    assert TRIES + 1 == len(got)


def test_an_answer_of_somebody_else_is_no_problem_of_the_service() -> None:
    """
    A proxy answers with a page of its own.
    """
    with serving((404, {}, b"<html>")) as (address, _), pytest.raises(NotAnswered, match="404"):
        Client(address, "t").terms()


@pytest.mark.parametrize("tag", ['"' + "0" * 64 + '"', ""])
def test_a_file_with_another_digest_is_refused(tag: str) -> None:
    """
    Also one whose digest the service does not say.
    """
    with serving((200, {"ETag": tag}, b"PK")) as (address, _), pytest.raises(Damaged):
        Client(address, "t").file("1")


MODELS = {
    answers.Finding: bodies.FindingBody,
    answers.Accepted: bodies.AcceptedBody,
    answers.Lack: bodies.LackBody,
    answers.PlannedPaper: bodies.PlannedBody,
    answers.Plan: bodies.PlanBody,
    answers.Progress: bodies.ProgressBody,
    answers.PaperOfSet: bodies.SetDocumentBody,
    answers.Failure: bodies.FailureBody,
    answers.PaperSet: bodies.SetBody,
    answers.Paper: bodies.DocumentBody,
    answers.FoundPapers: bodies.DocumentsBody,
    answers.Term: bodies.TermBody,
    answers.Number: register_bodies.NumberBody,
    answers.SignedCopy: register_bodies.CopyBody,
}


def test_every_answer_of_the_client_is_held_to_one_of_the_service() -> None:
    """
    None is left out of the table below which its fields are compared.
    """
    assert set(MODELS) == set(answers.Answer.__subclasses__())


@pytest.mark.parametrize("model", MODELS, ids=lambda one: one.__name__)
def test_the_client_expects_what_the_service_gives(model: type[BaseModel]) -> None:
    """
    Every field is there, and is empty only where the client knows that it may be.
    """
    given = MODELS[model].model_fields
    for name, field in model.model_fields.items():
        assert name in given
        may_be_empty = type(None) in getattr(given[name].annotation, "__args__", ())
        assert may_be_empty == (type(None) in getattr(field.annotation, "__args__", ())), name


METHODS = {
    "sendCongress": "send",
    "planPapers": "plan",
    "getNewWorkbook": "new_workbook",
    "getSet": "set",
    "getSetFile": "set_file",
    "sendSetAgain": "send_again",
    "listTerms": "terms",
    "findDocuments": "search",
    "getDocument": "paper",
    "getDocumentFile": "file",
    "giveNumber": "give_number",
    "voidNumber": "void_number",
    "listSignedCopies": "signed_copies",
    "attachSignedCopy": "attach",
    "getSignedCopyFile": "signed_copy_file",
}


def test_every_operation_about_congresses_and_papers_has_a_method() -> None:
    """
    What people do by hand (templates, the printed register) is left to the pages.
    """
    about = {one.name for one in OPERATIONS if one.path.startswith(("/api/v1/congresses", "/api/v1/plans",
             "/api/v1/sets", "/api/v1/documents", "/api/v1/terms", "/api/v1/workbooks/new"))}  # fmt: skip

    assert about == set(METHODS)
    assert set(METHODS.values()) < set(dir(Client))
