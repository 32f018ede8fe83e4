"""What clients of HTTP/2 have done to servers: floods, bombs and games with windows, over real sockets. Each ends as docs/http2.md
says, costs bounded memory, and harms nobody else."""

from __future__ import annotations

import contextlib
import socket
import time

import hpack
import pytest

from http2_client import (
    CALM, CANCEL, COMPRESSION_ERROR, CONTINUATION, DATA, FLOW_CONTROL_ERROR, HEADERS, PING, PRIORITY, PROTOCOL_ERROR, REFUSED_STREAM,
    RST_STREAM, SETTINGS, WINDOW_UPDATE, Raw, assert_serves, frame)
from server import Server, eventually
from test_http2 import serve  # noqa: F401 (fixture)
from test_tls import authority, folder  # noqa: F401 (fixtures)

MOST_KIB = 20_000


@contextlib.contextmanager
def bounded(server: Server, kib: int = MOST_KIB):
    """What is done within costs the server so much memory at most, and others are answered afterwards."""
    assert_serves(server)
    before = server.resident_kib()
    yield
    grown = server.resident_kib() - before
    assert grown < kib, f"{grown} KiB more"
    assert_serves(server)


def flood(raw: Raw, make, count: int, seconds: float = 20) -> None:
    """Sends until the server has had enough."""
    end = time.monotonic() + seconds
    for index in range(count):
        if not raw.send(make(index)) or raw.ended or time.monotonic() > end:
            break
        if index % 16 == 0:
            raw.pump()
    raw.wait(lambda: False, "the end of the connection")


def initial_window(size: int) -> bytes:
    return frame(SETTINGS, 0, b"\0\4" + size.to_bytes(4, "big"))


def grant(stream: int, count: int) -> bytes:
    return frame(WINDOW_UPDATE, stream, count.to_bytes(4, "big"))


FLOODS = {
    "rapid reset": lambda raw: lambda i: raw.headers(2 * i + 1) + frame(RST_STREAM, 2 * i + 1, b"\0\0\0\x08"),
    "rapid reset of bodies": lambda raw: lambda i: (
        raw.headers(2 * i + 1, "/rooms/x/messages", method="POST", flags=4) + frame(DATA, 2 * i + 1, b"{")
        + frame(RST_STREAM, 2 * i + 1, b"\0\0\0\x08")),
    "pings": lambda raw: lambda i: frame(PING, 0, b"12345678"),
    "settings": lambda raw: lambda i: frame(SETTINGS, 0),
    "settings that move the window of every stream": lambda raw: lambda i: (
        raw.headers(2 * i + 1, flags=4) if i < 90 else initial_window(i % 2 * 0x7FFF_0000)),
    "priorities": lambda raw: lambda i: frame(PRIORITY, 2 * i + 1, b"\0\0\0\0\x10"),
    "empty data": lambda raw: lambda i: raw.headers(1, flags=4) if i == 0 else frame(DATA, 1),
    "empty continuations": lambda raw: lambda i: raw.headers(1, flags=1) if i == 0 else frame(CONTINUATION, 1),
    "continuations": lambda raw: lambda i: (
        raw.headers(1, flags=1) if i == 0 else frame(CONTINUATION, 1, raw.encoder.encode([(f"x-{i}", "a" * 500)]))),
    "malformed requests": lambda raw: lambda i: raw.headers(2 * i + 1, more=[("connection", "close")]),
    "requests that make the server reset": lambda raw: lambda i: raw.headers(2 * i + 1, flags=4) + grant(2 * i + 1, 0),
    "windows that overflow": lambda raw: lambda i: raw.headers(2 * i + 1, flags=4) + grant(2 * i + 1, 0x7FFF_FFFF),
}
# The codec tells these by their size, or by what is left of a window, before it has counted enough of them.
OTHERWISE = {"continuations": {CALM, COMPRESSION_ERROR, PROTOCOL_ERROR}}


@pytest.mark.parametrize("name", FLOODS)
def test_floods_are_told_to_calm_down(serve, name):
    server = serve()
    with bounded(server):
        raw = Raw(server)
        flood(raw, FLOODS[name](raw), 3000)
        assert raw.goodbye() in OTHERWISE.get(name, {CALM}), raw.frames[-3:]


def test_floods_of_many_clients_at_once_cost_bounded_memory(serve):
    server = serve()
    with bounded(server, 40_000):
        clients = [Raw(server) for _ in range(50)]
        for index in range(120):
            for raw in clients:
                raw.send(raw.headers(2 * index + 1) + frame(RST_STREAM, 2 * index + 1, b"\0\0\0\x08"))
                raw.pump()
        assert_serves(server)
        for index in range(120, 240):
            for raw in clients:
                if not raw.ended:
                    raw.send(raw.headers(2 * index + 1) + frame(RST_STREAM, 2 * index + 1, b"\0\0\0\x08"))
                    raw.pump()
        for raw in clients:
            raw.wait(lambda: False, "the end of the connection")
            assert raw.goodbye() == CALM
    eventually(lambda: server.open_files() < 40, what="no connection left")


def test_what_costs_no_more_than_its_bytes_is_not_counted(serve):
    server = serve()
    with bounded(server):
        raw = Raw(server)
        for _ in range(200):
            raw.send(grant(0, 1) * 100 + frame(0x42, 0, b"?" * 500) * 20)
            raw.pump()
        raw.send(raw.headers(1))
        raw.wait(lambda: raw.status(1), "the answer")
        assert raw.status(1) == "200" and raw.goodbye() is None


def test_a_client_that_reads_nothing_is_cut_when_answers_pile_up(serve):
    server = serve(**{"http2.control": "1000000", "log.level": "debug"})
    with bounded(server):
        raw = Raw(server)
        raw.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        data = frame(PING, 0, b"12345678") * 1000
        for _ in range(900):
            if not raw.send(data):
                break
        eventually(lambda: any("HTTP/2: " in line and "uffer" in line for line in server.log), 30, "the end of its patience")
    raw.socket.close()


def test_streams_beyond_the_limit_are_refused_and_others_go_on(serve):
    server = serve(**{"http2.streams": "5"})
    raw = Raw(server)
    # Five that are answered, and whose bodies don't end.
    raw.send(b"".join(raw.headers(2 * i + 1, flags=4) for i in range(5)) + raw.headers(11))
    raw.wait(lambda: raw.reset(11) is not None, "the refusal")
    assert raw.reset(11) == REFUSED_STREAM
    raw.send(frame(DATA, 1, b"", 1) + raw.headers(13))
    raw.wait(lambda: any(stream == 13 for stream, _ in raw.of(DATA)), "an answer")
    # Who has confirmed the limit and doesn't keep it is not served any longer.
    raw.send(frame(SETTINGS, 0, flags=1) + b"".join(raw.headers(2 * i + 15, flags=4) for i in range(3)))
    raw.wait(lambda: False, "the end of the connection")
    assert raw.goodbye() == PROTOCOL_ERROR
    assert_serves(server)


# ---- bombs ----
def references(raw: Raw) -> bytes:
    """One long field in the table, then thousands of references to it."""
    encoder = hpack.Encoder()
    first = encoder.encode([(":method", "GET"), (":path", "/rooms"), (":scheme", "http"), (":authority", "a"), ("x-a", "a" * 3900)])
    bomb = encoder.encode([("x-a", "a" * 3900)]) * 4000
    return frame(HEADERS, 1, first, 5) + frame(HEADERS, 3, bomb[:8000], 5)


BOMBS = {
    "references to a long field": references,
    "a byte for each field": lambda raw: frame(HEADERS, 1, b"\x82\x84\x86\x41\x01a" + b"\x90" * 16_000, 5),
    "crumbs of cookies": lambda raw: frame(HEADERS, 1, b"\x82\x84\x86\x41\x01a\x60\x03a=b" + b"\xbe" * 16_000, 5),
    "a table larger than agreed": lambda raw: frame(HEADERS, 1, b"\x3f\xe1\xff\xff\x07\x82\x84\x86", 5),
    "a number without an end": lambda raw: frame(HEADERS, 1, b"\x82\x84\x86\xff" + b"\xff" * 1000, 5),
    "a string longer than its frame": lambda raw: frame(HEADERS, 1, b"\x82\x84\x86\x40\x01a\x7f\xff\xff\xff\x07", 5),
}


@pytest.mark.parametrize("name", BOMBS)
def test_compression_bombs_end_their_connection(serve, name):
    server = serve()
    with bounded(server):
        clients = [Raw(server) for _ in range(20)]
        for raw in clients:
            raw.send(BOMBS[name](raw))
        for raw in clients:
            raw.wait(lambda: False, "the end of the connection")
            assert raw.goodbye() in (PROTOCOL_ERROR, COMPRESSION_ERROR)


# ---- windows ----
@pytest.fixture
def big(serve, tmp_path):
    """A service with a file of 30 MB."""
    (tmp_path / "big.yaml").write_text(
        "spec: 1\nservice: big\nroutes:\n  GET /file: { static: { file: Public/big.bin } }\n  GET /rooms: { respond: { text: none } }\n")
    (tmp_path / "Public").mkdir()
    (tmp_path / "Public/big.bin").write_bytes(b"x" * 30_000_000)
    return lambda **settings: serve(tmp_path / "big.yaml", **settings)


def test_clients_that_take_nothing_of_what_they_ask_for_cost_bounded_memory(big):
    server = big()
    # 500 streams, each with a chunk or two that wait, of 30 MB each that they were asked for.
    with bounded(server, 150_000):
        clients = [Raw(server) for _ in range(5)]
        for raw in clients:
            raw.send(b"".join(raw.headers(2 * i + 1, "/file") for i in range(100)))
        for raw in clients:
            raw.wait(lambda: sum(len(payload) for _, payload in raw.of(DATA)) >= 65_535, "a window full")
            raw.send(frame(PING, 0, b"12345678"))
            raw.wait(lambda: raw.of(PING), "the ping")


def test_a_stream_that_is_granted_a_byte_at_a_time_is_cut_and_its_neighbours_are_not(big):
    server = big(**{"timeouts.write": "1s", "http2.control": "100000"})
    with bounded(server):
        raw = Raw(server, b"\0\4\0\0\0\0")
        raw.send(raw.headers(1, "/file") + raw.headers(3, "/file") + grant(3, 100_000))

        def drip():
            raw.send(grant(1, 1) + grant(3, 1000) + grant(0, 1001))
            raw.pump(0.02)
            return raw.reset(1) is not None or raw.ended
        eventually(drip, 20, "the end of the slow stream")
        assert raw.reset(1) == CANCEL and raw.reset(3) is None and raw.goodbye() is None
        raw.send(raw.headers(5) + grant(5, 100))
        raw.wait(lambda: raw.status(5), "an answer on the same connection")


def test_a_window_below_zero_holds_the_answer_back_until_it_is_above(big):
    server = big()
    raw = Raw(server, b"\0\4\0\0\x27\x10")
    raw.send(raw.headers(1, "/file"))

    def taken() -> int:
        return sum(len(payload) for stream, payload in raw.of(DATA) if stream == 1)
    raw.wait(lambda: taken() == 10_000, "the first window")
    # Less than was sent already: the window is 9,999 below zero (RFC 9113 section 6.9.2).
    raw.send(initial_window(1) + grant(1, 9_999) + frame(PING, 0, b"12345678"))
    raw.wait(lambda: raw.of(PING), "the ping")
    assert taken() == 10_000
    raw.send(grant(1, 5))
    raw.wait(lambda: taken() == 10_005, "what was granted beyond")
    # Beyond 2^31 - 1 (section 6.9.1).
    raw.send(grant(1, 0x7FFF_FFFF) + grant(1, 0x7FFF_FFFF))
    raw.wait(lambda: raw.reset(1) is not None, "the end of the stream")
    assert raw.reset(1) == FLOW_CONTROL_ERROR and raw.goodbye() is None
    assert_serves(server)
