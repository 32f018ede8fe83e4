"""Clients of HTTP/2 for tests: one that sends what frames it likes, and one that carries WebSockets (RFC 8441)."""

from __future__ import annotations

import select
import socket
import ssl
import struct
import time

import h2.config
import h2.connection
import h2.events
import h2.settings
import hpack
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, TextMessage

from server import Server, eventually

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
PROTOCOL_ERROR, FLOW_CONTROL_ERROR, FRAME_SIZE_ERROR, REFUSED_STREAM, CANCEL, COMPRESSION_ERROR, CALM = 1, 3, 6, 7, 8, 9, 11


def frame(kind: int, stream: int, payload: bytes = b"", flags: int = 0, length: int | None = None) -> bytes:
    return struct.pack(">I", len(payload) if length is None else length)[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


class Raw:
    """A client that sends what it likes, and keeps the frames that come back."""

    def __init__(self, server: Server, settings: bytes = b""):
        self.socket = server.raw(PREFACE + frame(SETTINGS, 0, settings))
        self.encoder = hpack.Encoder()
        self.decoder = hpack.Decoder()
        self.frames: list[tuple[int, int, int, bytes]] = []
        self.statuses: dict[int, str] = {}
        self.ended = False
        self.buffer = b""

    def headers(self, stream: int, path: str = "/rooms", more: list = [], flags: int = 5, method: str = "GET") -> bytes:
        fields = [(":method", method), (":path", path), (":scheme", "http"), (":authority", "localhost"), *more]
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
                payload = self.buffer[9:9 + length]
                self.frames.append((kind, stream, flags, payload))
                if kind == HEADERS:
                    self.statuses[stream] = dict(self.decoder.decode(payload))[":status"]
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
        return self.statuses.get(stream)

    def reset(self, stream: int) -> int | None:
        found = [payload for one, payload in self.of(RST_STREAM) if one == stream]
        return int.from_bytes(found[0], "big") if found else None

    def goodbye(self) -> int | None:
        found = self.of(GOAWAY)
        return int.from_bytes(found[-1][1][4:8], "big") if found else None


def assert_serves(server: Server) -> None:
    """Whatever was done to it, it answers others."""
    assert server.alive()
    assert server.request("GET", "/rooms").status == 200


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
