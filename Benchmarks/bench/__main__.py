"""The command line; started by ../run.sh, which installs and builds what is needed."""
import argparse, os, sys

from . import machine, report
from .cases import all_cases
from .goals import GOALS
from .peers import BUILD, HERE, OURS, discover
from .runner import Series, line, run, series_of_runs

ROOT = os.path.dirname(HERE)


def options():
    p = argparse.ArgumentParser(prog="run.sh", description="Benchmarks of the service generated from specs/bench.yaml, and of its peers.",
                                epilog="Environment: BENCH_PEERS=FOLDER more peers (uws/run.sh PORT …); OURS_RUN='COMMAND' measures "
                                       "another server as ours (it gets the port as its last argument); CI=1: what is left out fails "
                                       "unless .ci/left-out lists it.")
    p.add_argument("--quick", action="store_true", help="one short repetition of fewer cases, under 5 minutes; docs/benchmarks.md stays as it is")
    p.add_argument("--reps", type=int, help="repetitions (5; quick 1)")
    p.add_argument("--peers", help="only these, comma-separated")
    p.add_argument("--cases", help="only these, comma-separated; a trailing * stands for anything")
    p.add_argument("--results", help="the results' file; a series goes on where it stood (Benchmarks/results.jsonl; quick: a new one)")
    p.add_argument("--nice", type=int, default=-10, help="priority of servers and load, where it may be set (-10)")
    p.add_argument("--placement", choices=["usual", "near", "far"], default="usual",
                   help="on a virtual machine whose host moves the cores: where they shall lie (usual: as at the start)")
    p.add_argument("--report", action="store_true", help="run nothing, only write the tables from the results")
    p.add_argument("--stdout", action="store_true", help="print the tables, leave docs/benchmarks.md as it is")
    p.add_argument("--list", action="store_true", help="list cases and peers")
    p.add_argument("--one", nargs=2, metavar=("PEER", "CASE"), help="one run, not recorded")
    o = p.parse_args()
    o.reps = o.reps or (1 if o.quick else 5)
    o.results = o.results or (os.path.join(BUILD, "quick.jsonl") if o.quick else os.path.join(HERE, "results.jsonl"))
    return o


def chosen(names, pattern):
    if not pattern:
        return names
    wanted = pattern.split(",")
    return [n for n in names if any(n == w or (w.endswith("*") and n.startswith(w[:-1])) for w in wanted)]


def fail_in_ci(left_out):
    """In CI, what is left out must be on the committed list."""
    path = os.path.join(ROOT, ".ci", "left-out")
    listed = open(path).read().splitlines() if os.path.exists(path) else []
    return [what for what, _ in left_out if what not in listed] if os.environ.get("CI") else []


def main():
    o = options()
    peers, left_out = discover()
    cases = all_cases(o.quick)
    if o.list:
        for c in cases:
            print(f"{c.name:15s} {c.title}: {', '.join(c.peers_among(peers))}")
        print("\npeers: " + ", ".join(f"{p.name} ({p.title})" for p in peers.values()))
        return 0
    cases = [c for c in cases if c.name in chosen([c.name for c in cases], o.cases)]
    used = {n for c in cases for n in c.peers_among(peers)} if not o.one else {o.one[0]}
    peers = {n: peers[n] for n in chosen(list(peers), o.peers) if n in used}
    if os.environ.get("OURS_RUN") and "gateway" in peers and not os.environ.get("BENCH_GATEWAY"):
        del peers["gateway"]
        left_out.append(("our gateway", "OURS_RUN stands for our service"))
    if not o.peers:
        for what, why in left_out:
            print(f"LEFT OUT: {what} ({why})")
    if not o.report:
        for peer in list(peers.values()):
            if problem := peer.build():
                print(f"error: {peer.title} does not build:\n{problem}", file=sys.stderr)
                return 1
    if o.one:
        case = next((c for c in all_cases(o.quick) if c.name == o.one[1]), None)
        if case is None or o.one[0] not in peers:
            print("error: no such case or peer; --list shows them", file=sys.stderr)
            return 64
        print(line(run(case, peers[o.one[0]], 0, Series(o.results), o)))
        return 0
    if o.quick and not o.report and os.path.exists(o.results):
        os.unlink(o.results)
    series = Series(o.results)
    if not o.report:
        series_of_runs(cases, peers, series, o)
    versions = [(p.title, p.version()) for p in peers.values()]
    versions += [("wrk", machine.output_of("wrk -v | grep -o 'wrk [^ ]*' | cut -d' ' -f2 | head -1")),
                 ("Swift", machine.output_of("swift --version 2>/dev/null | grep -o 'Swift version [^ ]*' | cut -d' ' -f3 | head -1"))]
    text = report.markdown(series, cases, peers, versions, left_out, o)
    page = os.path.join(ROOT, "docs", "benchmarks.md")
    if o.quick or o.stdout or o.peers or o.cases:
        print("\n" + text)
    else:
        report.put_into(page, text)
        print(f"wrote {os.path.relpath(page)}")
    missed = [g.figure for g in GOALS if g.verdict(series).startswith("**MISSED**")] if OURS in peers else []
    for figure in missed:
        print(f"MISSED: {figure}")
    unlisted = fail_in_ci(left_out)
    for what in unlisted:
        print(f"error: '{what}' was left out and is not in .ci/left-out", file=sys.stderr)
    failed = report.newest_failures(series)
    return 1 if unlisted or failed or (missed and not o.quick) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("stopped; the same command goes on with what is missing")
