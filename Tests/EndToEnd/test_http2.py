"""HTTP/2 as others see it: curl, httpx, hyper's h2, and frames of our own, against the gateway."""

from __future__ import annotations

import json
import subprocess
import threading

import httpx
import pytest
from wsproto.events import CloseConnection, Message

from conftest import ROOT, program
from http2_client import (
    COMPRESSION_ERROR, CONTINUATION, DATA, FLOW_CONTROL_ERROR, FRAME_SIZE_ERROR, HEADERS, PING, PROTOCOL_ERROR, PUSH_PROMISE, SETTINGS,
    WINDOW_UPDATE, Raw, Tunnels, assert_serves, frame)
from server import Server
from test_tls import Authority, authority, folder  # noqa: F401 (fixtures)


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
    assert_serves(server)


# ---- WebSockets (RFC 8441) ----
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
