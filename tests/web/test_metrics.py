"""What a monitoring system reads, and what people see of the last time everything was read back."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from service.bootstrap import Services
from service.web import create_app
from service.web.metrics import STATES, TASKS
from tests.web.test_pages import sign_in
from tests.working import work_off


def figures(client: FlaskClient) -> dict[str, float]:
    """Every figure of `/metrics`, as Prometheus reads it."""
    text = client.get("/metrics").text
    return {
        f"{one.name}{''.join(one.labels.values())}": one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def test_what_nobody_knows_yet_is_left_out(client: FlaskClient) -> None:
    """
    So that an alarm can ask for its absence; what is counted is told from the beginning, and is 0.
    """
    told = figures(client)

    assert (1.0, 0.0) == (told["vankien_ready"], told["vankien_oldest_work_seconds"])
    assert {0.0} == {told[f"vankien_sets{state}"] for state in STATES}
    assert {0.0} == {told[f"vankien_work_waiting{task}"] for task in TASKS}
    assert not [name for name in told if name.startswith(("vankien_fixity", "vankien_seal_seconds"))]


def test_sets_and_their_work_are_counted(
    client: FlaskClient, services: Services, bearer: dict[str, str], complete: bytes
) -> None:
    """
    Waiting work and what was begun again; then how long it took from accepted to sealed.
    """
    sent = {**bearer, "Idempotency-Key": "counted", "Content-Type": "application/json"}
    data = json.dumps({**json.loads(complete), "delegates": []})
    client.post("/api/v1/congresses", data=data, headers=sent)
    with services.catalog.begin() as work:
        (first, *_) = work.outbox.due(at=work.now())
        for _ in range(2):
            work.outbox.claim(first, at=work.now(), lease=dt.timedelta(0))
        work.commit()
    waiting = figures(client)
    work_off(services)
    done = figures(client)

    assert (1.0, 0.0) == (waiting["vankien_setsaccepted"], waiting["vankien_setssealed"])
    assert waiting["vankien_work_waitingproduce"] >= 1
    assert waiting["vankien_work_oldest_secondsproduce"] > 0
    assert 1.0 == waiting["vankien_work_repeatsproduce"]
    assert (0.0, 1.0) == (done["vankien_setsaccepted"], done["vankien_setssealed"])
    assert 1.0 == done["vankien_sets_sealed_lately"]
    assert 0 < done["vankien_seal_seconds0.5"] == done["vankien_seal_seconds0.99"]


def test_requests_and_searches_are_timed(client: FlaskClient, bearer: dict[str, str]) -> None:
    """
    By route and kind of answer; never by path, which may hold a name or a secret.
    """
    client.get("/api/v1/documents?q=Nguyễn", headers=bearer)
    client.get("/no-such-page/Nguyễn")

    told = figures(client)
    assert 1.0 == told["vankien_search_seconds_count"]
    assert 1.0 == told["vankien_request_seconds_countGET/api/v1/documents2xx"]
    assert 1.0 == told["vankien_request_seconds_countnonenone4xx"]


def test_a_database_that_is_gone_is_a_figure_too(client: FlaskClient, services: Services) -> None:
    """
    Figures are answered all the same: an alarm must be able to tell a sick part from a dead process.
    """
    services.catalog.close()
    for file in Path(services.settings.var).glob("catalog.db*"):
        file.unlink()
    Path(services.settings.var, "catalog.db").mkdir()

    told = figures(client)
    assert 0.0 == told["vankien_ready"]
    assert not [name for name in told if name.startswith("vankien_sets")]


def test_a_broker_that_is_down_is_told_and_stops_nothing(services: Services) -> None:
    """
    What is sent in is kept without it, so this process stays ready.
    """
    up = create_app(services, has_broker=lambda: True).test_client().get("/health/ready")
    down = create_app(services, has_broker=lambda: False).test_client().get("/health/ready")

    assert (200, True) == (up.status_code, up.get_json()["broker"])
    assert (200, False) == (down.status_code, down.get_json()["broker"])
    assert up.get_json()["templates"] > 20


def test_the_last_full_pass_is_told(client: FlaskClient, services: Services) -> None:
    """
    When it was, how much it read, and how many files were injured, by class.
    """
    Path(services.settings.var, "storage/archive/foreign").write_bytes(b"x")
    services.fixity()

    last = services.fixity.last_whole()
    told = figures(client)
    assert last is not None
    assert last[0].timestamp() == told["vankien_fixity_last_full_pass_timestamp_seconds"]
    assert 1.0 == told["vankien_fixity_injured_filesuntracked"]
    assert 0.0 == told["vankien_fixity_injured_fileschanged"]
    assert 2.0 == told["vankien_fixity_files"]


class TestPage:
    def test_the_archive_says_when_it_was_read_back(self, app: Flask, services: Services) -> None:
        """
        Not yet, then when, how much, and that all is well.
        """
        browser = sign_in(app, services)
        assert "Kho chưa được đọc lại toàn bộ lần nào." in browser.get("/archive").text

        services.fixity()

        page = browser.get("/archive").text
        assert "Mọi tệp còn nguyên như khi lưu." in page
        assert "0 hồ sơ, 2 tệp" in page

    @pytest.mark.parametrize(("role", "sees"), [("administrator", True), ("official", False)])
    def test_injured_files_are_named_to_the_administrator(
        self, app: Flask, services: Services, role: str, sees: bool
    ) -> None:
        """
        Everybody learns that something is wrong; a file's name tells which organisations there are.
        """
        Path(services.settings.var, "storage/archive/foreign").write_bytes(b"x")
        services.fixity()

        page = sign_in(app, services, role=role).get("/archive").text
        assert "1 không rõ nguồn gốc" in page
        assert sees == ("archive/foreign" in page)
