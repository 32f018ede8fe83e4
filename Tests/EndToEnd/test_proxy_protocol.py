"""HAProxy before the service and the gateway, which says by the PROXY protocol whose connection each is."""

from __future__ import annotations

import shutil
import socket
import subprocess

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from server import eventually

TOOL = shutil.which("haproxy")
CONFIG = """
global
    maxconn 100
defaults
    mode tcp
    timeout connect 5s
    timeout client 60s
    timeout server 60s
frontend front
    bind 127.0.0.1:{port}
    default_backend back
backend back
    server one 127.0.0.1:{target} {option}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(params=["send-proxy", "send-proxy-v2"])
def proxied(request, start, tmp_path):
    config = tmp_path / "chat.yaml"
    config.write_text("proxies: { trusted: 127.0.0.1, protocol: v1v2 }\nhubs: { chat: { connectionsPerIP: 1 } }\n")
    server, port = start("--config", config), free_port()
    file = tmp_path / "haproxy.cfg"
    file.write_text(CONFIG.format(port=port, target=server.port, option=request.param))
    process = subprocess.Popen([TOOL, "-db", "-f", file], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def listens() -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            return False

    try:
        eventually(listens, what="HAProxy listening")
        yield server, port
    finally:
        process.kill()
        process.wait(10)


def client(port: int, source: str, name: str):
    """A WebSocket of a client with this address."""
    plain = socket.create_connection(("127.0.0.1", port), 10, source_address=(source, 0))
    return connect(f"ws://127.0.0.1:{port}/ws?name={name}", sock=plain, open_timeout=10, close_timeout=1)


@pytest.mark.skipif(not TOOL, reason="haproxy is not installed")
def test_limits_by_address_go_by_the_client_that_haproxy_names(proxied):
    server, port = proxied
    with client(port, "127.0.0.5", "ann"), client(port, "127.0.0.6", "ben"):
        with pytest.raises(InvalidStatus) as refused:
            client(port, "127.0.0.5", "cem")
        assert refused.value.response.status_code == 429
    # Who comes past the proxy from its address has no header, and is ended.
    connection = server.raw(b"GET /rooms HTTP/1.1\r\nHost: a\r\n\r\n")
    assert connection.recv(4096) == b""
    connection.close()
