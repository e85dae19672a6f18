"""A private PostgreSQL server on a unix socket, from the machine's own binaries."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

MISSING = "PostgreSQL IS NOT TESTED: install the server binaries (Debian: apt-get install postgresql)"


def binaries() -> Path | None:
    """The newest PostgreSQL server of this machine."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


def _as_server_user(command: list[str], owned: Path) -> list[str]:
    """PostgreSQL refuses to run as root: hand the folder and the command to an unprivileged user."""
    if os.geteuid() != 0:
        return command
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(owned, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", *command]


@contextmanager
def private_server(
    server: Path, *settings: str, kept: Path | None = None, env: Mapping[str, str] | None = None
) -> Iterator[str]:
    """
    Its address, with `{}` in the place of a database's name; it ends with the block.

    `server` holds the binaries, `settings` are like `shared_buffers=1GB`, `env` is its environment beside ours. What it holds
    goes with it, unless it lies in the folder `kept`, and is there the next time.
    """
    folder = kept or Path(tempfile.mkdtemp(prefix="vankien-pg-", dir="/tmp"))
    folder.mkdir(parents=True, exist_ok=True)
    control, data = str(server / "pg_ctl"), folder / "data"

    def run(*command: str) -> None:
        surrounded = ["env", *(f"{name}={said}" for name, said in (env or {}).items()), *command]
        subprocess.run(_as_server_user(surrounded, folder), check=True, stdout=subprocess.DEVNULL, cwd="/")

    try:
        making = ("-U", "vankien", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        if not data.exists():
            run(str(server / "initdb"), "-D", str(data), *making)
        chosen = (
            "listen_addresses=''",
            f"unix_socket_directories='{folder}'",
            "max_connections=200",
            *settings,
        )
        options = " ".join(f"-c {setting}" for setting in chosen)
        run(control, "start", "-w", "-D", str(data), "-o", options, "-l", str(folder / "log"))
        yield f"postgresql://vankien@/{{}}?host={folder}"
    finally:
        if (data / "postmaster.pid").exists():
            run(control, "stop", "-m", "fast" if kept else "immediate", "-D", str(data))
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def restart_at_once(address: str) -> None:
    """Restart the private server at `address` as a crash would (`pg_ctl -m immediate`); returns when it answers again."""
    folder = Path(parse_qs(urlsplit(address).query)["host"][0])
    server = binaries()
    assert server is not None
    command = [
        str(server / "pg_ctl"),
        "restart",
        "-w",
        "-m",
        "immediate",
        "-D",
        str(folder / "data"),
        "-l",
        str(folder / "log"),
    ]
    subprocess.run(_as_server_user(command, folder), check=True, stdout=subprocess.DEVNULL, cwd="/")
