"""The promises: each row of the tables, how its figure comes out of the results, what is aimed at and what must hold."""
from dataclasses import dataclass
from typing import Callable, Optional

from .cases import DOCUMENTS


@dataclass
class Goal:
    table: str                 # hub, http, coders or gen
    figure: str
    goal: float
    must: float
    at_least: bool             # else: at most
    value: Callable            # Series -> number or None
    shown: Callable = lambda v: f"{v:.2f}"
    compares: tuple = ()       # (case, peer): whose times it compares, so that a disturbed one spoils it

    def verdict(self, series) -> str:
        """What the figure says, and where most repetitions of a comparison were disturbed, what that of all repetitions says."""
        value: Optional[float] = self.value(series)
        disturbed = self.compares and series.disturbed(*self.compares)
        if disturbed:
            value = series.of_all(self.value)
        if value is None:
            return "not measured"
        return self.judged(value) + (", disturbed" if disturbed else "")

    def judged(self, value) -> str:
        meets = (lambda limit: value >= limit) if self.at_least else (lambda limit: value <= limit)
        return "goal met" if meets(self.goal) else "holds" if meets(self.must) else "**MISSED**"

    def limit(self, number) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.shown(number)}"


def quotient(a, b):
    return a / b if a is not None and b else None


def cost(case, over, under, factor=1.0):
    """CPU a delivery or request: how many times ours the peer's is."""

    def value(s):
        q = s.ratio((case, over), (case, under), "srv_us_per")
        return None if q is None else factor * q

    return value


def cheaper(table, figure, goal, must, case, over, under):
    return Goal(table, figure, goal, must, True, cost(case, over, under), compares=((case, over), (case, under)))


def go_zero(s):
    """go-zero itself where BENCH_PEERS has it, else four times the bare net/http, which is what it cost in trials."""
    return cost("json", "go-zero", "ours")(s) or cost("json", "go-http", "ours", 4.0)(s)


HUB_CASES_THAT_COUNT = ("broadcast-", "lowrate-", "halfrate-", "echo-", "overload", "loops-", "allocations", "idle")


def lost_by_ours(s):
    mine = [r for r in s.results if r["peer"] == "ours" and "lost" in r and r["case"].startswith(HUB_CASES_THAT_COUNT)
            and r["build"] == s.good(r["case"], "ours")[0]["build"]]
    return sum(abs(r["lost"]) + r["out_of_order"] + r["dup"] + r["bad"] for r in mine) if mine else None


def worst(case, peer, name):
    def value(s):
        found = [r[name] for r in s.good(case, peer)]
        return max(found) if found else None

    return value


def whole(v):
    return f"{v:,.0f}"


GOALS = [
    *[cheaper("hub", f"CPU µs per delivery, {n:,} clients, uWebSockets ÷ ours", 1.2, 1.0, f"broadcast-{n}", "uws", "ours")
      for n in (100, 1000, 10000)],
    *[cheaper("hub", f"CPU µs per delivery, {n:,} clients, gorilla's chat hub ÷ ours", 2.0, 1.4, f"broadcast-{n}", "go-hub", "ours")
      for n in (100, 1000, 10000)],
    cheaper("hub", "the same at a low fixed rate (1,000 clients × 25 broadcasts/s), uWebSockets ÷ ours", 1.1, 0.95,
            "lowrate-1000", "uws", "ours"),
    *[cheaper("hub", f"echo round trips per CPU second, {n:,} clients, ours ÷ uWebSockets", 1.0, 0.8, f"echo-{n}", "uws", "ours")
      for n in (100, 1000)],
    Goal("hub", "user-space bytes per idle connection", 450, 4608, False,
         lambda s: s.median("idle", "ours", "bytes_per_conn_end"), whole),
    cheaper("hub", "server CPU per handshake in a reconnect storm, uWebSockets ÷ ours", 0.7, 0.3, "storm", "uws", "ours"),
    *[Goal("hub", f"p99 delivery latency at half of gorilla's largest rate, {n:,} clients, ours ÷ uWebSockets", 1.0, 1.5, False,
           lambda s, n=n: s.ratio((f"halfrate-{n}", "ours"), (f"halfrate-{n}", "uws"), "lat_p99_us"),
           compares=((f"halfrate-{n}", "ours"), (f"halfrate-{n}", "uws"))) for n in (1000, 10000)],
    Goal("hub", "deliveries lost, repeated or reordered, all runs", 0, 0, False, lost_by_ours, whole),
    Goal("hub", "offered 1,000 clients × 1,500 broadcasts/s: clients cut off", 0, 0, False,
         worst("overload", "ours", "disconnected"), whole),
    Goal("hub", "offered 1.5 times the fastest peer's largest rate: clients cut off", 0, 0, False,
         worst("overload-hard", "ours", "disconnected"), whole),
    Goal("hub", "CPU µs per delivery at half the largest rate, two event loops ÷ one", 1.1, 1.25, False,
         lambda s: s.ratio(("loops-2", "ours"), ("loops-1", "ours"), "srv_us_per"),
         compares=(("loops-2", "ours"), ("loops-1", "ours"))),
    Goal("hub", "heap allocations per delivery", 0.0005, 0.05, False, lambda s: s.median("allocations", "ours", "allocs_per"),
         lambda v: f"{v:.4f}"),

    cheaper("http", "requests per CPU second, `GET /hello`, ours ÷ Go net/http", 1.6, 1.3, "hello", "go-http", "ours"),
    cheaper("http", "the same ÷ nginx `return 200`", 1.0, 0.75, "hello", "nginx", "ours"),
    Goal("http", "JSON route, full chain, access log to a file: go-zero (or, for want of it, 4 × bare Go net/http) ÷ ours", 5, 3,
         True, go_zero, compares=(("json", "go-http"), ("json", "ours"))),
    cheaper("http", "the same, access log off: bare Go net/http ÷ ours", 1.3, 1.0, "json-quiet", "go-http", "ours"),
    cheaper("http", "static file of 10 kB: ours ÷ nginx", 0.9, 0.6, "static", "nginx", "ours"),
    Goal("http", "router with 1,000 routes ÷ with 10", 0.95, 0.9, True,
         lambda s: s.ratio(("routes-10", "gateway"), ("routes-1000", "gateway"), "srv_us_per"),
         compares=(("routes-10", "gateway"), ("routes-1000", "gateway"))),
    Goal("http", "resident memory of an idle service, MB", 12, 20, False,
         lambda s: quotient(s.median("idle-rss", "ours", "rss_kb"), 1000), lambda v: f"{v:.1f}"),
    *[Goal("coders", f"{way} {what}: Foundation's `JSON{'Decoder' if way == 'decode' else 'Encoder'}` ÷ ours", 4, 2, True,
           lambda s, name=f"{way}-{name}": s.ratio((name, "foundation"), (name, "generated"), "ns"),
           compares=((f"{way}-{name}", "foundation"), (f"{way}-{name}", "generated")))
      for way in ("decode", "encode") for name, what in DOCUMENTS.items()],
    *[Goal("gen", f"{what} of 1,000 routes and 500 types, ms", goal, must, False,
           lambda s, name=name: s.median(f"{name}-1000", "gen", "ms"), whole)
      for name, what, goal, must in (("check", "checking a spec", 100, 100), ("generate", "checking and generating one", 300, 300))],
    Goal("gen", "checking it: highest resident memory, MB", 64, 64, False,
         lambda s: quotient(s.median("check-1000", "gen", "rss_kb"), 1000), lambda v: f"{v:.0f}"),
    *[Goal("gen", f"{what} 10,000 routes ÷ 1,000", 12, 20, False,
           lambda s, name=name: quotient(s.median(f"{name}-10000", "gen", "cpu_ms"), s.median(f"{name}-1000", "gen", "cpu_ms")),
           lambda v: f"{v:.1f}") for name, what in (("check", "CPU time of checking"), ("generate", "CPU time of generating"))],
]
