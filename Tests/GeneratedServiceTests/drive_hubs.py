#!/usr/bin/env python3
"""What hubs say without code, of a running all-things: drive_hubs.py COMMAND…

The generated service and the gateway have to pass alike, so this knows nothing of which of them it talks to.
"""

import os
import subprocess
import sys
import threading
import unittest

from credentials import Credentials
from websocket_client import WebSocket


class Service:
    """The process; its port is read from what it logs."""

    def __init__(self, command):
        self.keys = Credentials()
        self.process = subprocess.Popen(
            [*command, "--port", "0"], stderr=subprocess.PIPE, text=True, env={**os.environ, **self.keys.environment})
        for line in self.process.stderr:
            if "127.0.0.1:" in line:
                self.port = int(line.rsplit("127.0.0.1:", 1)[1].split()[0].rstrip("/"))
                # What it logs from here on is read so that it never waits for room in the pipe.
                threading.Thread(target=self.process.stderr.read, daemon=True).start()
                return
        raise SystemExit("the service did not start")

    def stop(self):
        self.process.terminate()
        self.keys.close()
        return self.process.wait(timeout=20)


class Hubs(unittest.TestCase):
    maxDiff = None

    def connect(self, path, **options):
        client = WebSocket(service.port, path, **options)
        self.assertEqual(client.status, 101)
        self.addCleanup(client.close)
        return client

    def test_messages_say_what_the_request_of_their_client_said(self):
        ann = self.connect("/asked/one?user=%20ann%20&level=7&colour=red")
        self.assertEqual(ann.json(), {"by": "hub", "in": "one", "level": 7, "line": "welcome to one, ann"})
        bob = self.connect("/asked/one?user=bob")
        self.assertEqual(bob.json(), {"by": "hub", "in": "one", "level": 1, "line": "welcome to one, bob"})
        self.assertEqual(ann.json(), {"by": "bob", "in": "one", "level": 0, "line": "joined"})
        ann.send({"text": "hi"})
        bob.send({"text": "ho"})
        for client in (ann, bob):
            said = sorted([client.json(), client.json()], key=lambda message: message["by"])
            self.assertEqual(
                said, [{"by": "ann", "in": "one", "level": 7, "colour": "red", "line": "ann (7): hi"},
                       {"by": "bob", "in": "one", "level": 1, "line": "bob (1): ho"}])

    def test_a_client_that_comes_back_gets_what_it_missed(self):
        ann = self.connect("/lobby/history?name=ann", origin="https://example.com")
        first = self.connect("/lobby/history?name=first", origin="https://example.com", protocol="other, hub.v1")
        position = first.json()
        self.assertEqual((position["type"], position["room"]), ("position", "lobby-history"))
        epoch = position["epoch"]
        # What is sent to one client alone has no place in the room's history.
        while (message := first.json())["message"]["type"] != "here":
            self.assertIn("offset", message)
        self.assertNotIn("offset", message)
        for number in range(2, 5):
            ann.send({"type": "talk", "text": f"n{number}"})
        offsets = []
        while len(offsets) < 3:
            message = first.json()
            if message["message"].get("text", "").startswith("n"):
                offsets.append((message["offset"], message["message"]["text"]))
        self.assertEqual([text for _, text in offsets], ["n2", "n3", "n4"])
        first.close()
        back = self.connect(
            f"/lobby/history?name=back&after={epoch}:{offsets[0][0]}", origin="https://example.com", protocol="hub.v1")
        self.assertEqual(back.json(), {"type": "position", "room": "lobby-history", "epoch": epoch, "offset": offsets[0][0]})
        again = [back.json() for _ in range(2)]
        self.assertEqual([(message["offset"], message["message"]["text"]) for message in again], offsets[1:])
        lost = self.connect("/lobby/history?name=lost&after=elsewhere:9", origin="https://example.com", protocol="hub.v1")
        self.assertEqual(lost.json()["type"], "gap")
        bad = WebSocket(service.port, "/lobby/history?name=bad&after=x", "https://example.com")
        self.addCleanup(bad.close)
        self.assertEqual(bad.status, 400)

    def test_raw_text_is_remembered_too(self):
        ann, bob = self.connect("/notes"), self.connect("/notes")
        ann.send("a note")
        while bob.receive() != "main: a note":
            pass
        late = self.connect("/notes?after=0", protocol="hub.v1")
        self.assertEqual(late.json()["type"], "position")
        notes = []
        while "main: a note" not in notes:
            notes.append(late.json()["message"])


if __name__ == "__main__":
    service = Service(sys.argv[1:])
    program = unittest.main(argv=sys.argv[:1], exit=False)
    status = service.stop()
    if status != 0:
        print(f"the service ended with {status}", file=sys.stderr)
    sys.exit(not program.result.wasSuccessful() or status != 0)
