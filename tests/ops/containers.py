"""
Services of the compose file without an engine: a process in a network, a root and rights of its own, as the file says.

Commands, environments, checks of health and paths are taken from the file as they stand. The root is this machine's, read-only, with the
file's volumes, secrets and tmpfs in their places; names of services are found in /etc/hosts. The user is that of the tests, without any
capability. Needs root, as other networks do.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.hosts import Host, new_host
from tests.ops.composition import ROOT, Service, entry_of_image

_NO_RIGHTS = ["setpriv", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
_PATH = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin:/usr/sbin"

# $1 is the new root; the others are "source target" pairs of what is bound into it. What the machine has stays as it is.
_NEW_ROOT = """
set -e
root=$1; shift
mount --make-rprivate /
mount -t tmpfs tmpfs "$root"
for one in /*; do
    case $one in
        /run|/var|/tmp) mkdir "$root$one" ;;
        *) if [ -L "$one" ]; then cp -P "$one" "$root$one"
           elif [ -d "$one" ]; then mkdir "$root$one"; mount --rbind "$one" "$root$one"
           fi ;;
    esac
done
for one in "$root"/*; do
    # /proc and its like have rules of their own.
    if mountpoint -q "$one"; then mount -o remount,bind,ro "$one" 2>/dev/null || true; fi
done
mount -t tmpfs tmpfs "$root/tmp"
for one in "$@"; do
    source=${one%% *}; target=$root${one#* }
    if [ -d "$source" ]; then [ -d "$target" ] || mkdir -p "$target"; fi
    if [ -f "$source" ]; then [ -e "$target" ] || { mkdir -p "${target%/*}"; : > "$target"; }; fi
    mount --rbind "$source" "$target"
done
mount -o remount,bind,ro "$root"
cd "$root"
exec chroot "$root" sh -c 'echo; exec cat'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A service of the compose file, with a place to run in."""

    name: str
    service: Service
    host: Host
    folder: Path
    programs: Mapping[str, str]
    """What stands for a program of another image: its name there, its path here."""

    def command(self) -> list[str]:
        """What the file runs."""
        entry = self.service.get("entrypoint") or (entry_of_image() if "build" in self.service else [])
        return [*entry, *self.service["command"]]

    def start(self, command: list[str] | None = None, **asked: object) -> subprocess.Popen[str]:
        """Start what the file runs, or `command` beside it."""
        words = [
            self.programs.get(word, word) if at == 0 else word
            for at, word in enumerate(command or self.command())
        ]
        # What runs from the checkout, which may be this user's alone, stays this user's.
        user = (
            None
            if "build" in self.service or words[0] in self.programs.values()
            else self.service.get("user")
        )
        rights = [*_NO_RIGHTS, *_as_user(user)] if user else _NO_RIGHTS
        folder = "/var/lib/vankien" if "build" in self.service else "/tmp"  # noqa: S108 -- its own
        enter = ["nsenter", f"--target={self.host.pid}", "--net", "--mount", "--root", "--wdns=/", "--", "sh", "-c",
                 f"cd {folder} && exec {shlex.join([*rights, *words])}"]  # fmt: skip
        of_image = {
            "VANKIEN_VAR": "/var/lib/vankien",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
        }
        env = {
            "PATH": _PATH,
            **(of_image if "build" in self.service else {}),
            **self.service.get("environment", {}),
        }
        return subprocess.Popen(enter, env=env, text=True, **asked)  # type: ignore[call-overload, no-any-return]

    def run(self, command: list[str] | None = None) -> subprocess.CompletedProcess[str]:
        """The same to its end."""
        with self.start(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
            said, _ = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, said, "")

    def is_healthy(self) -> bool:
        """Whether its check of health, as the file writes it, succeeds."""
        kind, *command = self.service["healthcheck"]["test"]
        assert kind == "CMD"
        return self.run(command).returncode == 0


def _as_user(user: str) -> list[str]:
    number, _, group = user.partition(":")
    return [f"--reuid={number}", f"--regid={group}", "--clear-groups"]


@contextmanager
def container(
    name: str,
    service: Service,
    address: str,
    *,
    folder: Path,
    sources: Mapping[str, Path],
    names: Path,
    programs: Mapping[str, str],
) -> Iterator[Container]:
    """
    A place for a service at that address, on no cable yet; `sources` are the folders and files of its volumes and secrets.

    `names` is its /etc/hosts.
    """
    root = folder / f"root-{name}"
    root.mkdir()
    mounts = [*service.get("volumes", ()), *service.get("secrets", ())]
    bound = [f"{names} /etc/hosts", f"{ROOT} {ROOT}"]
    bound += [f"{sources[one['source']]} {one['target']}" for one in mounts]
    script = ["sh", "-c", _NEW_ROOT, "sh", str(root), *bound]
    with new_host(name, address, inside=script) as host:
        yield Container(name=name, service=service, host=host, folder=folder, programs=programs)


def ends_in_time(process: subprocess.Popen[str], seconds: float) -> bool:
    """Whether it ends by itself within so many seconds of being told to, without a fault."""
    process.send_signal(signal.SIGTERM)
    try:
        return process.wait(seconds) in (0, -signal.SIGTERM, 128 + signal.SIGTERM)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        return False
