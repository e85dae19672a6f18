"""Following a set: told when it moves, and sent again when it was given up."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient

from service.bootstrap import Services
from service.documents.failure import render_failed
from service.web.events import Streams
from tests.web.test_look import signed_in


def test_a_page_is_told_that_papers_were_made_and_that_all_is_done(
    address: str, services: Services, accepted: str, work_off: Callable[[], None]
) -> None:
    """
    Over a real connection: silence while nothing moves, `moved` when it does, the end when the set is sealed, and no
    second stream after that.
    """
    session = services.access.sign_in_by_link(services.access.new_link("quan-tri")) or ""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
    path, cookie = f"/sets/{accepted}/events", {"Cookie": f"vankien={session}"}
    connection.request("GET", path, headers=cookie)
    stream = connection.getresponse()
    assert b"retry: 500\n" == stream.readline()
    work_off()
    said = stream.read()
    connection.request("GET", path, headers=cookie)

    assert "text/event-stream; charset=utf-8" == stream.headers["Content-Type"]
    assert b"event: moved\ndata:\n\n" in said
    assert 204 == connection.getresponse().status
    connection.close()


def test_no_more_pages_listen_than_there_is_room_for(app: Flask) -> None:
    """
    One too many is told not to come again; whoever leaves makes room, even without having read a word.
    """
    streams, moves = Streams(most=1), iter(range(9))

    def look() -> int:
        return next(moves)

    with app.test_request_context():
        first = streams.tell(look)
        assert 204 == streams.tell(look).status_code
        first.close()
        second = streams.tell(look)
        assert (200, 204) == (second.status_code, streams.tell(look).status_code)
        assert b"retry: 500\n\n" == next(_pieces(second.response))
        second.close()
        assert 200 == streams.tell(look).status_code


def _pieces(held: object) -> Iterator[bytes]:
    assert isinstance(held, Iterator)
    return held


def give_up(services: Services, set_id: str) -> None:
    """Give the set up, its first paper to blame."""
    with services.catalog.begin() as work:
        paper = work.sets.documents(set_id)[0]
        work.outbox.drop(set_id)
        why = render_failed(paper.id, paper.title, ValueError("không có trường x"))
        work.sets.failed(set_id, failure=why.encode())
        work.commit()


def again(client: FlaskClient, set_id: str) -> str:
    """Press the button of the page; where it led."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"/sets/{set_id}").text)
    assert token
    answer = client.post(f"/sets/{set_id}/again", data={"csrf_token": token[1]})
    assert 303 == answer.status_code
    return str(answer.location)


def test_a_set_that_was_given_up_is_made_from_the_same_data(
    services: Services, accepted: str, bearer: dict[str, str], work_off: Callable[[], None]
) -> None:
    """
    The page marks the paper to blame and offers to try again; pressed twice, by page and by API, it makes one new set.
    """
    client = signed_in(services)
    assert "Dựng lại" not in client.get(f"/sets/{accepted}").text
    early = client.post(f"/api/v1/sets/{accepted}/again", headers=bearer)
    give_up(services, accepted)
    page = client.get(f"/sets/{accepted}").text
    first, second = again(client, accepted), again(client, accepted)
    by_program = client.post(f"/api/v1/sets/{accepted}/again", headers=bearer)
    work_off()

    assert (409, "set.not_failed") == (early.status_code, early.get_json()["code"])
    assert 'class="error"' in page
    assert "không có trường x" in page
    assert first == second != f"/sets/{accepted}"
    assert (202, first.rpartition("/")[2]) == (by_program.status_code, by_program.get_json()["set"])
    assert "đã vào kho lưu trữ" in client.get(first).text
