"""A server under test: started on 127.0.0.1 with port 0, found by its own log line, ended by its own process id."""

from __future__ import annotations

import http.client
import json
import os
import queue
import re
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

ADDRESS = re.compile(r"https?://127\.0\.0\.1:(\d+)")


class Server:
    """One running service; `log` holds every line it wrote."""

    def __init__(self, command: list[str], cwd: Path | None = None, env: dict[str, str] | None = None):
        self.command, self.cwd = [str(part) for part in command], cwd
        self.env = {**os.environ, "SWIFT_BACKTRACE": "enable=no", **(env or {})}
        self.env.pop("PORT", None)
        self.log: list[str] = []
        self.port = 0
        self.process: subprocess.Popen | None = None

    def start(self, port: int = 0, deadline: float = 20) -> "Server":
        self.process = subprocess.Popen(
            [*self.command, "--host", "127.0.0.1", "--port", str(port)], cwd=self.cwd, env=self.env, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace")
        ready: queue.Queue[int | None] = queue.Queue()
        threading.Thread(target=self._read, args=(self.process, ready), daemon=True).start()
        try:
            found = ready.get(timeout=deadline)
        except queue.Empty:
            found = None
        if not found:
            self.kill()
            raise AssertionError("the server did not say where it listens:\n" + "\n".join(self.log))
        self.port = found
        return self

    def _read(self, process: subprocess.Popen, ready: queue.Queue) -> None:
        told = False
        for line in process.stdout:
            self.log.append(line.rstrip("\n"))
            match = ADDRESS.search(line)
            if match and not told:
                told = True
                ready.put(int(match.group(1)))
        if not told:
            ready.put(None)

    @property
    def gateway(self) -> bool:
        return self.command[1] == "run"

    # ---- its process ----
    @property
    def pid(self) -> int:
        return self.process.pid

    def terminate(self, deadline: float = 30) -> int:
        """SIGTERM; the exit status once it has gone."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(deadline)

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)

    def alive(self) -> bool:
        return self.process.poll() is None

    def open_files(self) -> int:
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def resident_kib(self) -> int:
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))

    # ---- talking to it ----
    def ws(self, path: str = "/ws?name=ann") -> str:
        return f"ws://127.0.0.1:{self.port}{path}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def request(self, method: str, path: str, body=None, headers: dict[str, str] | None = None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = dict(headers or {})
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        response.text = response.read().decode("utf-8", "replace")
        connection.close()
        return response

    def rooms(self) -> dict[str, list[str]]:
        return {one["name"]: one["users"] for one in json.loads(self.request("GET", "/rooms").text)}

    def raw(self, data: bytes = b"") -> socket.socket:
        """A bare connection that has sent `data`."""
        connection = socket.create_connection(("127.0.0.1", self.port), 10)
        connection.settimeout(10)
        if data:
            connection.sendall(data)
        return connection


def eventually(check, deadline: float = 10, what: str = "the condition"):
    """Waits for `check()` to be true, and returns what it gave."""
    end = time.monotonic() + deadline
    while True:
        value = check()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come true within {deadline} s (last: {value!r})")
        time.sleep(0.02)


def read_all(connection: socket.socket) -> bytes:
    """What the other side sends until it closes."""
    data = b""
    try:
        while chunk := connection.recv(65536):
            data += chunk
    except ConnectionResetError:
        pass
    return data


def read_until(connection: socket.socket, mark: bytes) -> bytes:
    data = b""
    while mark not in data:
        chunk = connection.recv(65536)
        if not chunk:
            raise AssertionError(f"closed before {mark!r}: {data!r}")
        data += chunk
    return data
