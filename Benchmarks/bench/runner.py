"""One run of one peer in one case, and the interleaved series of them."""
import json, os, re, statistics, subprocess, tempfile, time

from . import machine, placement, programs
from .peers import BUILD, Server

NOISY = 25.0   # % of a core that other processes or the hypervisor took: the run is repeated, the quietest kept
MUCH_NOISE = 60.0
ATTEMPTS = 2
EXPECTED = {
    "hello": lambda body: body == b"Hello, world!",
    "ok": lambda body: body == b"ok",
    "static": lambda body: len(body) == 10240,
    "json": lambda body: is_shelf(body),
}


def is_shelf(body):
    answer = json.loads(body)
    books = answer["books"]
    return (answer["shelf"] == 7 and len(books) == 5 and books[4]["title"] == "The book 7004" and books[4]["price"] == 13.5
            and all(set(b) == {"id", "title", "genre", "price", "inShop", "tags"} for b in books))


def group(case):
    """Cases that are compared with one another."""
    return case.partition("-")[0] if case.startswith(("loops-", "routes-")) else case


class Series:
    """All results so far, in a file of one JSON object a line, so that an interrupted series goes on where it stood."""

    def __init__(self, path):
        self.path, self.results = path, []
        self.takes_all = False  # ratios of all repetitions, also of those whose two runs met two placements
        if os.path.exists(path):
            with open(path) as f:
                self.results = [json.loads(line) for line in f if line.strip()]

    def add(self, result):
        self.results.append(result)
        with open(self.path, "a") as f:
            f.write(json.dumps(result) + "\n")

    def of(self, case, peer):
        """The results of a peer in a case, the newest of each repetition, of the newest build only."""
        mine = [r for r in self.results if r["case"] == case and r["peer"] == peer and "failed" not in r]
        return {r["rep"]: r for r in mine if r["build"] == mine[-1]["build"]}

    def good(self, case, peer):
        """Those in the placement of the cores in which most runs of the case were; others only for want of them."""
        mine = list(self.of(case, peer).values())
        still = [r for r in self.results if r["case"] == case and "failed" not in r and not r["moved"]]
        usual = max((r["reference_hop_ns"] for r in still), key=lambda hop: sum(
            placement.same(hop, r["reference_hop_ns"]) for r in still), default=0)
        return [r for r in mine if not r["moved"] and placement.same(r["reference_hop_ns"], usual)] or mine

    def pairs(self, over, under):
        """The results of two (case, peer) in the same repetition and the same placement."""
        ours, theirs = self.of(*under), self.of(*over)
        return [(theirs[n], ours[n]) for n in sorted(theirs.keys() & ours.keys())
                if self.takes_all or (not (theirs[n]["moved"] or ours[n]["moved"])
                                      and placement.same(theirs[n]["reference_hop_ns"], ours[n]["reference_hop_ns"]))]

    def of_all(self, figure):
        """A figure as all repetitions give it."""
        self.takes_all = True
        try:
            return figure(self)
        finally:
            self.takes_all = False

    def ratio(self, over, under, name):
        """The median of the repetitions' ratios: each compares what was measured within a minute in one placement."""
        ratios = [a[name] / b[name] for a, b in self.pairs(over, under) if name in a and b.get(name)]
        return statistics.median(ratios) if ratios else None

    def disturbed(self, over, under):
        """In most repetitions the two did not meet the same placement, or others took a good part of the cores."""
        quiet = [1 for a, b in self.pairs(over, under) if max(a["noise"], b["noise"]) <= MUCH_NOISE]
        return 2 * len(quiet) <= len(self.of(*under).keys() | self.of(*over).keys())

    def done(self, case, peer, rep, build):
        return any(r["case"] == case and r["peer"] == peer and r["rep"] == rep and r["build"] == build and "failed" not in r
                   for r in self.results)

    def reference_hop(self, case, rep, options):
        """The placement of a repetition of a case and of those that it is compared with: that of the first of its runs."""
        done = next((r for r in self.results if r["rep"] == rep and group(r["case"]) == group(case) and "failed" not in r), None)
        return placement.choose(options.placement, options.nice) if done is None else done["reference_hop_ns"]

    def median(self, case, peer, name):
        values = [r[name] for r in self.good(case, peer) if name in r]
        return statistics.median(values) if values else None


def rate_for(case, series):
    """The open loop's rate, from the first repetition of the closed loop, so that it is the same in every repetition."""
    source, peer, factor = case.rate
    first = {}
    for r in series.results:
        if r["case"] == source and "failed" not in r and peer in ("*", r["peer"]):
            first.setdefault(r["peer"], r["broadcasts_per_s"])
    return round(max(first.values()) * factor, 2) if first else None


def wait_for_load(command, nice, limit):
    before = os.times()
    r = subprocess.run(machine.pinned(machine.LOAD_CORE, command), preexec_fn=machine.new_process(nice), capture_output=True,
                       text=True, timeout=limit)
    after = os.times()
    return r, after.children_user + after.children_system - before.children_user - before.children_system


def hub_run(case, peer, server, series, nice, page):
    command = [os.path.join(BUILD, "wsload"), case.mode, "--port", str(server.port), "--pid", str(server.pid), "--json", *case.args]
    if peer.newline_batched:
        command.append("--newline-batched")
    if case.rate:
        rate = rate_for(case, series)
        if rate is None:
            return {"failed": f"needs a result of {case.rate[0]} first"}
        command += ["--rate", str(rate)]
    if page:
        command += ["--alloc-page", page]
    r, _ = wait_for_load(command, nice, case.limit)
    lines = [line for line in r.stdout.splitlines() if line.startswith("{")]
    if not lines:
        return {"failed": (r.stderr or r.stdout or f"wsload ended with {r.returncode}")[-300:]}
    return {**json.loads(lines[-1]), "status": r.returncode}


def http_run(case, server, nice, seconds):
    status, body = server.get(case.path)
    if status != 200 or not EXPECTED[case.check](body):
        return {"failed": f"GET {case.path} gave {status} {body[:120]!r}"}
    url = f"http://127.0.0.1:{server.port}{case.path}"
    wait_for_load(["wrk", "-t1", "-c64", "-d1s", url], nice, 30)
    (busy, stolen), cpu, start = machine.all_cpu(), machine.cpu_seconds(server.pid), time.monotonic()
    r, load = wait_for_load(["wrk", "-t1", "-c64", f"-d{seconds}s", "--latency", url], nice, seconds + 30)
    cpu, took = machine.cpu_seconds(server.pid) - cpu, time.monotonic() - start
    busy, stolen = (after - before for after, before in zip(machine.all_cpu(), (busy, stolen)))
    count = re.search(r"(\d+) requests in", r.stdout)
    if r.returncode or not count or not int(count.group(1)):
        return {"failed": (r.stderr or r.stdout)[-300:]}
    requests = int(count.group(1))
    errors = sum(int(n) for n in re.findall(r"(?:connect|read|write|timeout) (\d+)", r.stdout))
    errors += sum(int(n) for n in re.findall(r"Non-2xx or 3xx responses: (\d+)", r.stdout))
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", r.stdout)
    scale = {"us": 1, "ms": 1e3, "s": 1e6}
    return {"requests": requests, "errors": errors, "per_s": requests / took, "srv_us_per": cpu * 1e6 / requests,
            "srv_cpu_pct": 100 * cpu / took, "client_busy_pct": 100 * load / took,
            "lat_p99_us": float(p99.group(1)) * scale[p99.group(2)] if p99 else 0,
            "rss_kb": machine.memory(server.pid)[0], "steal_pct": 100 * stolen / took,
            "other_cpu_pct": 100 * (busy - cpu - load) / took}


def memory_run(server):
    server.get()
    time.sleep(2)
    resident, highest = machine.memory(server.pid)
    return {"rss_kb": resident, "hwm_kb": highest}


def attempt(case, peer, series, options):
    environment = {"BENCH_CHAIN": "none", "BENCH_LOOPS": "1", **case.ours}
    page = None
    if case.allocations:
        with tempfile.NamedTemporaryFile(dir=BUILD, prefix="allocations-", delete=False) as f:
            f.write(bytes(4096))
            page = f.name
        environment.update(ALLOC_PAGE=page, LD_PRELOAD=os.path.join(BUILD, "alloccount.so"))
    try:
        with Server(peer, environment, options.nice) as server:
            if not server.wait_until_ready():
                return {"failed": "the server did not start: " + server.said()}
            if case.kind == "http":
                return http_run(case, server, options.nice, 2 if options.quick else 4)
            if case.kind == "memory":
                return memory_run(server)
            return hub_run(case, peer, server, series, options.nice, page)
    except (OSError, ValueError, KeyError, subprocess.TimeoutExpired) as error:
        return {"failed": f"{type(error).__name__}: {error}"[:300]}
    finally:
        if page:
            os.unlink(page)


def program_run(case, peer, rep, options):
    """A program that is no server. The coders run on one core; gen runs on both, for hardly longer than these stay where they are."""
    (busy, stolen), used, start = machine.all_cpu(), os.times(), time.monotonic()
    try:
        result = (programs.coders_run(case, peer, options.nice) if case.kind == "coders" else
                  programs.gen_run(case, peer, options.quick, options.nice))
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        result = {"failed": f"{type(error).__name__}: {error}"[:300]}
    after, took = os.times(), time.monotonic() - start
    own = after.children_user + after.children_system - used.children_user - used.children_system
    busy, stolen = (now - before for now, before in zip(machine.all_cpu(), (busy, stolen)))
    result.update(case=case.name, peer=peer.name, rep=rep, build=peer.identity(), attempt=1, reference_hop_ns=0, hop_ns=[0, 0], moved=False,
                  noise=100 * (max(busy - own, 0) + stolen) / max(took, 1e-9))
    return result


def run(case, peer, rep, series, options):
    """One result: the quietest of a few attempts, in the repetition's placement if the host allows it."""
    if case.kind in ("coders", "gen"):
        return program_run(case, peer, rep, options)
    best, reference = None, series.reference_hop(case.name, rep, options)
    for number in range(1, ATTEMPTS + 1):
        before = placement.wait_for(reference, 3 if options.quick else 8, options.nice)
        result = attempt(case, peer, series, options)
        after = placement.hop(options.nice)
        result.update(case=case.name, peer=peer.name, rep=rep, build=peer.identity(), attempt=number,
                      reference_hop_ns=reference, hop_ns=[before, after],
                      moved=not (placement.same(before, reference) and placement.same(after, reference)))
        result["noise"] = max(result.get("other_cpu_pct", 0), 0) + result.get("steal_pct", 0)
        if "failed" in result:
            return result
        # an idle core shows other work that took nothing from us
        result["noisy"] = result["noise"] > NOISY and result.get("srv_cpu_pct", 0) >= 50
        if best is None or (result["moved"], result["noise"]) < (best["moved"], best["noise"]):
            best = result
        if options.quick or not (best["moved"] or best["noisy"]):
            break
    return best


def line(r):
    start = f"{r['case']:15s} {r['peer']:12s} "
    if "failed" in r:
        return start + "FAILED " + " ".join(r["failed"].split())[:150]
    if "ns" in r:
        return start + f"{r['ns']:11,.0f} ns {r['mb_per_s']:8.0f} MB/s  {r['bytes']:,} bytes  noise {r['noise']:.0f}"
    if "cpu_ms" in r:
        return start + f"{r['ms']:9,.1f} ms  CPU {r['cpu_ms']:,.1f} ms  {r['rss_kb'] / 1000:,.1f} MB  noise {r['noise']:.0f}"
    if "requests" in r:
        return start + (f"{r['per_s']:9,.0f}/s {r['srv_us_per']:8.2f} us  server {r['srv_cpu_pct']:3.0f}% load "
                        f"{r['client_busy_pct']:3.0f}%  errors {r['errors']}  noise {r['noise']:.0f}")
    if "mode" not in r:
        return start + f"{r['rss_kb']:,} KiB resident"
    if r["mode"] == "idle":
        return start + (f"{r['connected']:9,} open {r['bytes_per_conn_end']:8.0f} B each  {r['srv_us_per_connect']:.1f} us a "
                        f"handshake  cut off {r['disconnected']}")
    text = start + (f"{r['per_s']:9,.0f}/s {r['srv_us_per']:8.3f} us  server {r['srv_cpu_pct']:3.0f}% load "
                    f"{r['client_busy_pct']:3.0f}%  p99 {r['lat_p99_us']:7,.0f} us  lost {r['lost']} cut off {r['disconnected']} "
                    f"late {r['late']} bad {r['bad']}  noise {r['noise']:.0f}")
    text += "  MOVED" if r["moved"] else ""
    return text + (f"  allocations {r['allocs_per']:.4f}" if "allocs_per" in r else "")


def series_of_runs(cases, peers, series, options):
    """Every repetition runs all cases; within a case the peers take turns, another one first in each repetition."""
    for rep in range(1, options.reps + 1):
        for case in cases:
            turn = [peers[n] for n in case.peers_among(peers)]
            turn = turn[rep % len(turn):] + turn[:rep % len(turn)] if turn else []
            todo = [p for p in turn if not series.done(case.name, p.name, rep, p.identity())]
            if not todo:
                continue
            with machine.MachineLock():
                for peer in todo:
                    result = run(case, peer, rep, series, options)
                    series.add(result)
                    print(f"{rep}/{options.reps} {line(result)}", flush=True)
