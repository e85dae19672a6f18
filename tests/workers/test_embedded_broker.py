from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import kombu
import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st

from workers.embedded_broker import (
    LONGEST_SOCKET_PATH,
    PLAIN_PATH,
    BrokerFailed,
    EmbeddedBroker,
    broker_url_for,
    socket_path_for,
    start_broker,
)

# Starts a broker in the folder it is given, says the server's pid, and waits to be killed.
STARTER = """
import sys
from pathlib import Path
from workers.embedded_broker import start_broker
print(start_broker(Path(sys.argv[1])).child.pid, flush=True)
sys.stdin.read()
"""


def client_of(folder: Path) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(socket_path_for(folder)), decode_responses=True)


@pytest.fixture
def starter(tmp_path: Path, project_env: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Another Python that started a broker in `tmp_path`, and the server's pid."""
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, str(tmp_path)],
        env=project_env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        yield parent, int(parent.stdout.readline())
        parent.kill()


class TestRunning:
    def test_celery_s_transport_takes_the_url(self, broker_url: str) -> None:
        """
        A message put through kombu at the broker's url comes out again.
        """
        with kombu.Connection(broker_url) as connection, connection.SimpleQueue("errands") as queue:
            queue.put({"document_id": "d1"})
            received = queue.get(timeout=5)
            received.ack()

        assert received.payload == {"document_id": "d1"}

    def test_nothing_but_its_owner_can_reach_it(self, tmp_path: Path) -> None:
        """
        The server opens no network port, and its socket is for its owner alone.
        """
        with start_broker(tmp_path):
            port = client_of(tmp_path).config_get("port")
            mode = socket_path_for(tmp_path).stat().st_mode

        assert port == {"port": "0"}
        assert stat.S_IMODE(mode) == 0o700

    def test_another_process_can_tell_the_url(self, tmp_path: Path) -> None:
        """
        The url depends on the folder alone, so that workers need not be told it.
        """
        with start_broker(tmp_path) as broker:
            assert broker.url == broker_url_for(tmp_path)
            assert broker_url_for(tmp_path).startswith("redis+socket:///")

    def test_it_refuses_writes_rather_than_forget(self, tmp_path: Path) -> None:
        """
        Messages are never evicted, and reach the disk at least once a second.
        """
        with start_broker(tmp_path):
            settings = client_of(tmp_path).config_get("maxmemory-policy", "appendonly", "appendfsync", "save")

        assert settings == {
            "maxmemory-policy": "noeviction",
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
        }


class TestFolders:
    @pytest.mark.parametrize("name", ["x" * 120, "Nguyễn Văn A", "50% #1?&@'"])
    def test_any_folder_will_do(self, tmp_path: Path, name: str) -> None:
        """
        Neither a path too long for a socket nor one that needs escaping in a url keeps the broker from starting.
        """
        folder = tmp_path / name
        with start_broker(folder) as broker:
            with kombu.Connection(broker.url) as connection:
                connection.ensure_connection(max_retries=1)
            private = socket_path_for(folder).parent.stat()

        socket_path_for(folder).parent.rmdir()
        assert stat.S_IMODE(private.st_mode) == 0o700
        assert (folder / "appendonlydir").is_dir()

    @given(
        st.lists(
            st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=60),
            max_size=4,
        )
    )
    def test_a_socket_path_always_fits(self, names: list[str]) -> None:
        """
        Whatever the folder is called, its socket's path is short enough, needs no escaping, and is always the same.
        """
        folder = Path("/nowhere", *(name.replace("/", "_") for name in names))
        path = socket_path_for(folder)

        assert path == socket_path_for(folder)
        assert len(os.fsencode(path)) <= LONGEST_SOCKET_PATH
        assert PLAIN_PATH.fullmatch(str(path))

    def test_two_folders_never_share_a_socket(self, tmp_path: Path) -> None:
        """
        Long paths that differ only at their end have sockets of their own.
        """
        assert socket_path_for(tmp_path / ("x" * 150 + "a")) != socket_path_for(tmp_path / ("x" * 150 + "b"))

    def test_a_folder_others_may_enter_is_no_place_for_the_socket(self, tmp_path: Path) -> None:
        """
        Somebody else may have made the folder under the shared temporary folder to catch our messages.
        """
        folder = tmp_path / ("x" * 120)
        trap = socket_path_for(folder).parent
        trap.mkdir()
        trap.chmod(0o755)
        try:
            with pytest.raises(BrokerFailed, match="not a private folder"):
                start_broker(folder)
        finally:
            trap.rmdir()


class TestRestart:
    def test_messages_survive_an_orderly_restart(self, tmp_path: Path) -> None:
        """
        What was in the broker when it was stopped is there when it starts again.
        """
        with start_broker(tmp_path):
            client_of(tmp_path).rpush("celery", "message")
        with start_broker(tmp_path):
            assert client_of(tmp_path).lrange("celery", 0, -1) == ["message"]

    def test_messages_survive_a_killed_server(self, tmp_path: Path) -> None:
        """
        kill -9 of the server loses nothing it had answered for.
        """
        with start_broker(tmp_path) as broker:
            client_of(tmp_path).rpush("celery", "message")
            os.kill(broker.child.pid, signal.SIGKILL)
            assert broker.child.ended_within(10)
        with start_broker(tmp_path):
            assert client_of(tmp_path).lrange("celery", 0, -1) == ["message"]

    def test_a_second_start_is_refused(self, tmp_path: Path) -> None:
        """
        Two servers on one folder would write one file; the first goes on undisturbed.
        """
        with start_broker(tmp_path):
            with pytest.raises(BrokerFailed, match="another instance is running in this folder"):
                start_broker(tmp_path)
            assert client_of(tmp_path).ping()

    def test_a_broken_file_is_told_with_the_server_s_own_words(self, tmp_path: Path) -> None:
        """
        When the server cannot read what it wrote, the sentence says what it said.
        """
        start_broker(tmp_path).stop()
        (tmp_path / "appendonlydir" / "appendonly.aof.manifest").write_text("this is no manifest\n")

        with pytest.raises(BrokerFailed, match=r"did not start.*ended with status 1.*manifest"):
            start_broker(tmp_path)


class TestEnding:
    def test_it_ends_when_its_starter_is_killed(
        self,
        starter: tuple[subprocess.Popen[str], int],
        eventually: Callable[[Callable[[], object]], None],
        is_gone: Callable[[int], bool],
    ) -> None:
        """
        kill -9 of the process that started it leaves no server behind.
        """
        parent, server = starter
        assert not is_gone(server)
        parent.kill()
        eventually(lambda: is_gone(server))

    def test_the_next_start_finds_what_the_killed_starter_left(
        self, starter: tuple[subprocess.Popen[str], int], tmp_path: Path
    ) -> None:
        """
        Starting again at once after kill -9 waits for the old server to sync its file instead of being refused.
        """
        parent, _ = starter
        client_of(tmp_path).rpush("celery", "message")
        parent.kill()
        with start_broker(tmp_path):
            assert client_of(tmp_path).lrange("celery", 0, -1) == ["message"]
        assert "Calling fsync() on the AOF file" in (tmp_path / "broker.log").read_text()

    @pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's parent-death signal")
    def test_it_ends_when_its_leash_is_killed(
        self,
        tmp_path: Path,
        eventually: Callable[[Callable[[], object]], None],
        is_gone: Callable[[int], bool],
    ) -> None:
        """
        Nor does a server outlive the small process that holds it.
        """
        with start_broker(tmp_path) as broker:
            # It leads the session in which the server runs.
            os.kill(os.getsid(broker.child.pid), signal.SIGKILL)
            eventually(lambda: is_gone(broker.child.pid))

    def test_it_outlives_the_thread_that_started_it(self, tmp_path: Path) -> None:
        """
        The end of a thread is not the end of its process.
        """
        started: list[EmbeddedBroker] = []
        thread = threading.Thread(target=lambda: started.append(start_broker(tmp_path)))
        thread.start()
        thread.join()
        with started[0] as broker:
            assert not broker.child.ended_within(0.5)
            assert client_of(tmp_path).ping()

    def test_stopping_twice_is_harmless(self, tmp_path: Path, is_gone: Callable[[int], bool]) -> None:
        """
        After `stop` the server is gone, and a second `stop` changes nothing.
        """
        broker = start_broker(tmp_path)
        broker.stop()
        broker.stop()
        assert is_gone(broker.child.pid)
