"""Two people in two real browsers over HTTP/2: the page by ALPN, and the chat's WebSocket on a stream of the same connection (RFC 8441)."""

from __future__ import annotations

import json

import pytest

from conftest import ROOT, program
from server import Server, eventually
from test_browser import Page
from test_chat import room
from test_tls import authority, folder  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


class SecureServer(Server):
    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"


class SecurePage(Page):
    def protocols(self) -> set[str]:
        """What the page and all that it loaded came by."""
        return set(self.driver.execute_script(
            "return performance.getEntries().filter(e => 'nextHopProtocol' in e).map(e => e.nextHopProtocol)"))

    def handshakes(self) -> list[int]:
        """The statuses that opened WebSockets since the last call: 101 over HTTP/1.1, 200 over HTTP/2."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [one["params"]["response"]["status"] for one in events if one["method"] == "Network.webSocketHandshakeResponseReceived"]


@pytest.fixture
def page(tmp_path):
    opened: list[SecurePage] = []

    def open_page(**options) -> SecurePage:
        opened.append(SecurePage(tmp_path / f"profile{len(opened)}", trusting=True, **options))
        return opened[-1]

    yield open_page
    for one in opened:
        one.driver.quit()


@pytest.fixture
def secure(kind, folder):  # noqa: F811
    """The chat behind TLS: of the gateway, and generated from a spec with `transports: [tls, http2]`."""
    started: list[Server] = []
    where = program("SECURE_CHAT_DIR")
    command = {
        "service": [program("SECURE_CHAT"), "--config", where / "etc/secure-chat.yaml"],
        "gateway": [program("GATEWAY"), "run", ROOT / "specs/chat.yaml"],
    }[kind]

    def start(port: int = 0, **settings) -> Server:
        settings = {"tls.certificate": folder / "server.pem", "tls.key": folder / "server.key", **settings}
        flags = [part for key, value in settings.items() for part in ("--set", f"{key}={value}")]
        started.append(SecureServer([*command, *flags]))
        return started[-1].start(port)

    yield start
    for server in started:
        server.kill()


def test_a_chat_over_http2_and_back_again_after_a_restart(secure, kind, page, artefacts):
    server = secure()
    where = room()
    ann, bob = page().join(server, "Ann", where), page().join(server, "Bob", where)
    for one in (ann, bob):
        assert one.protocols() == {"h2"}
        # The browser knows by the connection's settings that it may open WebSockets there.
        assert one.handshakes() == [200]
    ann.say("Over one connection.")
    bob.sees("Over one connection.")
    bob.say("I see.")
    ann.sees("I see.")
    ann.picture(artefacts / f"{kind}-http2.png")

    # In order: the WebSockets are closed with 1001, and the pages come back by themselves.
    port = server.port
    assert server.terminate() == 0
    ann.until_state("offline")
    secure(port)
    for one in (ann, bob):
        one.until_state("online")
        assert one.handshakes()[-1] in (101, 200)
    bob.say("Again.")
    ann.sees("Again.")
    assert ann.complaints() == [] and bob.complaints() == []


def test_without_http2_the_same_page_uses_what_there_is(secure, page):
    server = secure(**{"http2.enabled": "false"})
    ann = page().join(server, "Ann", room())
    assert ann.protocols() == {"http/1.1"} and ann.handshakes() == [101]
    ann.say("As ever.")
    ann.sees("As ever.")
    assert ann.complaints() == []
