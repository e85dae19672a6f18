"""What a monitoring system reads, and what people see of the last time everything was read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from service.bootstrap import Services
from tests.web.test_pages import sign_in


def figures(client: FlaskClient) -> dict[str, float]:
    """Every figure of `/metrics`, as Prometheus reads it."""
    text = client.get("/metrics").text
    return {
        f"{one.name}{''.join(one.labels.values())}": one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def test_before_the_first_pass_nothing_is_said_of_it(client: FlaskClient) -> None:
    """
    A figure that nobody knows is left out, so that an alarm can ask for its absence.
    """
    assert {"vankien_ready": 1.0, "vankien_oldest_work_seconds": 0.0} == figures(client)


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
