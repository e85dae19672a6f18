from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workers.processes import (
    Child,
    ChildDied,
    ChildNotReady,
    PortBusy,
    ProcessFailed,
    Supervisor,
    require_free_port,
    treat_termination_as_interrupt,
)

Eventually = Callable[[Callable[[], object]], None]
IsGone = Callable[[int], bool]

# Appends its name to a file when it gets SIGTERM, and another word for SIGINT.
POLITE = """
import signal, sys
name, diary = sys.argv[1:]
awaited = {signal.SIGTERM, signal.SIGINT}
signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
print("ready", flush=True)
while True:
    told = signal.sigwait(awaited)
    with open(diary, "a") as file: file.write(name + (" was interrupted" * (told == signal.SIGINT)) + "\\n")
    if told == signal.SIGTERM: sys.exit()
"""

# Has a child of its own, which like itself does not listen to SIGTERM.
STUBBORN = """
import os, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = os.fork()
if grandchild: print("grandchild", grandchild, flush=True)
while True: signal.pause()
"""

# Supervises what the arguments after the log folder say, until it is told to stop or killed.
SUPERVISING = """
import sys
from pathlib import Path
from workers.processes import Supervisor, treat_termination_as_interrupt
treat_termination_as_interrupt()
try:
    with Supervisor(log_folder=Path(sys.argv[1])) as supervisor:
        for name in sys.argv[3:]:
            supervisor.start(name, [sys.executable, "-c", sys.argv[2], name, sys.argv[1] + "/diary"], grace=0.5)
        print("started", flush=True)
        supervisor.watch()
except KeyboardInterrupt:
    sys.exit(7)
"""


def python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", code, *arguments]


def says(log: Path, word: str) -> Callable[[], bool]:
    return lambda: log.exists() and word in log.read_text()


def grandchild_in(log: Path) -> int:
    found = re.search(r"grandchild (\d+)\n", log.read_text())
    assert found
    return int(found[1])


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    with Supervisor(log_folder=tmp_path) as supervisor:
        yield supervisor


@pytest.fixture
def supervise(project_env: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """`supervise(code, name, ...)`: another Python, at the head of a process group, that supervises those children."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *names: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            python(SUPERVISING, str(tmp_path), code, *names),
            env=project_env,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


class TestStarting:
    def test_it_waits_until_the_child_is_ready(self, supervisor: Supervisor, tmp_path: Path) -> None:
        """
        The next child is started only when this one can be used.
        """
        supervisor.start(
            "web", python(POLITE, "web", str(tmp_path / "diary")), ready=says(tmp_path / "web.log", "ready")
        )

        assert "ready" in (tmp_path / "web.log").read_text()

    def test_a_child_that_is_never_ready_is_named(self, supervisor: Supervisor) -> None:
        """
        A child that runs but does not answer in time is a failure that says who and how long.
        """
        with pytest.raises(ChildNotReady, match=r"web was not ready within 0\.1 s; see .*web\.log"):
            supervisor.start("web", ["sleep", "1000"], ready=lambda: False, ready_within=0.1)

    def test_a_program_that_does_not_exist_is_named(self, supervisor: Supervisor) -> None:
        """
        A missing program is told as such, not as a time that ran out.
        """
        with pytest.raises(
            ChildDied, match=r"web ended with status 127.*cannot start no-such-program: No such file"
        ):
            supervisor.start("web", ["no-such-program"], ready=lambda: False)

    def test_only_this_run_is_quoted(self, supervisor: Supervisor, tmp_path: Path) -> None:
        """
        The log keeps earlier runs, but their last lines are not blamed on this one.
        """
        (tmp_path / "web.log").write_text("an older fault\n")
        with pytest.raises(ChildDied, match=r"its last lines: a new fault$"):
            supervisor.start("web", python("raise SystemExit('a new fault')"), ready=lambda: False)

        assert (tmp_path / "web.log").read_text() == "an older fault\na new fault\n"

    def test_children_get_the_environment_they_are_given(
        self, supervisor: Supervisor, tmp_path: Path
    ) -> None:
        """
        Settings travel to a child by its environment.
        """
        env = {**os.environ, "VANKIEN_WORD": "đại hội", "PYTHONUTF8": "1"}
        code = "import os; print(os.environ['VANKIEN_WORD'], flush=True); import signal; signal.pause()"
        supervisor.start("web", python(code), env=env, ready=says(tmp_path / "web.log", "đại hội"))

    def test_children_have_a_session_of_their_own(self, supervisor: Supervisor) -> None:
        """
        Ctrl-C and a closed terminal go to the supervisor's session only.
        """
        child = supervisor.start("web", ["sleep", "1000"])

        assert os.getsid(child.pid) != os.getsid(0)


class TestWatching:
    def test_the_child_that_dies_is_named(self, supervisor: Supervisor) -> None:
        """
        Of several children the dead one is named, with its status and its last words.
        """
        supervisor.start("web", ["sleep", "1000"])
        supervisor.start(
            "worker", python("import sys; sys.stdin.read(); print('no more memory'); sys.exit(3)")
        )
        supervisor.start("relay", ["sleep", "1000"])

        with pytest.raises(
            ChildDied, match=r"^worker ended with status 3; see .*worker\.log; .*: no more memory$"
        ):
            supervisor.watch()

    def test_a_killed_child_is_noticed(self, supervisor: Supervisor) -> None:
        """
        kill -9 of a child is told as a shell would: 128 + 9.
        """
        child = supervisor.start("worker", ["sleep", "1000"])
        os.kill(child.pid, signal.SIGKILL)

        with pytest.raises(ChildDied, match="worker ended with status 137"):
            supervisor.watch()

    def test_a_child_started_elsewhere_is_watched_and_stopped_too(
        self, supervisor: Supervisor, tmp_path: Path, is_gone: IsGone
    ) -> None:
        """
        The embedded broker is started by its own module, but belongs to the same family.
        """
        broker = Child("broker", ["sleep", "1000"], log=tmp_path / "broker.log")
        supervisor.adopt(broker)
        supervisor.start("web", ["false"])

        with pytest.raises(ChildDied, match=r"^web"):
            supervisor.watch()
        supervisor.stop()
        assert is_gone(broker.pid)


class TestStopping:
    def test_the_last_started_is_stopped_first(self, supervisor: Supervisor, tmp_path: Path) -> None:
        """
        What others need is stopped after them.
        """
        for name in ("broker", "worker", "web"):
            code = python(POLITE, name, str(tmp_path / "diary"))
            supervisor.start(name, code, ready=says(tmp_path / f"{name}.log", "ready"))
        supervisor.stop()

        assert (tmp_path / "diary").read_text().split() == ["web", "worker", "broker"]

    def test_neither_child_nor_grandchild_can_refuse(
        self, supervisor: Supervisor, tmp_path: Path, is_gone: IsGone, eventually: Eventually
    ) -> None:
        """
        Those who do not listen to SIGTERM get SIGKILL when their grace is over, with all they started.
        """
        log = tmp_path / "worker.log"
        child = supervisor.start("worker", python(STUBBORN), ready=says(log, "grandchild"), grace=0.2)
        grandchild = grandchild_in(log)
        assert not is_gone(grandchild)
        supervisor.stop()

        eventually(lambda: is_gone(child.pid) and is_gone(grandchild))

    def test_a_killed_child_leaves_no_grandchild(
        self, supervisor: Supervisor, tmp_path: Path, is_gone: IsGone, eventually: Eventually
    ) -> None:
        """
        When a child is killed by kill -9, what it started does not run on unseen.
        """
        log = tmp_path / "worker.log"
        child = supervisor.start("worker", python(STUBBORN), ready=says(log, "grandchild"))
        os.kill(child.pid, signal.SIGKILL)

        eventually(lambda: is_gone(grandchild_in(log)))

    def test_a_child_can_be_stopped_by_its_leash(self, supervisor: Supervisor, tmp_path: Path) -> None:
        """
        A person who ends the small process beside a program ends the program in good order.
        """
        code = python(POLITE, "web", str(tmp_path / "diary"))
        child = supervisor.start("web", code, ready=says(tmp_path / "web.log", "ready"))
        os.kill(os.getsid(child.pid), signal.SIGTERM)

        assert child.ended_within(10)
        assert (tmp_path / "diary").read_text() == "web\n"

    def test_a_failed_start_stops_those_already_started(self, tmp_path: Path, is_gone: IsGone) -> None:
        """
        Leaving the block by a failure leaves nothing running.
        """
        started: list[Child] = []

        def start_both() -> None:
            with Supervisor(log_folder=tmp_path) as supervisor:
                started.append(supervisor.start("broker", ["sleep", "1000"]))
                supervisor.start("web", ["false"], ready=lambda: False)

        with pytest.raises(ProcessFailed):
            start_both()

        assert is_gone(started[0].pid)

    @pytest.mark.parametrize("told_by", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_ctrl_c_stops_children_once_and_in_order(
        self,
        supervise: Callable[..., subprocess.Popen[str]],
        tmp_path: Path,
        told_by: signal.Signals,
        eventually: Eventually,
    ) -> None:
        """
        A terminal signals the whole foreground group; children hear of it from the supervisor only.
        """
        process = supervise(POLITE, "broker", "web")
        eventually(lambda: all(says(tmp_path / f"{name}.log", "ready")() for name in ("broker", "web")))
        os.killpg(process.pid, told_by)

        assert process.wait(20) == 7
        assert (tmp_path / "diary").read_text().splitlines() == ["web", "broker"]


class TestKilledSupervisor:
    def test_nothing_outlives_it(
        self,
        supervise: Callable[..., subprocess.Popen[str]],
        tmp_path: Path,
        is_gone: IsGone,
        eventually: Eventually,
    ) -> None:
        """
        kill -9 of the supervisor ends children and grandchildren, even those who do not listen to SIGTERM.
        """
        log = tmp_path / "worker.log"
        process = supervise(STUBBORN, "worker")
        eventually(says(log, "grandchild"))
        grandchild = grandchild_in(log)
        child = os.getpgid(grandchild)
        process.kill()

        eventually(lambda: is_gone(child) and is_gone(grandchild))

    @pytest.mark.slow
    @pytest.mark.parametrize("server", ["gunicorn", "celery"])
    def test_nothing_of_our_real_servers_outlives_it(
        self,
        server: str,
        tmp_path: Path,
        broker_url: str,
        project_env: dict[str, str],
        is_gone: IsGone,
        eventually: Eventually,
    ) -> None:
        """
        gunicorn's and Celery's worker processes end too when the process that started them is killed.
        """
        (tmp_path / "wsgi.py").write_text("def app(environ, start_response): ...\n")
        (tmp_path / "jobs.py").write_text(f"import celery\napp = celery.Celery(broker={broker_url!r})\n")
        commands = {
            "gunicorn": ["gunicorn", "--workers=2", f"--bind=unix:{tmp_path}/web.sock", "wsgi:app"],
            "celery": ["celery", "--app=jobs", "worker", "--concurrency=2", "--pool=prefork"],
        }
        start = (
            "import sys; from pathlib import Path; from workers.processes import Child\n"
            "child = Child('server', [sys.executable, '-m', *sys.argv[2:]], log=Path(sys.argv[1]))\n"
            "print(child.pid, flush=True); sys.stdin.read()"
        )
        with subprocess.Popen(
            python(start, str(tmp_path / "log"), *commands[server]),
            env={**project_env, "PYTHONPATH": f"{project_env['PYTHONPATH']}{os.pathsep}{tmp_path}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as parent:
            assert parent.stdout is not None
            group = int(parent.stdout.readline())
            # The master and its two worker processes.
            eventually(lambda: len(members(group)) >= 3)
            family = members(group)
            parent.kill()

        eventually(lambda: all(is_gone(pid) for pid in family))


def members(group: int) -> list[int]:
    """The pids in the process group `group`."""
    table = subprocess.run(
        ["ps", "-A", "-o", "pid=,pgid="], capture_output=True, text=True, check=True
    ).stdout
    return [int(pid) for pid, pgid in (line.split() for line in table.splitlines()) if int(pgid) == group]


class TestPorts:
    def test_a_busy_port_is_told_with_the_way_out(self) -> None:
        """
        The sentence names the port and the setting that chooses another.
        """
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            with pytest.raises(PortBusy, match=rf"port {port} of 127\.0\.0\.1 .*VANKIEN_PORT=\d+$"):
                require_free_port("127.0.0.1", port)

    def test_a_port_just_given_back_is_free(self) -> None:
        """
        The check neither takes the port nor minds connections of a server that has ended.
        """
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            with socket.create_connection(("127.0.0.1", port)), server.accept()[0] as served:
                served.shutdown(socket.SHUT_RDWR)

        require_free_port("127.0.0.1", port)
        require_free_port("127.0.0.1", port)

    @pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("no such host", 8000)])
    def test_an_impossible_address_is_told_the_same_way(self, host: str, port: int) -> None:
        """
        A wrong figure or name is a sentence too, never a traceback.
        """
        with pytest.raises(PortBusy, match=f"port {port} of {host}"):
            require_free_port(host, port)


def test_termination_interrupts() -> None:
    """
    After `treat_termination_as_interrupt`, SIGTERM leaves `with` blocks as Ctrl-C does.
    """
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        treat_termination_as_interrupt()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
