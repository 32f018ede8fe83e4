"""The servers that are compared: what they can do, how they are built and started.

A peer is a folder with `run.sh PORT`, which execs a server on 127.0.0.1:PORT that answers `GET /` with 200; an optional
`build.sh`; and an optional `peer.json`:
  title           what the tables call it
  serves          which cases it takes part in (default: hub); see cases.py
  binary          the executable, by name in the build folder or by path in the peer's (default: its name, or `server`)
  newlineBatched  it joins queued messages with newlines into one frame
  needs           commands or absolute paths without which it is left out
  version         a shell command that prints its version
Folders under $BENCH_PEERS join those here.
"""
import functools, hashlib, json, os, shutil, signal, socket, subprocess, time
from dataclasses import dataclass, field

from . import machine

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.environ["BENCH_BUILD"]
OURS = "ours"


@dataclass
class Peer:
    name: str
    folder: str
    title: str
    serves: list = field(default_factory=lambda: ["hub"])
    newline_batched: bool = False
    needs: list = field(default_factory=list)
    version_command: str = ""
    binary: str = ""

    def missing(self):
        return [n for n in self.needs if not (os.path.exists(n) if n.startswith("/") else shutil.which(n))]

    def build(self):
        script = os.path.join(self.folder, "build.sh")
        if not os.path.exists(script):
            return None
        r = subprocess.run([script], capture_output=True, text=True)
        return None if r.returncode == 0 else (r.stderr or r.stdout)[-2000:]

    def version(self):
        return machine.output_of(self.version_command) if self.version_command else ""

    def identity(self):
        """What a result depends on: results of another build are not counted as done."""
        if self.name == OURS and os.environ.get("OURS_RUN"):
            return os.environ["OURS_RUN"]
        given = {OURS: "BENCH_OURS", "gateway": "BENCH_GATEWAY"}.get(self.name)
        candidates = [os.environ.get(given, "")] if given else []
        candidates += [os.path.join(BUILD, self.binary or self.name), os.path.join(self.folder, self.binary or "server")]
        for path in candidates:
            if os.path.isfile(path):
                return digest(path, os.stat(path).st_mtime_ns)
        return ""


@functools.lru_cache(maxsize=None)
def digest(path, _modified):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()[:12]


def read(folder):
    facts = {}
    path = os.path.join(folder, "peer.json")
    if os.path.exists(path):
        with open(path) as f:
            facts = json.load(f)
    name = os.path.basename(folder)
    return Peer(name, folder, facts.get("title", name), facts.get("serves", ["hub"]), facts.get("newlineBatched", False),
                facts.get("needs", []), facts.get("version", ""), facts.get("binary", ""))


def programs():
    """What is measured and is no server, as far as it is built."""
    coders, gen = os.environ.get("BENCH_CODERS", ""), os.environ.get("BENCH_GEN", "")
    found = {}
    if coders:
        found["generated"] = Peer("generated", "", "generated coders", ["coders"], binary=coders)
        found["foundation"] = Peer("foundation", "", "Foundation's Codable", ["coders"], binary=coders)
    if gen:
        found["gen"] = Peer("gen", "", "gen", ["gen"], binary=gen)
    return found


def discover():
    """All peers by name, and what was left out and why."""
    found, left_out = programs(), []
    outside = os.environ.get("BENCH_PEERS", "")
    for base in [os.path.join(HERE, "peers"), outside]:
        if not base or not os.path.isdir(base):
            continue
        for name in sorted(os.listdir(base)):
            folder = os.path.join(os.path.abspath(base), name)
            if os.path.exists(os.path.join(folder, "run.sh")):
                found[name] = read(folder)
    if "uws" not in found:
        why = "BENCH_PEERS is not set" if not outside else "BENCH_PEERS has no uws/run.sh"
        left_out.append(("uWebSockets", why))
    for name in list(found):
        missing = found[name].missing()
        if missing:
            left_out.append((found[name].title, "missing: " + ", ".join(missing)))
            del found[name]
    return found, left_out


class Server:
    """A running peer, pinned to the server's core. A context manager; it ends only its own process."""

    def __init__(self, peer, environment=None, nice=0):
        self.peer, self.port = peer, machine.free_port()
        self.log_path = os.path.join(BUILD, "logs", f"{peer.name}.log")
        os.makedirs(os.path.dirname(self.log_path), exist_ok=True)
        self.log = open(self.log_path, "w")
        command = machine.pinned(machine.SERVER_CORE, [os.path.join(peer.folder, "run.sh"), str(self.port)])
        self.process = subprocess.Popen(command, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL,
                                        stdout=self.log, stderr=self.log, preexec_fn=machine.new_process(nice))
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(3)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()

    def said(self):
        with open(self.log_path, errors="replace") as f:
            return f.read()[-400:]

    def get(self, path="/", timeout=2.0):
        """One request over a connection of its own: (status, body)."""
        with socket.create_connection(("127.0.0.1", self.port), timeout) as s:
            s.settimeout(timeout)
            s.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n\r\n".encode())
            answer = b""
            while chunk := s.recv(65536):
                answer += chunk
                head, separator, body = answer.partition(b"\r\n\r\n")
                length = [l.split(b":")[1] for l in head.split(b"\r\n") if l.lower().startswith(b"content-length:")]
                if separator and length and len(body) >= int(length[0]):
                    break
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split(b" ")[1]), body

    def wait_until_ready(self, seconds=20):
        """True once `GET /` says 200."""
        end = time.time() + seconds
        while time.time() < end and self.process.poll() is None:
            try:
                if self.get()[0] == 200:
                    time.sleep(0.2)  # let start-up work end before anything is measured
                    return True
            except (OSError, IndexError, ValueError):
                pass
            time.sleep(0.05)
        return False
