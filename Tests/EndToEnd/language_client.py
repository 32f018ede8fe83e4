"""A client for a language server over pipes: requests with answers, notifications, and a deadline for everything."""

from __future__ import annotations

import json
import os
import select
import subprocess
import time


class LanguageClient:
    def __init__(self, command, deadline: float = 30):
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.deadline = deadline
        self.buffer = b""
        self.last_id = 0
        self.notifications: list[dict] = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()

    def write(self, data: bytes):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        body = json.dumps(message).encode()
        self.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def notify(self, method, params):
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def request(self, method, params=None):
        """The whole answer; what comes between is kept as notifications."""
        self.last_id += 1
        self.send({"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params})
        while True:
            message = self.read()
            if "method" in message:
                self.notifications.append(message)
            elif message["id"] == self.last_id:
                return message

    def result(self, method, params=None):
        answer = self.request(method, params)
        assert "error" not in answer, answer
        return answer["result"]

    def diagnostics(self, uri):
        """The next findings that are told of a document."""
        while True:
            for message in self.notifications:
                if message["method"] == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                    self.notifications.remove(message)
                    return message["params"]["diagnostics"]
            self.notifications.append(self.read())

    def read(self):
        end = time.monotonic() + self.deadline
        while True:
            head, separator, rest = self.buffer.partition(b"\r\n\r\n")
            if separator:
                length = int(dict(line.split(b": ") for line in head.split(b"\r\n"))[b"Content-Length"])
                if len(rest) >= length:
                    self.buffer = rest[length:]
                    return json.loads(rest[:length])
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            assert ready, "the server said nothing in time"
            data = os.read(self.process.stdout.fileno(), 65536)
            assert data, f"the server ended: {self.process.stderr.read().decode()}"
            self.buffer += data

    def exit(self) -> int:
        self.notify("exit", None)
        return self.process.wait(self.deadline)
