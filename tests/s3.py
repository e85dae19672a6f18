"""Two servers that speak S3: moto's, inside this process, and SeaweedFS, a real one on real files."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.answering import answering

BUCKET = "vankien"
KEYS = ("vankien", "only for tests")
PATIENCE_SECONDS = 60


@contextmanager
def moto(*, deaf_to: str = "") -> Iterator[str]:
    """The address of moto's server; one that is deaf to a header answers as if it had not been sent."""
    store = DomainDispatcherApplication(create_backend_app)

    def answer(environ: dict[str, Any], start: Any) -> Any:
        environ.pop(f"HTTP_{deaf_to.upper().replace('-', '_')}", None)
        return store(environ, start)

    server = make_server("127.0.0.1", 0, answer, threaded=True, request_handler=_Quiet)
    endpoint = f"http://127.0.0.1:{server.port}"
    with answering(server):
        with suppress(ClientError):  # one moto holds the buckets of all its servers
            client(endpoint).create_bucket(Bucket=BUCKET)
        yield endpoint


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """No line for every request."""


@contextmanager
def seaweed(host: str = "127.0.0.1") -> Iterator[str]:
    """The address of a SeaweedFS server on a folder of its own, listening on `host` alone."""
    folder = Path(tempfile.mkdtemp(prefix="vankien-s3-", dir="/tmp"))
    endpoint, command = _seaweed(folder, host)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        _wait_for(endpoint, server)
        yield endpoint
    finally:
        server.kill()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def moto_alone() -> Iterator[str]:
    """The address of moto's server in a process of its own: whoever forks must have no threads."""
    (port,) = _free_ports(1)
    command = [str(Path(sys.executable).with_name("moto_server")), "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def new_prefix() -> str:
    """An empty place of its own in `BUCKET`."""
    return f"van/kien/{uuid.uuid4().hex}"


def client(endpoint: str) -> Any:
    """Another client than ours, which asks for no condition: what somebody with the keys could do."""
    return boto3.client("s3", endpoint_url=endpoint, aws_access_key_id=KEYS[0],
                        aws_secret_access_key=KEYS[1], region_name="us-east-1")  # fmt: skip


def copy_all(endpoint: str, prefix: str, to: str) -> None:
    """Copy everything below a prefix of `BUCKET` below another, within the server."""
    store = client(endpoint)
    for key in _keys(store, prefix):
        store.copy_object(
            Bucket=BUCKET, Key=f"{to}{key.removeprefix(prefix)}", CopySource={"Bucket": BUCKET, "Key": key}
        )


def remove_all(endpoint: str, prefix: str) -> None:
    """Forget everything below a prefix of `BUCKET`."""
    store = client(endpoint)
    for key in _keys(store, prefix):
        store.delete_object(Bucket=BUCKET, Key=key)


def _keys(store: Any, prefix: str) -> list[str]:
    pages = store.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=f"{prefix}/")
    return [one["Key"] for page in pages for one in page.get("Contents", ())]


def _seaweed(folder: Path, host: str) -> tuple[str, list[str]]:
    """The address, and the command: on `host` only, with no word sent to its makers."""
    free = _free_ports(8, host)  # all at once: one that was let go may be given out again
    ports = dict(zip(("s3", "master", "volume", "filer"), free[:4], strict=True))
    binary = Path(sys.executable).with_name("weed")
    options = [f"-{name}.port={port}" for name, port in ports.items()]
    options += [f"-{name}.port.grpc={port}" for name, port in zip(ports, free[4:], strict=True)]
    return f"http://{host}:{ports['s3']}", [
        str(binary), "server", f"-dir={folder}", "-s3", f"-ip={host}", f"-ip.bind={host}",
        "-master.telemetry=false", "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.volumeSizeLimitMB=64", "-volume.max=100", *options,
    ]  # fmt: skip


def _free_ports(count: int, host: str = "127.0.0.1") -> list[int]:
    sockets = [socket.create_server((host, 0)) for _ in range(count)]
    ports: list[int] = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _wait_for(endpoint: str, server: subprocess.Popen[bytes]) -> None:
    """Until it takes a bucket: its parts come up one after the other."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            client(endpoint).create_bucket(Bucket=BUCKET)
        except (BotoCoreError, ClientError):
            if server.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return
