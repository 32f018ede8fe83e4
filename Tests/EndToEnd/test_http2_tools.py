"""HTTP/2 as nghttp2's programs speak it, many streams on one connection, and how a stopping service ends them."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from wsproto.events import Message

from http2_client import Tunnels
from server import Server, eventually
from test_http2 import serve  # noqa: F401 (fixture)
from test_tls import authority, folder  # noqa: F401 (fixtures)

needs_tools = pytest.mark.skipif(not shutil.which("h2load"), reason="nghttp2-client is not installed")


def base(server: Server, secure: bool) -> str:
    return f"http{'s' if secure else ''}://127.0.0.1:{server.port}"


def h2load(server: Server, secure: bool, *options: str, path: str = "/rooms") -> dict[str, int]:
    """How many requests succeeded, failed, and so on."""
    said = subprocess.run(["h2load", *options, base(server, secure) + path], capture_output=True, text=True, timeout=90)
    assert said.returncode == 0, said.stdout + said.stderr
    counts = {name: int(count) for count, name in re.findall(r"(\d+) (\w+)", re.search(r"requests: (.*)", said.stdout).group(1))}
    assert "Application protocol: h2" in said.stdout, said.stdout
    return counts | {"2xx": int(re.search(r"(\d+) 2xx", said.stdout).group(1))}


@needs_tools
@pytest.mark.parametrize("secure", [False, True], ids=["h2c", "tls"])
@pytest.mark.parametrize("streams", [1, 100, 1000])
def test_h2load_gets_all_its_answers_on_one_connection(serve, secure, streams):
    server = serve(secure=secure, **{"http2.streams": str(streams)})
    counts = h2load(server, secure, "-n", "5000", "-c", "1", "-m", str(streams))
    assert (counts["succeeded"], counts["2xx"]) == (5000, 5000), counts
    counts = h2load(server, secure, "-n", "2000", "-c", "5", "-m", str(streams), path="/")
    assert (counts["succeeded"], counts["2xx"]) == (2000, 2000), counts


@needs_tools
@pytest.mark.parametrize("secure", [False, True], ids=["h2c", "tls"])
def test_nghttp_shows_frames_in_order_and_a_good_bye(serve, secure):
    server = serve(secure=secure)
    urls = [base(server, secure) + path for path in ("/", "/rooms", "/nowhere")]
    said = subprocess.run(["nghttp", "-nv", "--no-verify-peer", *urls], capture_output=True, text=True, timeout=30)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said.stdout)
    assert said.returncode == 0 and "[ERROR]" not in plain, plain
    assert sorted(re.findall(r":status: (\d+)", plain)) == ["200", "200", "404"], plain
    settings = dict(re.findall(r"\[\w+\(0x(\w+)\):(\d+)\]", plain[plain.index("recv SETTINGS"):].split("\n[")[0]))
    assert (settings["03"], settings["08"]) == ("100", "1"), plain
    assert "END_STREAM" in plain and "RST_STREAM" not in plain, plain


def test_a_thousand_websockets_share_a_connection(serve):
    server = serve(**{"http2.streams": "1000"})
    tunnels = Tunnels(server, secure=False)
    sockets = [tunnels.open(f"/ws/room{index % 500}?name=n{index}") for index in range(1000)]
    assert all(tunnels.heads[stream][":status"] == "200" for stream in sockets)
    eventually(lambda: len(server.rooms()) == 500, what="two in each of 500 rooms")
    for stream in sockets[:500]:
        tunnels.say(stream, Message(data='{"text":"to my room"}'))
    for stream in sockets:
        tunnels.until(lambda: any("to my room" in text for text in tunnels.texts[stream]), 60)
    server.process.terminate()
    tunnels.until(lambda: len(tunnels.closes) == 1000, 60)
    assert set(tunnels.closes.values()) == {1001}


@pytest.mark.parametrize("secure", [False, True], ids=["h2c", "tls"])
def test_a_stopping_service_lets_a_download_finish(serve, tmp_path, secure):
    (tmp_path / "big.yaml").write_text("spec: 1\nservice: big\nroutes:\n  GET /file: { static: { file: Public/big.bin } }\n")
    (tmp_path / "Public").mkdir()
    (tmp_path / "Public/big.bin").write_bytes(b"x" * 8_000_000)
    server = serve(tmp_path / "big.yaml", secure=secure)
    option = "--http2" if secure else "--http2-prior-knowledge"
    client = subprocess.Popen(
        ["curl", "-skv", option, "--limit-rate", "4M", "-o", tmp_path / "got", "-w", "%{http_version} %{http_code} %{size_download}",
         base(server, secure) + "/file"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    got = tmp_path / "got"
    eventually(lambda: got.exists() and got.stat().st_size > 100_000, what="the first bytes")
    server.process.terminate()
    told, _ = client.communicate(timeout=30)
    assert (client.returncode, told) == (0, "2 200 8000000")
    assert server.process.wait(15) == 0
