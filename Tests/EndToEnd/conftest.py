"""Builds nothing: GEN, CHAT, CHAT_DIR and GATEWAY (set by scripts/test.sh) name what was built."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from server import Server

ROOT = Path(__file__).resolve().parents[2]


def program(name: str) -> Path:
    value = os.environ.get(name)
    if not value or not Path(value).exists():
        pytest.exit(f"{name} is not set to something that was built; run `make e2e`", returncode=2)
    return Path(value)


@pytest.fixture(scope="session")
def gen() -> Path:
    return program("GEN")


@pytest.fixture(scope="session")
def chat_binary() -> Path:
    return program("CHAT")


@pytest.fixture(scope="session")
def chat_dir() -> Path:
    return program("CHAT_DIR")


@pytest.fixture(scope="session")
def gateway_binary() -> Path:
    return program("GATEWAY")


def commands() -> dict[str, list]:
    chat_dir = program("CHAT_DIR")
    return {
        "service": [program("CHAT"), "--config", chat_dir / "etc/chat.yaml"],
        "gateway": [program("GATEWAY"), "run", ROOT / "specs/chat.yaml"],
    }


@pytest.fixture(params=["service", "gateway"])
def kind(request) -> str:
    return request.param


@pytest.fixture
def start(kind):
    """Starts servers of the kind under test, and ends every one that a test leaves behind."""
    started: list[Server] = []

    def run(*arguments, env=None, port: int = 0, **options) -> Server:
        server = Server([*commands()[kind], *arguments], env=env, **options)
        started.append(server)
        return server.start(port)

    yield run
    for server in started:
        server.kill()


_shared: dict[str, Server] = {}


@pytest.fixture
def chat(kind) -> Server:
    """A server that the tests of a run share; started anew if one has ended it."""
    server = _shared.get(kind)
    if server is None or not server.alive():
        server = _shared[kind] = Server(commands()[kind]).start()
    return server


def pytest_sessionfinish(session, exitstatus):
    for server in _shared.values():
        server.kill()


@pytest.fixture(scope="session")
def artefacts() -> Path:
    folder = Path(os.environ.get("ARTEFACTS", ROOT / ".build/artefacts"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def workdir(tmp_path) -> Path:
    """A folder with a copy of the chat spec and its page."""
    shutil.copytree(ROOT / "specs", tmp_path / "specs", ignore=shutil.ignore_patterns("chat", "bench"))
    return tmp_path / "specs"
