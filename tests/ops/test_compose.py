"""The compose file: taken by Compose, true to the program it runs, and fenced in."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any
from urllib.parse import parse_qs, urlsplit

import click
import pytest

from service.cli.servers import QUEUES
from service.config import Settings, read_settings, variable
from tests.ops.composition import (
    REQUIRED,
    Service,
    compose,
    composition,
    entry_of_image,
    environment_of_image,
    is_ours,
)

OURS = ["backup", "migrate", "relay", "web", "worker-large", "worker-small"]
ON_DEMAND = ["proxy", "s3"]
SERVICES = sorted([*OURS, *ON_DEMAND, "postgres", "redis"])


@pytest.fixture(scope="module")
def resolved() -> dict[str, Any]:
    """The whole file."""
    return composition()


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest, resolved: dict[str, Any]) -> Service:
    """One service after the other."""
    found: Service = resolved["services"][request.param]
    return found


@pytest.fixture(params=OURS)
def our_service(request: pytest.FixtureRequest, resolved: dict[str, Any]) -> Service:
    """One service of our image after the other."""
    found: Service = resolved["services"][request.param]
    return found


def test_the_services_are_the_ones_that_are_tested(resolved: dict[str, Any]) -> None:
    """A new service is held to what follows."""
    services = resolved["services"]

    assert SERVICES == sorted(services)
    assert OURS == sorted(name for name, one in services.items() if is_ours(one))


def test_compose_takes_the_file() -> None:
    """The binary that people use finds no fault in it, whatever is asked for."""
    answer = compose("--profile", "*", "config", "--quiet")

    assert (0, "") == (answer.returncode, answer.stderr)


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("value", [None, ""])
def test_a_required_variable_that_is_missing_is_named(name: str, value: str | None) -> None:
    """Nobody starts with a public address or with secrets that were never decided on."""
    rest = {one: text for one, text in REQUIRED.items() if one != name}

    answer = compose("config", "--quiet", given=rest if value is None else rest | {name: value})

    assert answer.returncode != 0
    assert f"required variable {name} is missing a value: set it to" in answer.stderr


def test_every_setting_exists(our_service: Service) -> None:
    """A process refuses a setting that it does not know, so none may be named."""
    known = {variable(one.name) for one in fields(Settings)}

    assert {*our_service["environment"], *environment_of_image()} <= known


def test_every_value_is_understood(our_service: Service) -> None:
    """The settings of a service are read without a fault, and nothing is embedded by mistake."""
    settings = read_settings(our_service["environment"])

    assert not settings.is_embedded
    assert settings.catalog_url.startswith("postgresql://")
    assert settings.storage_url.removeprefix("file://").startswith(our_service["volumes"][0]["target"])


def test_defaults_of_the_file_are_those_of_the_program(our_service: Service) -> None:
    """What an operator does not set is the same with and without containers."""
    given = {variable(one.name): one.default for one in fields(Settings)}
    decided = {"CATALOG_URL", "BROKER_URL", "STORAGE_URL", "PUBLIC_URL", "HOST", "PROXIES", "PROGRESS_FOLDER"}
    left = set(our_service["environment"]) - {variable(name) for name in decided}

    assert "VANKIEN_LOG_LEVEL" in left
    for name in left:
        assert str(given[name]) == our_service["environment"][name]


SENDING = {
    "VANKIEN_SMTP_URL": "smtp+starttls://van-kien@thu.congdoan.vn:587",
    "VANKIEN_SMTP_PASSWORD_FILE": "/run/secrets/smtp_password",
    "VANKIEN_MAIL_FROM": "van-kien@congdoan.vn",
    "VANKIEN_MAIL_HOUR": "8",
    "VANKIEN_WEBHOOK_NETWORKS": "10.1.0.0/16",
    "VANKIEN_TRACES_URL": "http://collector:4318",
}


def test_settings_for_sending_are_given_on_as_they_are() -> None:
    """Mail, webhooks into private networks, traces: no file of one's own is needed beside this one."""
    for name, service in composition(REQUIRED | SENDING)["services"].items():
        held = service["environment"]
        if is_ours(service):
            assert held.items() >= SENDING.items(), name
            assert read_settings(held).smtp_url == SENDING["VANKIEN_SMTP_URL"]


def test_every_process_is_a_command_of_ours(our_service: Service) -> None:
    """A command that is renamed is renamed here too."""
    from service.cli.entry import vankien

    assert ["vankien"] == entry_of_image()
    assert not our_service.get("entrypoint")
    assert our_service["command"][0] in vankien.commands


def test_every_role_runs_once(resolved: dict[str, Any]) -> None:
    """A service is named for its command, so that none is forgotten; each queue has a worker."""
    commands = {name: resolved["services"][name]["command"] for name in OURS}
    workers = {f"worker-{queue}": ["worker", f"--queues={queue}"] for queue in QUEUES}

    backup = ["backups", "nightly", "/backups", "--keep=14"]

    assert {
        "migrate": ["migrate"],
        "relay": ["relay"],
        "web": ["serve"],
        "backup": backup,
    } | workers == commands


def test_a_worker_is_asked_about_the_queue_that_it_works_on(resolved: dict[str, Any]) -> None:
    """Another one's sign of progress would say nothing of it."""
    for queue in QUEUES:
        asked = resolved["services"][f"worker-{queue}"]["healthcheck"]["test"]

        assert ["CMD", "vankien", "check-progress", "worker", f"--queues={queue}"] == asked


def test_nothing_of_ours_starts_before_the_schema(resolved: dict[str, Any]) -> None:
    """A process that meets an older schema would refuse to start."""
    for name in set(OURS) - {"migrate"}:
        awaited = resolved["services"][name]["depends_on"]

        assert awaited["migrate"]["condition"] == "service_completed_successfully"


def test_every_service_is_fenced_in(service: Service) -> None:
    """Whoever breaks in finds a root that cannot be written, no capability, and no way to get one."""
    assert service["read_only"] is True
    assert ["ALL"] == service["cap_drop"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["tmpfs"]


def test_no_service_runs_as_root(service: Service) -> None:
    """Ours has its user in the image; the others have theirs named."""
    assert is_ours(service) or service["user"] not in ("", "0", "root")


def test_every_service_has_limits(service: Service) -> None:
    """One that runs wild does not take the machine with it."""
    limits = service["deploy"]["resources"]["limits"]

    assert {"cpus", "memory", "pids"} == set(limits)


def test_what_dies_starts_again(resolved: dict[str, Any]) -> None:
    """What lasts is restarted until somebody stops it; the schema is tried a few times, then left to be looked at."""
    restarts = {name: one["restart"] for name, one in resolved["services"].items()}

    assert "on-failure:3" == restarts.pop("migrate")
    assert {"unless-stopped"} == set(restarts.values())


def test_every_lasting_service_tells_its_health(resolved: dict[str, Any]) -> None:
    """`docker compose ps` shows what is ill; the one that ends by itself has its exit code."""
    lasting = {name for name, one in resolved["services"].items() if one.get("healthcheck")}

    assert set(SERVICES) - {"migrate"} == lasting


def test_the_checks_of_health_are_programs_that_exist(our_service: Service) -> None:
    """A check that asks in the words of an older version would call everything ill."""
    from service.cli.entry import vankien

    _, program, *arguments = our_service.get("healthcheck", {}).get("test", ["CMD", "python", "-c", ""])

    if program == "vankien":
        command, *rest = arguments
        found = vankien.commands[command]
        if isinstance(found, click.Group):
            found = found.commands[rest[0]]
        options = {option for one in found.params for option in one.opts}
        assert {one.split("=")[0] for one in rest if one.startswith("-")} <= options
    else:
        assert program == "python"
        compile(arguments[1], "healthcheck", "exec")


def test_no_engine_cuts_a_check_of_health_in_two(service: Service) -> None:
    """Podman parts the arguments of a check at every blank, whatever they were: only a shell is given one."""
    kind, *arguments = service.get("healthcheck", {}).get("test", ["CMD"])

    assert kind == "CMD-SHELL" or not [one for one in arguments if " " in one]


def test_ports_are_open_to_this_machine_only(resolved: dict[str, Any]) -> None:
    """The world comes through the proxy, where one is asked for; database, broker and store are reached by nobody."""
    ports = {name: one["ports"] for name, one in resolved["services"].items() if one.get("ports")}

    assert {"proxy", "web"} == set(ports)
    assert {"127.0.0.1"} == {port["host_ip"] for port in ports["web"]}


def test_what_has_a_way_out_is_named(resolved: dict[str, Any]) -> None:
    """
    Nothing that renders or keeps papers can send them anywhere; the relay, which sends webhooks and mail, is alone on its network.
    """
    open_networks = {name for name, one in resolved["networks"].items() if not one.get("internal")}
    on = {
        network: {name for name, one in resolved["services"].items() if network in one["networks"]}
        for network in open_networks
    }

    assert {"outside": {"proxy", "web"}, "sending": {"relay"}} == on
    assert {"inside"} <= {*resolved["services"]["relay"]["networks"]}


def test_nobody_gets_proxy_or_store_without_asking() -> None:
    """Most have a proxy already, and one machine needs no store."""
    answer = compose("config", "--services")

    assert sorted(set(SERVICES) - set(ON_DEMAND)) == sorted(answer.stdout.split())


def test_what_is_kept_is_on_volumes(resolved: dict[str, Any]) -> None:
    """Papers, database, broker and backups outlive their containers, each on a volume of its own."""
    mounted = [one for service in resolved["services"].values() for one in service["volumes"]]
    kept = {one["source"] for one in mounted if one["type"] == "volume"}

    assert {"storage", "database", "broker", "backups", "objects"} == kept == set(resolved["volumes"])
    assert all(one.get("read_only") for one in mounted if one["type"] == "bind")


def test_backups_do_not_lie_beside_what_they_are_of(resolved: dict[str, Any]) -> None:
    """Whoever writes papers cannot touch the backups, and an operator puts them on other disks."""
    elsewhere = compose("config", "--format", "json", given={**REQUIRED, "BACKUPS_FOLDER": "/mnt/other"})
    volumes = json.loads(elsewhere.stdout)["services"]["backup"]["volumes"]
    holders = {
        name
        for name, one in resolved["services"].items()
        if "backups" in [v["source"] for v in one["volumes"]]
    }

    assert {"backup"} == holders
    assert ("/mnt/other", "/backups") in [(one["source"], one["target"]) for one in volumes]


def test_redis_drops_nothing_by_itself(resolved: dict[str, Any]) -> None:
    """A full broker refuses new messages, which the relay sends again; it never forgets one in silence."""
    said = " ".join(resolved["services"]["redis"]["command"])

    assert "--maxmemory-policy noeviction" in said
    assert "--appendonly yes" in said


def test_no_password_is_in_an_environment(service: Service) -> None:
    """Secrets are files: `docker inspect` shows the environment to everybody who may ask."""
    names = [name for name in service.get("environment", {}) if "PASSWORD" in name]
    addresses = [text for text in service.get("environment", {}).values() if "://" in text]

    assert set(names) <= {"POSTGRES_PASSWORD_FILE"}
    assert not [address for address in addresses if urlsplit(address).password]


def test_secrets_are_mounted_where_they_are_read(resolved: dict[str, Any], our_service: Service) -> None:
    """The address of the database and the password file of its server name files that are there."""
    server = resolved["services"]["postgres"]
    asked = parse_qs(urlsplit(our_service["environment"]["VANKIEN_CATALOG_URL"]).query)["passfile"]

    mounted = [one["target"] for one in our_service["secrets"]]
    sends_mail = ["/run/secrets/smtp_password"] if our_service["command"] == ["relay"] else []
    assert [*asked, "/run/secrets/s3_keys", *sends_mail] == mounted
    assert server["environment"]["POSTGRES_PASSWORD_FILE"] in [one["target"] for one in server["secrets"]]


def test_a_task_has_time_to_end(resolved: dict[str, Any]) -> None:
    """The worker is not killed while a task that is within its limit still runs."""
    from workers.app import TIME_LIMIT

    assert resolved["services"]["worker-large"]["stop_grace_period"] == "1m0s"
    assert TIME_LIMIT <= 55
