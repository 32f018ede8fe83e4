"""The chain seen from outside, with curl: security headers, trusted proxies, and who is not trusted."""

from __future__ import annotations

import subprocess

from server import eventually


def curl(*arguments: str) -> tuple[int, dict[str, str]]:
    """The status and the headers of an answer."""
    text = subprocess.run(
        ["curl", "-sS", "--max-time", "10", "-o", "/dev/null", "-D", "-", *arguments], capture_output=True, text=True,
        timeout=20, check=True).stdout
    lines = text.strip().split("\n")
    headers = dict(line.strip().lower().split(": ", 1) for line in lines[1:] if ": " in line)
    return int(lines[0].split()[1]), headers


def test_every_answer_has_security_headers_and_the_page_keeps_its_own_policy(chat):
    for path in ["/rooms", "/nowhere"]:
        _, headers = curl(chat.url + path)
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "sameorigin"
        assert headers["content-security-policy"] == "frame-ancestors 'self'"
        assert "strict-transport-security" not in headers and "server" not in headers
    _, page = curl(chat.url + "/")
    assert "default-src" in page["content-security-policy"]


def test_the_config_takes_them_off(start):
    server = start("--set", "chain.securityHeaders=false", "--set", "chain.server=ours")
    _, headers = curl(server.url + "/rooms")
    assert "x-frame-options" not in headers and headers["server"] == "ours"


def test_a_trusted_proxy_says_who_asks_and_nobody_else_can(start):
    spoof = ["-H", "X-Forwarded-For: 6.6.6.6, 198.51.100.7", "-H", "X-Forwarded-Proto: https"]
    trusting = start("--set", "proxies.trusted=loopback", "--set", "log.access=all", "--set", "chain.hsts=1h")
    _, headers = curl(*spoof, trusting.url + "/rooms")
    assert headers["strict-transport-security"] == "max-age=3600"
    eventually(lambda: any("from=198.51.100.7" in line for line in trusting.log), what="the client's address in the log")
    wary = start("--set", "log.access=all", "--set", "chain.hsts=1h")
    _, headers = curl(*spoof, wary.url + "/rooms")
    assert "strict-transport-security" not in headers
    eventually(lambda: any("from=127.0.0.1" in line for line in wary.log), what="the connection's address in the log")
    assert not any("6.6.6.6" in line or "198.51.100.7" in line for line in wary.log)
