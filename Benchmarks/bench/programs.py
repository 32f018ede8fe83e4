"""Runs of programs that are no servers: the JSON coders, and gen on large specs."""
import json, os, resource, shutil, statistics, subprocess, tempfile, time

from . import bigspec, machine
from .peers import BUILD


def coders_run(case, peer, nice):
    """One side's time for one document; the program checks first that both sides agree on every value."""
    command = machine.pinned(machine.SERVER_CORE, [peer.binary, peer.name, *case.args])
    r = subprocess.run(command, preexec_fn=machine.new_process(nice), capture_output=True, text=True, timeout=case.limit)
    if r.returncode:
        return {"failed": (r.stderr or r.stdout or f"ended with {r.returncode}")[-300:]}
    return json.loads(r.stdout)


def spec_file(routes):
    """A spec of so many routes and half as many types, in a file under `.build`."""
    folder = os.path.join(BUILD, "specs")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, f"big-{routes}.yaml")
    with open(path, "w") as f:
        f.write(bigspec.spec(routes))
    return path


def timed(command, nice):
    """(exit status, what it said, seconds by the clock, CPU seconds, highest resident KiB) of a process from start to end."""
    with tempfile.TemporaryFile() as said:
        start = time.monotonic()
        process = subprocess.Popen(command, preexec_fn=machine.new_process(nice), stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return process.returncode, said.read().decode(errors="replace"), seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def gen_run(case, peer, quick, nice):
    """The medians of a few runs of gen, each a process of its own, writing into a new folder each time."""
    action, routes = case.args[0], int(case.args[1])
    spec = spec_file(routes)
    # In memory where there is a place for it: ext4 takes a second for a thousand files whose like were deleted in the last minutes.
    folder = tempfile.mkdtemp(prefix="gen-bench-", dir="/dev/shm" if os.path.isdir("/dev/shm") else os.path.join(BUILD, "specs"))
    out = os.path.join(folder, "big")
    try:
        return gen_turns(peer, action, routes, spec, out, quick, nice)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def gen_turns(peer, action, routes, spec, out, quick, nice):
    # Below 1,000 routes the clock needs more runs to tell anything.
    turns = 2 if quick else 3 if routes > 1000 else 7
    figures = []
    for _ in range(turns):
        shutil.rmtree(out, ignore_errors=True)
        command = [peer.binary, "api", "validate", spec] if action == "validate" else [
            peer.binary, "api", spec, "--output", out, "--runtime", "../../../.."]
        # On all cores, as people run it: it shares its work among them.
        status, said, *rest = timed(command, nice)
        if status:
            return {"failed": f"gen ended with {status}: {said[-250:]}"}
        figures.append(rest)
    wall, cpu, memory = (statistics.median(column) for column in zip(*figures))
    return {"ms": 1000 * wall, "cpu_ms": 1000 * cpu, "rss_kb": memory, "spec_bytes": os.path.getsize(spec)}
