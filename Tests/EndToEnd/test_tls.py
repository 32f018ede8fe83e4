"""TLS as others see it: openssl, curl, Python's ssl and a WebSocket client, against the gateway; certificates made here."""

from __future__ import annotations

import json
import os
import socket
import ssl
import subprocess
from pathlib import Path

import pytest
from websockets.sync.client import connect

from conftest import ROOT, program
from server import Server, eventually, read_all


class Authority:
    """An authority of its own, in a folder: `issue(name)` writes name.pem and name.key."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
                 "-subj", "/CN=Test authority", "-addext", "keyUsage=critical,keyCertSign")

    def run(self, *arguments: str) -> str:
        return subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True, text=True,
                              timeout=60).stdout

    def issue(self, name: str, subject: str, kind: str = "rsa:2048") -> None:
        curve = ["-pkeyopt", "ec_paramgen_curve:P-256"] if kind == "ec" else []
        self.run("req", "-newkey", kind, *curve, "-nodes", "-keyout", f"{name}.key", "-out", "request.csr",
                 "-subj", f"/CN={subject}", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
        self.run("x509", "-req", "-in", "request.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                 "-copy_extensions", "copy", "-days", "1", "-out", f"{name}.pem")


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    authority = Authority(tmp_path_factory.mktemp("certificates"))
    authority.issue("server", "first")
    authority.issue("renewed", "second", "ec")
    authority.issue("client", "billing", "ec")
    return authority


@pytest.fixture
def folder(authority, tmp_path) -> Path:
    """A folder of the service's own: its files may be changed."""
    for name in ("server.pem", "server.key"):
        (tmp_path / name).write_bytes((authority.folder / name).read_bytes())
    return tmp_path


@pytest.fixture
def serve(folder):
    servers: list[Server] = []

    def start(**settings) -> Server:
        flags = {"tls.certificate": folder / "server.pem", "tls.key": folder / "server.key", **settings}
        command = [program("GATEWAY"), "run", ROOT / "specs/chat.yaml"]
        for key, value in flags.items():
            command += ["--set", f"{key}={value}"]
        server = Server(command)
        servers.append(server)
        return server.start()

    yield start
    for server in servers:
        server.kill()


def curl(authority: Authority, server: Server, path: str, *more: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["curl", "-sS", "--max-time", "10", "--cacert", authority.folder / "ca.pem", *more,
         f"https://localhost:{server.port}{path}", "--resolve", f"localhost:{server.port}:127.0.0.1"],
        capture_output=True, text=True, timeout=20)


def s_client(authority: Authority, server: Server, *more: str) -> str:
    """What openssl says of a connection that it opened and closed."""
    result = subprocess.run(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", "-servername", "localhost", "-CAfile",
         authority.folder / "ca.pem", "-verify_return_error", *more],
        input="", capture_output=True, text=True, timeout=20)
    return result.stdout + result.stderr


def test_curl_gets_the_page_and_the_log_says_https(serve, authority):
    server = serve()
    assert any(f"https://127.0.0.1:{server.port}" in line for line in server.log)
    page = curl(authority, server, "/", "-i")
    assert page.returncode == 0, page.stderr
    assert page.stdout.startswith(("HTTP/1.1 200", "HTTP/2 200"))
    plain = subprocess.run(["curl", "-sS", "--max-time", "5", f"http://127.0.0.1:{server.port}/"], capture_output=True)
    assert plain.returncode != 0 and plain.stdout == b""
    assert server.terminate() == 0


@pytest.mark.parametrize("version, works", [("-tls1_1", False), ("-tls1_2", True), ("-tls1_3", True)])
def test_versions_and_ciphers(serve, authority, version, works):
    told = s_client(authority, serve(), version, "-cipher", "ALL:@SECLEVEL=0")
    assert ("Verify return code: 0 (ok)" in told and "Cipher is (NONE)" not in told) == works, told
    if version == "-tls1_2":
        assert "ECDHE-RSA-" in told and ("GCM" in told or "CHACHA20" in told)


@pytest.mark.parametrize("cipher", ["AES128-SHA", "AES128-GCM-SHA256", "ECDHE-RSA-AES128-SHA", "DHE-RSA-AES128-GCM-SHA256"])
def test_ciphers_without_forward_secrecy_or_authentication_are_refused(serve, authority, cipher):
    assert "Cipher is (NONE)" in s_client(authority, serve(), "-tls1_2", "-cipher", f"{cipher}:@SECLEVEL=0")


def test_only_the_newest_version_if_the_settings_say_so(serve, authority):
    server = serve(**{"tls.minimumVersion": "1.3"})
    assert "Cipher is (NONE)" in s_client(authority, server, "-tls1_2")
    assert "Verify return code: 0 (ok)" in s_client(authority, server, "-tls1_3")


def test_clients_need_a_certificate_of_the_authority(serve, authority):
    server = serve(**{"tls.clientCA": authority.folder / "ca.pem"})
    known = ["--cert", str(authority.folder / "client.pem"), "--key", str(authority.folder / "client.key")]
    assert curl(authority, server, "/rooms", *known).returncode == 0
    assert curl(authority, server, "/rooms").returncode != 0


def test_websockets_chat_behind_tls(serve, authority):
    server = serve()
    trust = ssl.create_default_context(cafile=str(authority.folder / "ca.pem"))
    sockets = [
        connect(f"wss://localhost:{server.port}/ws?name={name}", ssl=trust, open_timeout=10, close_timeout=1)
        for name in ("ann", "bob")]
    sockets[0].send(json.dumps({"text": "hello"}))
    while True:
        event = json.loads(sockets[1].recv(timeout=10))
        if event["type"] == "message":
            break
    assert (event["user"], event["text"]) == ("ann", "hello")
    assert server.terminate() == 0
    with pytest.raises(Exception):
        while True:
            sockets[1].recv(timeout=10)
    assert sockets[1].close_code == 1001


def test_renewed_files_are_taken_and_broken_ones_are_not(serve, authority, folder):
    server = serve(**{"tls.reload": "1s"})
    trust = ssl.create_default_context(cafile=str(authority.folder / "ca.pem"))
    trust.set_alpn_protocols(["http/1.1"])
    old = trust.wrap_socket(socket.create_connection(("127.0.0.1", server.port), 10), server_hostname="localhost")

    def subject() -> str:
        return next((line for line in s_client(authority, server).splitlines() if line.startswith("subject=")), "")

    assert "first" in subject()
    for name in ("pem", "key"):
        os.replace(folder_copy(authority, folder, f"renewed.{name}"), folder / f"server.{name}")
    eventually(lambda: "second" in subject(), what="the new certificate")
    old.sendall(b"GET /rooms HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert b"200 OK" in read_all(old)
    (folder / "server.key").write_bytes((authority.folder / "client.key").read_bytes())
    eventually(lambda: any("changed certificates are not taken" in line for line in server.log), what="the log's word")
    assert any("is not the key of" in line for line in server.log)
    assert "second" in subject()


def folder_copy(authority: Authority, folder: Path, name: str) -> Path:
    copy = folder / f"new-{name}"
    copy.write_bytes((authority.folder / name).read_bytes())
    return copy


@pytest.mark.parametrize("name, setting, message", [
    ("missing.pem", "tls.certificate", "there is no such file"),
    ("server.key", "tls.certificate", "has no certificate in PEM form"),
    ("client.key", "tls.key", "is not the key of"),
])
def test_what_is_wrong_is_one_clear_line_and_exit_1(authority, folder, name, setting, message):
    files = {"tls.certificate": folder / "server.pem", "tls.key": folder / "server.key"}
    files[setting] = authority.folder / name
    flags = [part for key, value in files.items() for part in ("--set", f"{key}={value}")]
    result = subprocess.run(
        [program("GATEWAY"), "run", ROOT / "specs/chat.yaml", "--port", "0", *flags], capture_output=True, text=True,
        timeout=20)
    output = (result.stdout + result.stderr).strip()
    assert result.returncode == 1
    assert f"{setting}: " in output and name in output and message in output
    assert len(output.splitlines()) == 1, output
