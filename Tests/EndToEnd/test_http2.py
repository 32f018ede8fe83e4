"""HTTP/2 as others see it: curl, httpx, hyper's h2, and frames of our own, against the gateway."""

from __future__ import annotations

import json
import select
import socket
import ssl
import struct
import subprocess
import threading
import time

import h2.config
import h2.connection
import h2.events
import h2.settings
import hpack
import httpx
import pytest
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, Message, TextMessage

from conftest import ROOT, program
from server import Server, eventually
from test_tls import Authority, authority, folder  # noqa: F401 (fixtures)

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
PROTOCOL_ERROR, FLOW_CONTROL_ERROR, FRAME_SIZE_ERROR, REFUSED_STREAM, CANCEL, COMPRESSION_ERROR, CALM = 1, 3, 6, 7, 8, 9, 11


@pytest.fixture
def serve(folder):  # noqa: F811
    servers: list[Server] = []

    def start(spec=ROOT / "specs/chat.yaml", secure=False, **settings) -> Server:
        if secure:
            settings = {"tls.certificate": folder / "server.pem", "tls.key": folder / "server.key", **settings}
        else:
            settings = {"http2.cleartext": "true", **settings}
        command = [program("GATEWAY"), "run", spec]
        for key, value in settings.items():
            command += ["--set", f"{key}={value}"]
        server = Server(command)
        servers.append(server)
        return server.start()

    yield start
    for server in servers:
        server.kill()


# ---- curl ----
def curl(server: Server, *arguments: str, secure: bool = False) -> subprocess.CompletedProcess:
    base = f"http{'s' if secure else ''}://localhost:{server.port}"
    return subprocess.run(
        ["curl", "-sS", "-k", "--max-time", "15", "--resolve", f"localhost:{server.port}:127.0.0.1",
         *[one.replace("BASE", base) for one in arguments]], capture_output=True, text=True, timeout=30)


def test_curl_over_tls_asks_for_several_things_on_one_connection(serve):
    server = serve(secure=True)
    result = curl(server, "--http2", "BASE/", "BASE/rooms", "BASE/nowhere", "-o", "/dev/null", "-o", "/dev/null", "-o",
                  "/dev/null", "-w", "%{http_version} %{http_code} %{num_connects}\n", secure=True)
    assert result.stdout.splitlines() == ["2 200 1", "2 200 0", "2 404 0"], result.stderr
    old = curl(server, "--http1.1", "BASE/rooms", "-w", " %{http_version}", secure=True)
    assert old.stdout == "[] 1.1"


def test_curl_with_prior_knowledge_and_without_on_one_port(serve):
    server = serve()
    told = curl(server, "--http2-prior-knowledge", "BASE/", "-o", "/dev/null", "-w", "%{http_version} %{size_download}")
    version, size = told.stdout.split()
    assert version == "2"
    head = curl(server, "--http2-prior-knowledge", "-I", "BASE/")
    assert f"content-length: {size}" in head.stdout
    part = curl(server, "--http2-prior-knowledge", "-r", "10-19", "BASE/", "-w", "%{http_code} %{size_download}", "-o", "/dev/null")
    assert part.stdout == "206 10"
    assert curl(server, "BASE/rooms", "-w", " %{http_version}").stdout == "[] 1.1"
    # Asked to change protocols on the way, it stays with HTTP/1.1, as RFC 9113 wants it.
    assert curl(server, "--http2", "BASE/rooms", "-w", " %{http_version}").stdout == "[] 1.1"


def test_without_the_switch_no_client_gets_it(serve):
    server = serve(**{"http2.cleartext": "false"})
    assert curl(server, "--http2-prior-knowledge", "BASE/rooms").returncode != 0
    secure = serve(secure=True, **{"http2.enabled": "false"})
    assert curl(secure, "--http2", "BASE/rooms", "-w", " %{http_version}", secure=True).stdout == "[] 1.1"


# ---- httpx ----
def test_httpx_asks_for_many_things_at_once(serve):
    server = serve(secure=True)
    with httpx.Client(http2=True, verify=False) as client:
        results: list[tuple[str, int, int]] = []

        def ask() -> None:
            response = client.get(f"https://localhost:{server.port}/")
            results.append((response.http_version, response.status_code, len(response.content)))

        threads = [threading.Thread(target=ask) for _ in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert len(results) == 40 and len(set(results)) == 1 and results[0][:2] == ("HTTP/2", 200)


# ---- frames of our own ----
def frame(kind: int, stream: int, payload: bytes = b"", flags: int = 0, length: int | None = None) -> bytes:
    return struct.pack(">I", len(payload) if length is None else length)[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


class Raw:
    """A client that sends what it likes, and keeps the frames that come back."""

    def __init__(self, server: Server, settings: bytes = b""):
        self.socket = server.raw(PREFACE + frame(SETTINGS, 0, settings))
        self.encoder = hpack.Encoder()
        self.decoder = hpack.Decoder()
        self.frames: list[tuple[int, int, int, bytes]] = []
        self.ended = False
        self.buffer = b""

    def headers(self, stream: int, path: str = "/rooms", more: list = [], flags: int = 5) -> bytes:
        fields = [(":method", "GET"), (":path", path), (":scheme", "http"), (":authority", "localhost"), *more]
        return frame(HEADERS, stream, self.encoder.encode(fields), flags)

    def send(self, data: bytes) -> bool:
        try:
            self.socket.sendall(data)
            return True
        except OSError:
            return False

    def pump(self, seconds: float = 0.0) -> None:
        """Takes what has come."""
        while not self.ended and select.select([self.socket], [], [], seconds)[0]:
            try:
                chunk = self.socket.recv(65536)
            except OSError:
                chunk = b""
            self.ended = not chunk
            self.buffer += chunk
            while len(self.buffer) >= 9:
                length = int.from_bytes(self.buffer[:3], "big")
                if len(self.buffer) < 9 + length:
                    break
                kind, flags, stream = self.buffer[3], self.buffer[4], int.from_bytes(self.buffer[5:9], "big")
                self.frames.append((kind, stream, flags, self.buffer[9:9 + length]))
                self.buffer = self.buffer[9 + length:]
            seconds = 0.0

    def wait(self, check, what: str, deadline: float = 20):
        def look():
            self.pump(0.05)
            return check() or (self.ended and "ended")
        return eventually(look, deadline, what)

    def of(self, kind: int) -> list[tuple[int, bytes]]:
        return [(stream, payload) for one, stream, _, payload in self.frames if one == kind]

    def status(self, stream: int) -> str | None:
        found = [payload for one, payload in self.of(HEADERS) if one == stream]
        return dict(self.decoder.decode(found[0]))[":status"] if found else None

    def reset(self, stream: int) -> int | None:
        found = [payload for one, payload in self.of(RST_STREAM) if one == stream]
        return int.from_bytes(found[0], "big") if found else None

    def goodbye(self) -> int | None:
        found = self.of(GOAWAY)
        return int.from_bytes(found[-1][1][4:8], "big") if found else None


def alive(server: Server) -> None:
    assert server.alive()
    assert server.request("GET", "/rooms").status == 200


CONNECTION_ERRORS = {
    "a stream with an even number": (lambda raw: raw.headers(2), PROTOCOL_ERROR),
    "data on a stream that was never opened": (lambda raw: frame(DATA, 1, b"x"), PROTOCOL_ERROR),
    "headers on stream 0": (lambda raw: raw.headers(0), PROTOCOL_ERROR),
    "a ping on a stream": (lambda raw: frame(PING, 1, b"12345678"), PROTOCOL_ERROR),
    "a short ping": (lambda raw: frame(PING, 0, b"1234"), FRAME_SIZE_ERROR),
    "settings of a broken length": (lambda raw: frame(SETTINGS, 0, b"12345"), FRAME_SIZE_ERROR),
    "a window beyond its end": (lambda raw: frame(WINDOW_UPDATE, 0, b"\x7f\xff\xff\xff") * 2, FLOW_CONTROL_ERROR),
    "a frame that is too large": (lambda raw: frame(DATA, 1, b"", length=16_385), FRAME_SIZE_ERROR),
    "bytes that are no HPACK": (lambda raw: frame(HEADERS, 1, b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 5), COMPRESSION_ERROR),
    "a continuation of nothing": (lambda raw: frame(CONTINUATION, 1, b"\x82", 4), PROTOCOL_ERROR),
    "another frame within a header section": (lambda raw: raw.headers(1, flags=1) + frame(PING, 0, b"12345678"), PROTOCOL_ERROR),
    "a push from a client": (lambda raw: frame(PUSH_PROMISE, 1, b"\0\0\0\2\x82", 4), PROTOCOL_ERROR),
}


@pytest.mark.parametrize("name", CONNECTION_ERRORS)
def test_frames_that_break_the_connection_get_a_goaway_that_says_why(serve, name):
    server = serve()
    build, code = CONNECTION_ERRORS[name]
    raw = Raw(server)
    raw.send(build(raw))
    raw.wait(lambda: False, "the end of the connection")
    assert raw.goodbye() == code, raw.frames
    alive(server)


def flood(raw: Raw, make, count: int, seconds: float = 20) -> None:
    """Sends until the server has had enough."""
    end = time.monotonic() + seconds
    for index in range(count):
        if not raw.send(make(index)) or raw.ended or time.monotonic() > end:
            break
        if index % 16 == 0:
            raw.pump()
    raw.wait(lambda: False, "the end of the connection")


FLOODS = {
    "rapid reset": lambda raw: lambda i: raw.headers(2 * i + 1) + frame(RST_STREAM, 2 * i + 1, b"\0\0\0\x08"),
    "pings": lambda raw: lambda i: frame(PING, 0, b"12345678"),
    "settings": lambda raw: lambda i: frame(SETTINGS, 0),
    "priorities": lambda raw: lambda i: frame(PRIORITY, 2 * i + 1, b"\0\0\0\0\x10"),
    "empty data": lambda raw: lambda i: raw.headers(1, flags=4) if i == 0 else frame(DATA, 1),
    "continuations": lambda raw: lambda i: raw.headers(1, flags=1) if i == 0 else frame(CONTINUATION, 1),
    "malformed requests": lambda raw: lambda i: raw.headers(2 * i + 1, more=[("connection", "close")]),
    "requests that make the server reset": lambda raw: lambda i: raw.headers(2 * i + 1, flags=4) + frame(WINDOW_UPDATE, 2 * i + 1, b"\0\0\0\0"),
}


@pytest.mark.parametrize("name", FLOODS)
def test_floods_are_told_to_calm_down(serve, name):
    server = serve()
    raw = Raw(server)
    flood(raw, FLOODS[name](raw), 3000)
    assert raw.goodbye() == CALM, raw.frames[-3:]
    alive(server)


def test_a_client_that_reads_nothing_is_cut_when_answers_pile_up(serve):
    server = serve(**{"http2.control": "1000000", "log.level": "debug"})
    before = server.resident_kib()
    raw = Raw(server)
    raw.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    data = frame(PING, 0, b"12345678") * 1000
    for _ in range(900):
        if not raw.send(data):
            break
    eventually(lambda: any("HTTP/2: " in line and "uffer" in line for line in server.log), 30, "the end of its patience")
    assert server.resident_kib() - before < 20_000
    raw.socket.close()
    alive(server)


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
    alive(server)


def test_a_compression_bomb_ends_its_connection(serve):
    server = serve()
    before = server.resident_kib()
    raw = Raw(server)
    # One long field in the table, then thousands of references to it.
    encoder = hpack.Encoder()
    first = encoder.encode([(":method", "GET"), (":path", "/rooms"), (":scheme", "http"), (":authority", "a"), ("x-a", "a" * 3900)])
    bomb = encoder.encode([("x-a", "a" * 3900)]) * 4000
    raw.send(frame(HEADERS, 1, first, 5))
    raw.send(frame(HEADERS, 3, bomb[:8000], 5))
    raw.wait(lambda: False, "the end of the connection")
    assert raw.goodbye() in (PROTOCOL_ERROR, COMPRESSION_ERROR)
    assert server.resident_kib() - before < 20_000
    alive(server)


def test_clients_that_take_nothing_of_what_they_ask_for_cost_bounded_memory(serve, tmp_path):
    (tmp_path / "big.yaml").write_text("spec: 1\nservice: big\nroutes:\n  GET /file: { static: { file: Public/big.bin } }\n")
    (tmp_path / "Public").mkdir()
    (tmp_path / "Public/big.bin").write_bytes(b"x" * 30_000_000)
    server = serve(tmp_path / "big.yaml")
    before = server.resident_kib()
    clients = [Raw(server) for _ in range(5)]
    for raw in clients:
        raw.send(b"".join(raw.headers(2 * i + 1, "/file") for i in range(100)))
    for raw in clients:
        raw.wait(lambda: sum(len(payload) for _, payload in raw.of(DATA)) >= 65_535, "a window full")
        raw.send(frame(PING, 0, b"12345678"))
        raw.wait(lambda: raw.of(PING), "the ping")
    # 500 streams, each with a chunk or two that wait, of 30 MB each that they were asked for.
    assert server.resident_kib() - before < 150_000
    assert server.request("GET", "/file").status == 200


# ---- WebSockets (RFC 8441) ----
# hyper's h2 takes no frame after a GOAWAY, though streams go on after one (RFC 9113 section 6.8).
h2.connection.H2ConnectionStateMachine._transitions[
    (h2.connection.ConnectionState.CLIENT_OPEN, h2.connection.ConnectionInputs.RECV_GOAWAY)
] = (None, h2.connection.ConnectionState.CLIENT_OPEN)


class Tunnels:
    """One connection of hyper's h2, and the WebSockets on it."""

    def __init__(self, server: Server, secure: bool):
        plain = socket.create_connection(("127.0.0.1", server.port), 10)
        if secure:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            context.set_alpn_protocols(["h2"])
            plain = context.wrap_socket(plain, server_hostname="localhost")
            assert plain.selected_alpn_protocol() == "h2"
        self.socket = plain
        self.scheme = "https" if secure else "http"
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True, header_encoding="utf-8"))
        self.h2.initiate_connection()
        self.flush()
        self.heads: dict[int, dict[str, str]] = {}
        self.bodies: dict[int, bytes] = {}
        self.sockets: dict[int, Connection] = {}
        self.texts: dict[int, list[str]] = {}
        self.closes: dict[int, int] = {}
        self.over: dict[int, str] = {}
        self.goodbyes: list[int] = []
        self.eof = False
        self.knows = False
        # A client may not ask for a tunnel before it knows that the server takes it (RFC 8441 section 3).
        self.until(lambda: self.knows)

    def flush(self) -> None:
        self.socket.sendall(self.h2.data_to_send())

    def open(self, path: str, more: list = []) -> int:
        stream = self.h2.get_next_available_stream_id()
        fields = [(":method", "CONNECT"), (":protocol", "websocket"), (":scheme", self.scheme), (":path", path),
                  (":authority", "localhost"), ("sec-websocket-version", "13"), *more]
        self.h2.send_headers(stream, fields)
        self.flush()
        self.sockets[stream] = Connection(ConnectionType.CLIENT)
        self.texts[stream] = []
        self.until(lambda: stream in self.heads or stream in self.over)
        return stream

    def get(self, path: str) -> int:
        stream = self.h2.get_next_available_stream_id()
        self.h2.send_headers(stream, [(":method", "GET"), (":scheme", self.scheme), (":path", path), (":authority", "localhost")],
                             end_stream=True)
        self.flush()
        return stream

    def say(self, stream: int, event) -> None:
        self.h2.send_data(stream, self.sockets[stream].send(event))
        self.flush()

    def until(self, check, deadline: float = 15) -> None:
        end = time.monotonic() + deadline
        while not check() and not self.eof:
            assert time.monotonic() < end, (self.heads, self.texts, self.over)
            self.socket.settimeout(max(0.1, end - time.monotonic()))
            data = self.socket.recv(65536)
            self.eof = not data
            for event in self.h2.receive_data(data) if data else []:
                self.take(event)
            self.flush()

    def take(self, event) -> None:
        if isinstance(event, h2.events.ResponseReceived):
            self.heads[event.stream_id] = dict(event.headers)
        elif isinstance(event, h2.events.DataReceived):
            self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            if event.stream_id not in self.sockets or self.heads[event.stream_id][":status"] != "200":
                self.bodies[event.stream_id] = self.bodies.get(event.stream_id, b"") + event.data
                return
            if event.data:
                self.sockets[event.stream_id].receive_data(event.data)
            for one in self.sockets[event.stream_id].events():
                if isinstance(one, TextMessage):
                    self.texts[event.stream_id].append(one.data)
                elif isinstance(one, CloseConnection):
                    self.closes[event.stream_id] = one.code
        elif isinstance(event, h2.events.StreamEnded):
            self.over[event.stream_id] = "ended"
        elif isinstance(event, h2.events.StreamReset):
            self.over[event.stream_id] = f"reset {event.error_code}"
        elif isinstance(event, h2.events.RemoteSettingsChanged):
            setting = event.changed_settings.get(h2.settings.SettingCodes.ENABLE_CONNECT_PROTOCOL)
            self.knows = self.knows or setting is not None and setting.new_value == 1
        elif isinstance(event, h2.events.ConnectionTerminated):
            self.goodbyes.append(event.error_code)


@pytest.mark.parametrize("secure", [True, False])
def test_several_websockets_share_a_connection(serve, secure):
    server = serve(secure=secure)
    tunnels = Tunnels(server, secure)
    ann = tunnels.open("/ws/h2?name=ann")
    bob = tunnels.open("/ws/h2?name=bob")
    assert tunnels.heads[ann][":status"] == "200" and "sec-websocket-accept" not in tunnels.heads[ann]
    tunnels.say(ann, Message(data='{"text":"over a stream"}'))
    for who in (ann, bob):
        tunnels.until(lambda: any("over a stream" in text for text in tunnels.texts[who]))
    rooms = tunnels.get("/rooms")
    tunnels.until(lambda: rooms in tunnels.over)
    assert [one["users"] for one in json.loads(tunnels.bodies[rooms])] == [["ann", "bob"]]
    tunnels.say(ann, CloseConnection(code=1000))
    tunnels.until(lambda: ann in tunnels.closes)
    tunnels.h2.end_stream(ann)
    tunnels.flush()
    tunnels.until(lambda: ann in tunnels.over)
    assert tunnels.over[ann] == "ended"
    # SIGTERM: the other is closed with 1001, then the connection.
    server.process.terminate()
    tunnels.until(lambda: bob in tunnels.closes)
    assert tunnels.closes[bob] == 1001
    tunnels.h2.end_stream(bob)
    tunnels.flush()
    tunnels.until(lambda: False)
    assert tunnels.goodbyes and set(tunnels.goodbyes) == {0}
    assert server.process.wait(15) == 0


def test_a_handshake_that_fails_is_an_answer(serve):
    server = serve()
    tunnels = Tunnels(server, False)
    foreign = tunnels.open("/ws?name=ann", [("origin", "https://elsewhere.example")])
    assert tunnels.heads[foreign][":status"] == "403"
    plain = tunnels.get("/ws?name=ann")
    tunnels.until(lambda: plain in tunnels.over)
    assert tunnels.heads[plain][":status"] == "400"
