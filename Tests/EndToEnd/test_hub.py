"""What a hub's settings promise, seen with independent clients, against the generated service and the gateway."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.sync.client import connect

from server import eventually
from test_browser import Page
from test_chat import Person, room

COMPRESSED = {"CHAT_HUBS_CHAT_COMPRESS": "true", "CHAT_HUBS_CHAT_COMPRESS_THRESHOLD": "64B"}
TEXT = "it gets shorter, " * 28


def deflating(server, name: str, where: str, **parameters):
    """A client that offers permessage-deflate with these parameters, and counts what came compressed."""
    socket = connect(
        server.ws(f"/ws/{where}?name={name}"), open_timeout=10, close_timeout=1, compression=None,
        extensions=[ClientPerMessageDeflateFactory(**parameters)])
    assert [extension.name for extension in socket.protocol.extensions] == ["permessage-deflate"]
    decode = socket.protocol.extensions[0].decode
    socket.deflated = 0

    def counting(frame, **options):
        socket.deflated += frame.rsv1
        return decode(frame, **options)

    socket.protocol.extensions[0].decode = counting
    return socket


def next_text(socket) -> str:
    while True:
        event = json.loads(socket.recv(timeout=10))
        if event["type"] == "message":
            return event["text"]


@pytest.mark.parametrize("context", ["false", "true"])
def test_compressed_messages_are_read_by_clients_of_every_kind(start, context):
    server = start(env={**COMPRESSED, "CHAT_HUBS_CHAT_COMPRESS_CONTEXT": context})
    where = room()
    offers = [{}, {"server_no_context_takeover": True}, {"server_max_window_bits": 9}, {"client_max_window_bits": 10},
              {"client_no_context_takeover": True, "server_max_window_bits": 12}]
    sockets = [deflating(server, f"c{index}", where, **offer) for index, offer in enumerate(offers)]
    with Person(server, "plain", where) as plain:
        for number in range(4):
            text = f"{number} {TEXT}".strip()
            sockets[number].send(json.dumps({"text": text}))
            assert plain.next("message")["text"] == text
            assert [next_text(socket) for socket in sockets] == [text] * len(sockets)
        plain.say("short")
        assert [next_text(socket) for socket in sockets] == ["short"] * len(sockets)
    assert all(socket.deflated >= 4 for socket in sockets), [socket.deflated for socket in sockets]
    for socket in sockets:
        socket.close()


@pytest.mark.browser
@pytest.mark.timeout(180)
def test_chromium_reads_and_writes_compressed_messages(start, tmp_path):
    server = start(env=COMPRESSED)
    where = room()
    page = Page(tmp_path / "profile")
    try:
        page.join(server, "ann", where)
        with Person(server, "bob", where) as bob:
            bob.say(TEXT)
            page.sees(TEXT.strip())
            page.say(f"me too: {TEXT[:200]}")
            page.sees(f"me too: {TEXT[:200]}".strip())
            while (text := bob.next("message")["text"]) == TEXT.strip():
                pass
            assert text == f"me too: {TEXT[:200]}".strip()
        # What the browser agreed on, from its own mouth.
        agreed = page.driver.execute_async_script(
            "const done = arguments[0]; const socket = new WebSocket(`ws://${location.host}/ws?name=eve`);"
            "socket.onopen = () => done(socket.extensions)")
        assert agreed.startswith("permessage-deflate")
        assert page.complaints() == []
    finally:
        page.driver.quit()


def test_a_drain_tells_clients_to_come_back_after_a_restart(start):
    server = start(env={"CHAT_HUBS_CHAT_DRAIN_CODE": "1012", "CHAT_HUBS_CHAT_DRAIN": "0s"})
    with Person(server, "ann") as ann:
        ann.next("roster")
        server.process.terminate()
        assert ann.closed() == (1012, "the server restarts")


def test_more_bytes_than_allowed_close_with_1008(start):
    server = start(env={"CHAT_HUBS_CHAT_BYTE_RATE": "1KiB/m"})
    with Person(server, "ann") as ann:
        for _ in range(4):
            ann.say("x" * 400)
        assert ann.closed() == (1008, "too many bytes in too short a time")


def test_the_process_takes_so_many_websockets_and_no_more(start):
    server = start(env={"CHAT_LIMITS_WEB_SOCKETS": "2"})
    with Person(server, "ann"), Person(server, "bob"):
        with pytest.raises(InvalidStatus) as refused:
            Person(server, "cid")
        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] == "5"


def sockets_of(server) -> int:
    folder = Path(f"/proc/{server.process.pid}/fd")
    return sum(1 for entry in folder.iterdir() if _target(entry).startswith("socket:"))


def _target(entry: Path) -> str:
    try:
        return os.readlink(entry)
    except OSError:
        return ""


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="SO_REUSEPORT spreads connections on Linux alone")
def test_two_processes_share_a_port_and_one_goes_on_without_the_other(start):
    shared = {"CHAT_SHARE_PORT": "true"}
    first = start(env=shared)
    second = start(env=shared, port=first.port)
    assert first.port == second.port
    before = sockets_of(first), sockets_of(second)
    people = [Person(first, f"p{index}", room()) for index in range(40)]
    for person in people:
        person.next("roster")
    grown = sockets_of(first) - before[0], sockets_of(second) - before[1]
    assert sum(grown) == 40 and min(grown) > 0, grown
    first.process.terminate()
    eventually(lambda: not first.alive(), 20, "the first to end")
    with Person(second, "late") as late:
        late.next("roster")
        late.say("still here")
        assert late.next("message")["text"] == "still here"
    for person in people:
        person.socket.close()
