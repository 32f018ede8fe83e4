"""A generated service behind TLS, seen with openssl and curl: drive_tls.py PROGRAM [ARGUMENT…]"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from credentials import Credentials


def run(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60, **options)


def issue(folder: Path) -> None:
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "a.key", "-out", folder / "a.pem",
        "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", check=True)


def main() -> None:
    keys = Credentials()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        issue(folder)
        service = subprocess.Popen(
            [*sys.argv[1:], "--host", "127.0.0.1", "--port", "0", "--set", f"tls.certificate={folder}/a.pem", "--set",
             f"tls.key={folder}/a.key", "--set", f"listeners=unix:{folder}/a.sock"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, **keys.environment})
        try:
            port = next(
                match.group(1) for line in service.stdout
                if (match := re.search(r"listening on https://127\.0\.0\.1:(\d+)", line)))
            curl = ["curl", "-sS", "--max-time", "10", "--cacert", folder / "a.pem", "--resolve",
                    f"localhost:{port}:127.0.0.1"]
            secure = run(*curl, f"https://localhost:{port}/ping")
            assert secure.stdout == 'pong "quoted"\n', secure
            assert run(*curl, f"http://localhost:{port}/ping").returncode != 0
            told = run("openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-CAfile", folder / "a.pem", input="")
            assert "Verify return code: 0 (ok)" in told.stdout and "TLSv1.3" in told.stdout, told
            plain = run("curl", "-sS", "--max-time", "10", "--unix-socket", folder / "a.sock", "http://localhost/ping")
            assert plain.stdout == 'pong "quoted"\n', plain
            service.terminate()
            assert service.wait(20) == 0
        finally:
            service.kill()
            service.wait()
    keys.close()
    print("ok")


main()
