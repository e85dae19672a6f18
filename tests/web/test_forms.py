"""No form of another site is taken, whatever it is for."""

from __future__ import annotations

from collections.abc import Iterator

from flask.testing import FlaskClient
from werkzeug.routing import IntegerConverter, UUIDConverter

from tests.web.test_sign_in import form_token

_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


def addresses(client: FlaskClient) -> Iterator[tuple[str, str]]:
    """Every way of a page to change something, with some address of it; programs bring a token of their own instead."""
    given = {UUIDConverter: "00000000-0000-4000-8000-000000000001", IntegerConverter: "1"}
    for rule in client.application.url_map.iter_rules():
        if not rule.rule.startswith("/api/"):
            values = {name: given.get(type(one), "x") for name, one in rule._converters.items()}
            built = rule.build(values, append_unknown=False)
            assert built, rule.rule
            yield from ((method, built[1]) for method in sorted((rule.methods or set()) & _CHANGING))


def test_none_is_taken_without_its_token(client: FlaskClient) -> None:
    """
    Not even by a route that nobody thought of when the others were looked at.
    """
    refused = {asked: client.open(asked[1], method=asked[0]).status_code for asked in addresses(client)}

    assert len(refused) > 30
    assert {400} == set(refused.values()), [asked for asked, status in refused.items() if status != 400]


def test_none_is_taken_from_another_site(client: FlaskClient) -> None:
    """
    Even with a token; by where the browser says that it comes from, in either of the two ways.
    """
    data = {"csrf_token": form_token(client.get("/sign-in"))}
    for foreign in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        statuses = {
            asked: client.open(asked[1], method=asked[0], data=data, headers=foreign).status_code
            for asked in addresses(client)
        }

        assert {400} == set(statuses.values()), [asked for asked, status in statuses.items() if status != 400]
