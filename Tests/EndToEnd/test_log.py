"""The log as operators and their tools see it: JSON lines, a file, ids that tie a request's answer to its line."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess

import pytest
from websockets.sync.client import connect

from conftest import commands
from server import ADDRESS, eventually


class FileLogged:
    """A server whose log goes to a file."""

    def __init__(self, kind: str, path, *more: str):
        self.path = path
        command = [str(part) for part in commands()[kind]]
        settings = [f"log.file={path}", "log.access=all", *more]
        arguments = [word for setting in settings for word in ("--set", setting)]
        self.process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", "0", "--log-format", "json", *arguments], text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "SWIFT_BACKTRACE": "enable=no"})
        said = eventually(lambda: path.exists() and ADDRESS.search(path.read_text()), what="the address in the log file")
        self.port = int(said.group(1))

    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.path.read_text().splitlines()]

    def line(self, message: str) -> dict:
        return eventually(lambda: next((one for one in self.lines() if one["message"] == message), None), what=message)

    def get(self, path: str, *more: str) -> dict[str, str]:
        text = subprocess.run(
            ["curl", "-sS", "--max-time", "10", "-o", "/dev/null", "-D", "-", *more, f"http://127.0.0.1:{self.port}{path}"],
            capture_output=True, text=True, timeout=20, check=True).stdout
        return dict(one.strip().lower().split(": ", 1) for one in text.splitlines() if ": " in one)

    def stop(self) -> str:
        self.process.send_signal(signal.SIGTERM)
        _, errors = self.process.communicate(timeout=30)
        assert self.process.returncode == 0
        return errors


@pytest.fixture
def logged(kind, tmp_path):
    started: list[FileLogged] = []

    def run(*more: str) -> FileLogged:
        started.append(FileLogged(kind, tmp_path / "a.log", *more))
        return started[-1]

    yield run
    for one in started:
        if one.process.poll() is None:
            one.process.kill()


def test_a_file_has_a_json_line_for_every_request_under_the_id_that_the_answer_bears(logged):
    server = logged()
    headers = server.get("/rooms?token=secret")
    line = server.line("GET /rooms 200")
    assert re.fullmatch("[0-9a-f]{32}", headers["x-request-id"]) and line["request"] == headers["x-request-id"]
    assert (line["method"], line["path"], line["route"], line["status"]) == ("GET", "/rooms", "/rooms", 200)
    assert line["from"] == "127.0.0.1" and line["level"] == "info" and line["bytes"] > 0 and line["ms"] >= 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    with connect(f"ws://127.0.0.1:{server.port}/ws?name=ann&token=secret") as client:
        opened = server.line("GET /ws 101")
        assert opened["request"] == client.response.headers["X-Request-ID"]
    closed = server.line("GET /ws closed 1000")
    assert closed["request"] == opened["request"] and closed["user"] == "ann" and closed["by"] == "client"
    assert server.stop() == ""
    text = server.path.read_text()
    assert "secret" not in text and '"message":"stopped"' in text


def test_under_load_no_line_is_lost_or_torn(logged):
    server = logged()
    url = f"http://127.0.0.1:{server.port}/rooms"
    workers = [
        subprocess.Popen(["curl", "-sS", "--max-time", "60", *([url] * 500)], stdout=subprocess.DEVNULL)
        for _ in range(4)]
    assert all(worker.wait(60) == 0 for worker in workers)
    server.stop()
    lines = [one for one in server.lines() if one["message"] == "GET /rooms 200"]
    assert len(lines) == 2000 and len({one["request"] for one in lines}) == 2000


def test_the_file_is_renamed_when_it_has_grown(logged):
    server = logged("log.maxSize=64KiB", "log.keep=1")
    url = f"http://127.0.0.1:{server.port}/rooms"
    subprocess.run(
        ["curl", "-sS", "--max-time", "60", *([url] * 700)], stdout=subprocess.DEVNULL, check=True, timeout=60)
    old = server.path.with_name("a.log.1")
    eventually(old.exists, what="the renamed file")
    server.stop()
    assert old.stat().st_size <= 64 * 1024 and not server.path.with_name("a.log.2").exists()
    for line in (old.read_text() + server.path.read_text()).splitlines():
        json.loads(line)


def test_a_renamed_file_is_opened_again_on_sighup(logged):
    server = logged()
    old = server.path.rename(server.path.with_name("a.log.old"))
    server.get("/rooms")
    eventually(lambda: '"GET /rooms 200"' in old.read_text(), what="the line in the renamed file")
    server.process.send_signal(signal.SIGHUP)
    eventually(server.path.exists, what="the new file")
    server.get("/nowhere")
    assert server.line("GET /nowhere 404")["status"] == 404
    assert "/nowhere" not in old.read_text()


def test_a_file_that_cannot_be_opened_keeps_the_service_from_starting(kind, tmp_path):
    command = [str(part) for part in commands()[kind]]
    result = subprocess.run(
        [*command, "--port", "0", "--set", f"log.file={tmp_path}/no/a.log"], capture_output=True, text=True, timeout=30)
    assert result.returncode == 1
    assert result.stderr == (
        f"error: The log file '{tmp_path}/no/a.log' can't be opened: No such file or directory. "
        "Make its folder, or let log.file name another place.\n")
