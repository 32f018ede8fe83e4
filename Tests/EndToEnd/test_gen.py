"""The generator as a person uses it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest


def run(*command, cwd=None):
    return subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=60)


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_wrong_spec_is_told_all_at_once_and_nothing_is_written(gen, workdir):
    spec = workdir / "chat.yaml"
    spec.write_text(spec.read_text().replace("type: int64", "type: int46").replace("presence: chat", "presence: chatt"))
    done = run(gen, "api", spec)
    output = done.stdout + done.stderr
    assert done.returncode == 1
    assert "unknown type 'int46'" in output and "int64" in output
    assert "chatt" in output and "did you mean 'chat'" in output
    assert output.count(": error[") == 2
    assert not (workdir / "chat").exists()


def test_the_gateway_refuses_the_same_spec_with_the_same_words(gen, gateway_binary, workdir):
    spec = workdir / "chat.yaml"
    spec.write_text(spec.read_text().replace("hub: chat,", "hub: chatt,"))
    one, other = run(gen, "api", "validate", spec), run(gateway_binary, "validate", spec)
    assert one.returncode == other.returncode == 1
    assert "chatt" in one.stdout + one.stderr
    assert one.stdout + one.stderr == other.stdout + other.stderr


def test_generating_twice_changes_not_a_byte_and_edits_are_kept(gen, workdir):
    assert run(gen, "api", workdir / "chat.yaml").returncode == 0
    package = workdir / "chat"
    stub = package / "Sources/Chat/Handlers/PostMessage.swift"
    stub.write_text(stub.read_text() + "\n// mine\n")
    before = files(package)
    assert run(gen, "api", workdir / "chat.yaml").returncode == 0
    assert files(package) == before
    assert run(gen, "api", "--check", workdir / "chat.yaml").returncode == 0


def test_a_new_route_gets_its_stub_and_a_removed_one_is_reported_and_kept(gen, workdir):
    spec = workdir / "chat.yaml"
    assert run(gen, "api", spec).returncode == 0
    old = spec.read_text()
    spec.write_text(old.replace("routes:\n", "routes:\n  GET /stats: { handler: showStats, returns: Joined }\n", 1))
    assert run(gen, "api", "--check", spec).returncode == 1
    assert run(gen, "api", spec).returncode == 0
    stub = workdir / "chat/Sources/Chat/Handlers/ShowStats.swift"
    assert stub.exists()
    spec.write_text(old)
    done = run(gen, "api", spec)
    assert done.returncode == 0 and stub.exists()
    assert "ShowStats.swift" in done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [["api"], ["api", "nothing.txt"], ["frobnicate"], ["api", "--nonsense", "chat.yaml"]])
def test_wrong_usage_exits_64(gen, workdir, arguments):
    assert run(gen, *arguments, cwd=workdir).returncode == 64


def test_a_missing_spec_is_named(gen, workdir):
    done = run(gen, "api", workdir / "nowhere.yaml")
    assert done.returncode == 1 and "nowhere.yaml" in done.stdout + done.stderr


def test_the_spec_in_the_readme_is_one(gen, workdir):
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text()
    blocks = re.findall(r"```yaml\n(spec: 1\n.*?)```", readme, re.S)
    assert len(blocks) == 1
    spec = workdir / "readme.yaml"
    spec.write_text(blocks[0])
    done = run(gen, "api", "validate", "--strict", spec)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_finding_in_the_readme_is_what_gen_says(gen, workdir):
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text()
    shown = re.search(r"```\n(specs/chat\.yaml:\d+.*?)```", readme, re.S).group(1)
    spec = workdir / "chat.yaml"
    spec.write_text(spec.read_text().replace("type: int64", "type: int46"))
    done = run(gen, "api", "validate", "specs/chat.yaml", cwd=workdir.parent)
    assert (done.stdout + done.stderr).startswith(shown)
