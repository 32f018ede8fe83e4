"""The Markdown that comes out: the promises with their verdicts, then every case in detail."""
import re, statistics

from . import machine
from .goals import GOALS

BEGIN, END = "<!-- results: written by make bench -->", "<!-- end of results -->"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(r) + " |" for r in rows])


def micros(v):
    return f"{v / 1000:,.1f} ms" if v >= 1000 else f"{v:,.0f} µs"


def spread(results, name, form="{:.3g}"):
    values = [r[name] for r in results]
    return form.format(min(values)) + "–" + form.format(max(values))


def promises(series, which):
    rows = []
    for g in GOALS:
        if g.table == which:
            show = lambda v: "–" if v is None else g.shown(v)
            all_of_it = f"{show(series.of_all(g.value))} ({rounds(series, g)})" if g.compares else ""
            rows.append([g.figure, g.limit(g.goal), g.limit(g.must), show(g.value(series)), all_of_it, g.verdict(series)])
    return table(["figure", "goal", "must hold", "measured", "all rounds", "verdict"], rows)


def rounds(series, goal):
    """In how many repetitions both of a comparison ran."""
    over, under = goal.compares
    return len(series.of(*over).keys() & series.of(*under).keys())


def hub_row(title, results):
    m = lambda name: statistics.median(r[name] for r in results)
    total = lambda name: sum(r[name] for r in results)
    return [title, f"{m('per_s'):,.0f}", f"{m('srv_us_per'):.3f}", spread(results, "srv_us_per"), micros(m("lat_p50_us")),
            micros(m("lat_p99_us")), f"{m('srv_cpu_pct'):.0f} / {m('client_busy_pct'):.0f}",
            f"{total('lost')} / {total('out_of_order')} / {total('disconnected')} / {total('late')}", str(len(results))]


def idle_row(title, results):
    m = lambda name: statistics.median(r[name] for r in results)
    return [title, f"{m('connected'):,.0f}", f"{m('bytes_per_conn_end'):,.0f}", spread(results, "bytes_per_conn_end", "{:,.0f}"),
            f"{m('srv_us_per_connect'):.1f}", f"{m('pss0_kb') / 1000:.1f} → {m('pss2_kb') / 1000:.1f} MB", str(len(results))]


def storm_row(title, results):
    m = lambda name: statistics.median(r[name] for r in results)
    return [title, f"{m('per_s'):,.0f}", f"{m('srv_us_per'):.1f}", spread(results, "srv_us_per"), micros(m("hs_p50_us")),
            micros(m("hs_p99_us")), str(sum(r["connect_fail"] for r in results)), str(len(results))]


def allocation_row(title, results):
    m = lambda name: statistics.median(r[name] for r in results)
    return [title, f"{m('allocs_per'):.5f}", f"{m('alloc_bytes_per'):.2f}", str(len(results))]


def http_row(title, results):
    m = lambda name: statistics.median(r[name] for r in results)
    return [title, f"{m('per_s'):,.0f}", f"{m('srv_us_per'):.2f}", spread(results, "srv_us_per"), micros(m("lat_p99_us")),
            f"{m('srv_cpu_pct'):.0f} / {m('client_busy_pct'):.0f}", str(sum(r["errors"] for r in results)), str(len(results))]


def memory_row(title, results):
    return [title, f"{statistics.median(r['rss_kb'] for r in results) / 1000:.1f}", spread(results, "rss_kb", "{:,.0f}"), str(len(results))]


def coders_row(title, results):
    m = lambda name: statistics.median(r[name] for r in results)
    return [title, f"{m('ns'):,.0f}", spread(results, "ns", "{:,.0f}"), f"{m('mb_per_s'):,.0f}", f"{m('bytes'):,.0f}", str(len(results))]


def gen_row(title, results):
    m = lambda name: statistics.median(r[name] for r in results)
    return [title, f"{m('ms'):,.0f}", spread(results, "ms", "{:,.0f}"), f"{m('cpu_ms'):,.0f}", f"{m('rss_kb') / 1000:.0f}",
            f"{m('spec_bytes') / 1000:,.0f}", str(len(results))]


LOSSES = "lost / reordered / cut off / late (sums)"
FORMS = {
    "broadcast": (["server", "deliveries/s", "server µs each", "range", "p50", "p99", "server / load CPU %", LOSSES, "runs"], hub_row),
    "echo": (["server", "round trips/s", "server µs each", "range", "p50", "p99", "server / load CPU %", LOSSES, "runs"], hub_row),
    "idle": (["server", "open", "bytes each", "range", "server µs a handshake", "memory (PSS)", "runs"], idle_row),
    "storm": (["server", "handshakes/s", "server µs each", "range", "p50", "p99", "failed", "runs"], storm_row),
    "allocations": (["server", "allocations per delivery", "bytes per delivery", "runs"], allocation_row),
    "http": (["server", "requests/s", "server µs each", "range", "p99", "server / load CPU %", "errors", "runs"], http_row),
    "coders": (["coders", "CPU ns a document", "range", "MB/s", "bytes", "runs"], coders_row),
    "gen": (["program", "ms", "range", "CPU ms", "highest MB", "spec, kB", "runs"], gen_row),
    "memory": (["server", "resident MB", "range, KiB", "runs"], memory_row),
}


def details(series, cases, peers):
    parts = []
    for case in cases:
        form = case.kind if case.kind != "hub" else "allocations" if case.allocations else case.mode.replace("overload", "broadcast")
        head, row = FORMS[form]
        rows = [row(peers[n].title, series.good(case.name, n)) for n in case.peers_among(peers) if series.good(case.name, n)]
        if rows:
            rate = next((f" ({r['rate']:,.0f} broadcasts/s)" for n in peers for r in series.good(case.name, n) if case.rate), "")
            parts.append(f"#### {case.title}{rate}\n\n" + table(head, rows))
    return "\n\n".join(parts)


def disturbance(series):
    noise = [r["noise"] for r in series.results if r.get("srv_cpu_pct", 0) >= 80]
    if not noise:
        return ""
    moved = [r for r in series.results if r.get("moved")]
    hops = [r["reference_hop_ns"] for r in series.results if r.get("reference_hop_ns")]
    return (f"A cache line takes {min(hops):.0f} to {max(hops):.0f} ns from the server's core to the load's and back, as the host places them. "
            "The ratios above are medians of the repetitions' own: measured, of those within one placement; all rounds, of as many as stand behind it. The tables below hold each case's more frequent "
            f"placement. {len(moved)} runs during which the host moved the cores count where there are no others. Other processes and the hypervisor took {statistics.median(noise):.1f} % of a core in the median run with a busy "
            f"server, {max(noise):.1f} % in the worst, over {len(noise)} runs.")


def newest_failures(series):
    newest = {(r["case"], r["peer"], r["rep"]): r for r in series.results}
    return [r for r in newest.values() if "failed" in r]


def markdown(series, cases, peers, versions, left_out, options):
    failures = newest_failures(series)
    where = ("server on one core, load on the other" if machine.SERVER_CORE is not None else
             "**server and load on the same core: the figures mean little**")
    parts = [
        f"Machine: {machine.description()}; {where}. " + ("A quick run: short and few repetitions, so the figures are no promise."
                                                           if options.quick else f"Medians of up to {options.reps} interleaved runs."),
        "Versions: " + "; ".join(f"{name} {version}" for name, version in versions if version) + ".",
        *[f"LEFT OUT: {what} ({why})" for what, why in left_out],
        "### The hub\n\n" + promises(series, "hub"),
        "### HTTP\n\n" + promises(series, "http"),
        "### JSON\n\n" + promises(series, "coders"),
        "### Checking and generating\n\n" + promises(series, "gen"),
        "### Every case\n\n" + disturbance(series),
        details(series, cases, peers),
    ]
    if failures:
        parts.append("Failed: " + "; ".join(f"{r['peer']} in {r['case']}: {' '.join(r['failed'].split())[:80]}" for r in failures))
    return "\n\n".join(p for p in parts if p)


def put_into(path, text):
    """Replaces what stands between the markers."""
    with open(path) as f:
        page = f.read()
    if BEGIN not in page or END not in page:
        raise SystemExit(f"error: {path} has no '{BEGIN}' … '{END}'")
    page = re.sub(re.escape(BEGIN) + ".*" + re.escape(END), lambda _: f"{BEGIN}\n\n{text}\n\n{END}", page, flags=re.S)
    with open(path, "w") as f:
        f.write(page)
