"""Starting, stopping and being treated badly."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import struct
import subprocess
import threading

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from conftest import commands
from server import eventually, read_all
from test_chat import Person, room
from test_http import HANDSHAKE


def test_sigterm_closes_websockets_with_1001_and_exits_0(start):
    server = start()
    people = [Person(server, f"p{n}") for n in range(20)]
    assert server.terminate() == 0
    for person in people:
        assert person.closed()[0] == 1001


def test_sigint_stops_cleanly_too(start):
    server = start()
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(30) == 0


def test_sigterm_under_load_exits_0_in_time(start):
    server = start()
    stop = threading.Event()

    def talk(name: str) -> None:
        try:
            with Person(server, name) as person:
                while not stop.is_set():
                    person.say("x")
                    person.next("message")
                    stop.wait(0.06)
        except (ConnectionClosed, OSError):
            pass

    def fetch() -> None:
        while not stop.is_set():
            try:
                server.request("GET", "/")
            except OSError:
                return

    threads = [threading.Thread(target=talk, args=(f"t{n}",)) for n in range(8)]
    threads += [threading.Thread(target=fetch) for _ in range(4)]
    for thread in threads:
        thread.start()
    eventually(lambda: len(server.rooms().get("main", [])) == 8, what="all connected")
    try:
        assert server.terminate() == 0
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)


def test_a_server_that_was_killed_starts_again_on_its_port(start):
    server = start()
    port = server.port
    person = Person(server, "ann")
    server.kill()
    assert person.closed()[0] in (None, 1006)
    again = start(port=port)
    assert again.port == port
    with Person(again, "ann") as ann:
        ann.say("back")
        assert ann.next("message")["text"] == "back"


def test_a_taken_port_is_one_clear_line_and_exit_1(start, kind):
    server = start()
    second = subprocess.run(
        [*server.command, "--host", "127.0.0.1", "--port", str(server.port)], capture_output=True, text=True, timeout=20,
        env=server.env)
    output = (second.stdout + second.stderr).strip()
    assert second.returncode == 1
    assert str(server.port) in output and "taken" in output
    assert len(output.splitlines()) == 1, output


def test_a_client_that_reads_nothing_is_cut_off_and_the_others_chat_on(start):
    server = start()
    where = room()
    slow = socket.socket()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.connect(("127.0.0.1", server.port))
    slow.sendall(HANDSHAKE.replace(b"/ws?name=ann", f"/ws/{where}?name=slow".encode()))
    eventually(lambda: "slow" in server.rooms().get(where, []), what="the slow one in the room")

    speakers = [Person(server, f"s{n}", where) for n in range(20)]
    ends = threading.Event()
    cut_off: list[str] = []

    def talk(person: Person) -> None:       # just under the spec's 20 messages a second, 2 KB each
        try:
            while not ends.wait(0.055):
                person.say("\N{GRINNING FACE}" * 500)
        except ConnectionClosed as closed:
            cut_off.append(str(closed))

    def listen(person: Person) -> None:
        try:
            while not ends.is_set():
                with contextlib.suppress(TimeoutError):
                    person.socket.recv(timeout=1)
        except ConnectionClosed as closed:
            cut_off.append(str(closed))

    threads = [threading.Thread(target=job, args=(speaker,)) for speaker in speakers for job in (talk, listen)]
    for thread in threads:
        thread.start()
    try:
        eventually(lambda: "slow" not in server.rooms().get(where, ["slow"]), deadline=60, what="the slow one cut off")
    finally:
        ends.set()
        for thread in threads:
            thread.join(20)
    assert cut_off == []
    # It is gone from the room before the log's own thread has written why.
    eventually(lambda: any("1013" in line for line in server.log), what="the log says that a slow client was closed")
    for speaker in speakers:
        speaker.socket.close()
    slow.close()


GARBAGE = [
    b"\x00" * 64, b"\xff" * 64, os.urandom(512), b"GET", b"\r\n\r\n\r\n", b"HELO mail\r\n", b"\x16\x03\x01" + os.urandom(120),
]


@pytest.mark.parametrize("stage", ["before", "during", "after"])
def test_garbage_harms_nobody(chat, stage):
    where = room()
    with Person(chat, "ann", where) as ann:
        ann.next("roster")
        for junk in GARBAGE:
            lead = {"before": b"", "during": HANDSHAKE[:40], "after": HANDSHAKE}[stage]
            connection = chat.raw(lead)
            if stage == "after":
                connection.recv(4096)
            try:
                connection.sendall(junk)
                connection.shutdown(socket.SHUT_WR)
                read_all(connection)
            except OSError:
                pass
            connection.close()
        ann.say("unharmed")
        assert ann.next("message")["text"] == "unharmed"
    assert chat.alive()


def test_a_thousand_connects_and_disconnects_leave_nothing_behind(start):
    server = start()

    def round_of(count: int) -> None:
        for number in range(count):
            style = number % 4
            if style == 0:
                connect(server.ws(f"/ws?name=c{number}"), compression=None).close()
                continue
            connection = server.raw(HANDSHAKE)
            if style == 1:
                connection.recv(4096)
            if style == 2:      # gone with a reset, in the middle of the handshake
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()

    def settled() -> bool:
        return server.rooms() == {} and server.open_files() <= files

    round_of(300)       # the hub's loops start with their first client; pools and caches reach their size
    eventually(lambda: server.rooms() == {}, deadline=30, what="everyone gone")
    files, before = server.open_files() + 2, server.resident_kib()
    round_of(1000)
    eventually(settled, deadline=30, what="all descriptors given back")
    assert server.resident_kib() - before < 4096, "memory grew with connections that are gone"


def test_a_bad_config_is_told_with_its_place(kind, tmp_path):
    config = tmp_path / "chat.yaml"
    config.write_text("host: 127.0.0.1\nprot: 80\nlog:\n  level: loud\n")
    command = [str(part) for part in commands()[kind]]
    command = [part for part in command if not part.endswith("etc/chat.yaml") and part != "--config"]
    done = subprocess.run([*command, "--config", str(config)], capture_output=True, text=True, timeout=20)
    assert done.returncode == 1
    output = done.stdout + done.stderr
    assert f"{config}:2:1: error" in output and "port" in output
    assert f"{config}:4:10: error" in output
