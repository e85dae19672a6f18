"""What the compose file runs, run: each service with the command, environment and check of health that the file writes."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from tests.faults.small import small_meeting
from tests.hosts import HALL, Host, lay_bridge, lay_cable, new_host, seconds_until
from tests.ops.composition import REQUIRED, ROOT, composition
from tests.ops.containers import Container, container, ends_in_time
from tests.postgresql import binaries, private_server
from workers.embedded_broker import server_binary

pytestmark = [
    pytest.mark.slow,
    pytest.mark.alone,
    pytest.mark.skipif(os.geteuid() != 0, reason="networks and roots of one's own are root's to make"),
]

PLACES = {
    name: f"10.83.0.{11 + at}"
    for at, name in enumerate(
        ("migrate", "web", "worker-small", "worker-large", "relay", "backup", "redis", "s3", "proxy")
    )
}
TOGETHER = (("s3",), ("web", "worker-small", "worker-large", "relay", "backup"), ("proxy",))
"""Who starts at the same time: of one group nobody depends on another."""

PASSWORD = "only for this test"


def secrets_in(folder: Path) -> None:
    """What the head of the compose file tells an operator to lay there."""
    folder.mkdir()
    (folder / "postgres_password").write_text(PASSWORD)
    (folder / "pgpass").write_text(f"postgres:5432:vankien:vankien:{PASSWORD}\n")
    (folder / "s3_keys").write_text(
        "[default]\naws_access_key_id = vankien\naws_secret_access_key = secret\n"
    )
    (folder / "smtp_password").touch()
    keys = {"accessKey": "vankien", "secretKey": "secret"}
    allowed = ["Admin", "Read", "Write", "List"]
    (folder / "s3_server").write_text(
        json.dumps({"identities": [{"name": "vankien", "actions": allowed, "credentials": [keys]}]})
    )
    for one in folder.iterdir():
        one.chmod(0o600)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=vankien.example",
         "-keyout", str(folder / "tls_key"), "-out", str(folder / "tls_certificate")],
        check=True, capture_output=True,
    )  # fmt: skip
    for one in ("tls_key", "tls_certificate"):
        os.chown(folder / one, 101, 101)


def database(stack: ExitStack, folder: Path) -> None:
    """PostgreSQL as the file's: that user, that database, that password; it runs in the network of this thread."""
    server = binaries()
    assert server is not None
    rules = folder / "pg_hba.conf"
    rules.write_text("local all all trust\nhost all all 10.83.0.0/24 scram-sha-256\n")
    for one in (folder, rules):
        one.chmod(0o755)
    listening = f"listen_addresses='{HALL}'"
    url = stack.enter_context(private_server(server, listening, f"hba_file='{rules}'"))
    with psycopg.connect(url.format("postgres"), autocommit=True) as connection:
        connection.execute(f"ALTER ROLE vankien PASSWORD '{PASSWORD}'".encode())
        connection.execute(b"CREATE DATABASE vankien")


@pytest.fixture(scope="module")
def all_of_it(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Container]]:
    """A place for every service of the file, on one network with PostgreSQL; nothing but that runs yet."""
    folder = tmp_path_factory.mktemp("containers")
    secrets_in(folder / "secrets")
    resolved = composition({**REQUIRED, "SECRETS_FOLDER": str(folder / "secrets")})
    sources = {name: Path(one["file"]) for name, one in resolved["secrets"].items()}
    for name in resolved["volumes"]:
        (folder / name).mkdir()
        sources[name] = folder / name
    # There is no server for names here: the proxy gets the address.
    conf = (ROOT / "docs" / "proxy" / "nginx.conf").read_text()
    assert "http://web:8080;" in conf
    sources[str(ROOT / "docs" / "proxy" / "nginx.conf")] = folder / "nginx.conf"
    (folder / "nginx.conf").write_text(conf.replace("//web:", f"//{PLACES['web']}:"))
    names = folder / "hosts"
    known = {"localhost": "127.0.0.1", "postgres": HALL, **PLACES}
    names.write_text("".join(f"{address} {name}\n" for name, address in known.items()))
    programs = {"redis-server": str(server_binary()), "weed": str(Path(sys.executable).with_name("weed"))}
    with ExitStack() as stack:
        hall: Host = stack.enter_context(new_host("hall", HALL))
        lay_bridge(hall)
        with hall.inside():
            place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vankien-hba-", dir="/tmp")))
            database(stack, place)
        made = {}
        for name, address in PLACES.items():
            service = resolved["services"][name]
            made[name] = stack.enter_context(
                container(
                    name, service, address, folder=folder, sources=sources, names=names, programs=programs
                )
            )
            lay_cable(hall, made[name].host)
        yield made


def run_until_healthy(stack: ExitStack, one: Container) -> subprocess.Popen[str]:
    """Start a service, and wait until its check of health succeeds."""
    log = stack.enter_context((one.folder / f"{one.name}.log").open("w+"))
    process = one.start(stdout=log, stderr=subprocess.STDOUT)
    stack.callback(process.wait)
    stack.callback(process.kill)

    def is_well() -> bool:
        assert process.poll() is None, (one.folder / f"{one.name}.log").read_text()
        return one.is_healthy()

    seconds_until(is_well, within=120, poll=0.5)
    return process


def test_everything_runs_as_the_file_writes_it(all_of_it: dict[str, Container]) -> None:
    """
    In its order, on a root that cannot be written and without rights: a congress goes in by the proxy, its papers are sealed and backed up, and all
    end in the time that they have.
    """
    places = dict(all_of_it)
    certificate = places["proxy"].folder / "secrets" / "tls_certificate"
    with ExitStack() as stack, ThreadPoolExecutor() as threads:
        broker = places["redis"]
        # The image of Redis lets others in; the server alone does not.
        process = broker.start([*broker.command(), "--protected-mode", "no", "--dir", "/data"])
        stack.callback(process.wait)
        stack.callback(process.kill)
        migrated = places["migrate"].run()
        assert 0 == migrated.returncode, migrated.stdout

        running: dict[str, subprocess.Popen[str]] = {}
        for names in TOGETHER:
            started = threads.map(lambda name: run_until_healthy(stack, places[name]), names)
            running |= zip(names, started, strict=True)
        token = (
            places["migrate"].run(["vankien", "token", "add", "quan-tri", "--label", "test"]).stdout.strip()
        )
        with places["relay"].host.inside():
            assert 404 == by_proxy("/metrics", token, certificate)[0]
            status, _ = by_proxy("/api/v1/congresses", token, certificate, small_meeting("Body"))
        assert 202 == status
        found = ["vankien", "search", "--json", "--kind", "resolution"]
        seconds_until(lambda: "resolution" in places["migrate"].run(found).stdout, within=60, poll=0.5)
        assert 0 == places["backup"].run(["vankien", "backups", "take", "/backups"]).returncode

        wrote = places["web"].run(["sh", "-c", "echo > /etc/x; echo > /var/x; echo > /usr/x"])
        rights = places["web"].run(["grep", "-E", "CapEff|CapBnd|NoNewPrivs", "/proc/self/status"])
        graces = [seconds(places[name].service["stop_grace_period"]) for name in running]
        in_time = list(threads.map(ends_in_time, running.values(), graces))

    assert 3 == wrote.stdout.count("Read-only file system"), wrote.stdout
    assert ["0" * 16, "0" * 16, "1"] == [line.split()[1] for line in rights.stdout.splitlines()][:3]
    assert [True] * len(running) == in_time, [*running]


def seconds(duration: str) -> float:
    """`1m0s` in seconds."""
    minutes, _, rest = duration.rpartition("m")
    return 60 * float(minutes or 0) + float(rest.removesuffix("s") or 0)


def by_proxy(path: str, token: str, certificate: Path, raw: bytes | None = None) -> tuple[int, bytes]:
    """What the proxy answers, by HTTPS."""
    head = {"Authorization": f"Bearer {token}", "Idempotency-Key": "one", "Content-Type": "application/json"}
    request = urllib.request.Request(f"https://{PLACES['proxy']}:8443{path}", data=raw, headers=head)
    known = ssl.create_default_context(cafile=str(certificate))
    known.check_hostname = False  # it is reached by its address here
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=known)
    )
    try:
        with opener.open(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
