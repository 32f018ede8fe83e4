"""More places to listen on, and Unix sockets: seen with curl and bare sockets, against the service and the gateway."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess

import pytest
from websockets.sync.client import unix_connect

from conftest import commands
from server import eventually


def curl(path, *more: str) -> str:
    return subprocess.run(
        ["curl", "-sS", "--max-time", "10", "--unix-socket", path, *more, "http://localhost/rooms"],
        capture_output=True, text=True, timeout=20, check=True).stdout


def test_a_service_listens_on_several_places(start, tmp_path):
    path = tmp_path / "chat.sock"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = start("--set", f"listeners=http://127.0.0.1:{port}, unix:{path}?mode=0600")
    eventually(lambda: sum("also listening on" in line for line in server.log) == 2, what="both in the log")
    assert server.rooms() == {}
    assert curl(path) == "[]"
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    other = subprocess.run(["curl", "-sS", f"http://127.0.0.1:{port}/rooms"], capture_output=True, text=True, timeout=20)
    assert other.stdout == "[]"
    with unix_connect(str(path), "ws://localhost/ws?name=ann", open_timeout=10, close_timeout=1):
        eventually(lambda: server.rooms() == {"main": ["ann"]}, what="the client over the Unix socket")
    assert server.terminate() == 0
    assert not path.exists()


def test_the_socket_of_a_killed_process_is_taken_over_and_that_of_a_living_one_is_not(kind, start, tmp_path):
    path = tmp_path / "chat.sock"
    first = start("--set", f"listeners=unix:{path}")
    eventually(lambda: path.exists(), what="the socket")
    second = subprocess.run(
        [*commands()[kind], "--port", "0", "--set", f"listeners=unix:{path}"], capture_output=True, text=True,
        timeout=20)
    assert second.returncode == 1
    assert f"unix:{path} is taken by another process" in second.stdout + second.stderr
    assert curl(path) == "[]"
    first.process.send_signal(signal.SIGKILL)
    first.process.wait(10)
    assert path.exists()
    start("--set", f"listeners=unix:{path}")
    assert curl(path) == "[]"


def test_a_file_in_the_place_of_a_socket_stays(kind, tmp_path):
    path = tmp_path / "precious"
    path.write_text("mine")
    result = subprocess.run(
        [*commands()[kind], "--port", "0", "--set", f"listeners=unix:{path}"], capture_output=True, text=True,
        timeout=20)
    assert result.returncode == 1
    assert "a file that is no socket lies there" in result.stdout + result.stderr
    assert path.read_text() == "mine"


@pytest.mark.parametrize("value, message", [
    ("8081", "'8081' is no address to listen on"), ("unix:", "is no address"), ("ftp://a:1", "is no address"),
    ("https://127.0.0.1:0", "needs a certificate"), ("http://127.0.0.1:70000", "is no address"),
])
def test_what_is_no_address_is_said(kind, value, message):
    result = subprocess.run(
        [*commands()[kind], "--port", "0", "--set", f"listeners={value}"], capture_output=True, text=True, timeout=20)
    assert result.returncode != 0
    assert message in result.stdout + result.stderr
