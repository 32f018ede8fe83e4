"""slowhttptest against the service and the gateway: slow headers, slow bodies, slow readers and endless ranges, all at once.

The service must cut them off by itself, and answer everyone else meanwhile.
"""

from __future__ import annotations

import shutil
import subprocess
import time

import pytest

TOOL = shutil.which("slowhttptest")
CLIENTS = 60
DEADLINES = {f"CHAT_TIMEOUTS_{name}": "2s" for name in ("HEADER", "BODY", "WRITE", "IDLE")}
MODES = {
    "headers": ["-H", "-i", "1", "-t", "GET"],
    "body": ["-B", "-i", "1", "-s", "100000", "-t", "POST"],
    "read": ["-X", "-k", "10", "-n", "1", "-z", "1", "-w", "64", "-y", "128"],
    "ranges": ["-R", "-t", "HEAD", "-a", "1", "-b", "1500"],
}
PATHS = {"body": "/rooms/main/messages"}


@pytest.mark.skipif(not TOOL, reason="slowhttptest is not installed")
def test_slow_clients_are_cut_off_and_harm_nobody(start):
    server = start(env=DEADLINES)
    server.request("GET", "/")
    before = server.open_files()
    attacks = {}
    for mode, options in MODES.items():
        command = [TOOL, *options, "-c", str(CLIENTS), "-r", "200", "-l", "25", "-p", "3",
                   "-u", server.url + PATHS.get(mode, "/")]
        attacks[mode] = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        # Everyone else is answered, and soon, until the service has let go of all of them. The tool would go on for 25 s.
        slowest, answers, most = 0.0, 0, 0
        end = time.monotonic() + 20
        while time.monotonic() < end:
            began = time.monotonic()
            assert server.request("GET", "/rooms").status == 200
            slowest, answers = max(slowest, time.monotonic() - began), answers + 1
            held = server.open_files() - before
            most = max(most, held)
            if most > CLIENTS and held <= 3:
                break
            time.sleep(0.02)
        assert most > CLIENTS, f"the attacks never had their connections: {most} at most"
        assert held <= 3, f"{held} connections are still there"
        assert answers > 20 and slowest < 2, f"{answers} answers, the slowest took {slowest:.2f} s"
    finally:
        for attack in attacks.values():
            if attack.poll() is None:
                attack.kill()
            said = attack.communicate(timeout=10)[0]
            assert "service available:   NO" not in said, said[-600:]
    assert server.request("GET", "/").status == 200
