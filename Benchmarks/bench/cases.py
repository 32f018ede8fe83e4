"""What is measured. A case is one load; every peer that serves its role meets it in turn, in every repetition.

Roles, as in a peer.json's `serves`: hub (/ws sends each text to everyone, /echo back), floor (the same, but nothing that
a socket does not take at once survives: no overload for it), single (floor without batching), heap (its heap is malloc's),
loops (takes BENCH_LOOPS), hello, json, static, routes, idle. Programs that are no servers have coders and gen (peers.py).
"""
from dataclasses import dataclass, field

ORDER = ["nginx", "floor", "floor-batch", "uws", "go-http", "go-hub", "gateway", "ours", "gen", "foundation", "generated"]
ALL_HUBS, HUBS = ("hub", "floor"), ("hub",)


@dataclass
class Case:
    name: str
    title: str
    kind: str                  # hub: wsload; http: wrk; memory: start it and look; coders, gen: run the program
    roles: tuple
    args: list = field(default_factory=list)         # of wsload
    mode: str = ""
    path: str = ""             # of wrk
    check: str = ""            # which answer wrk's path must give: hello, json, static
    ours: dict = field(default_factory=dict)         # environment of our servers: BENCH_CHAIN, BENCH_LOOPS, BENCH_ROUTES
    rate: tuple = ()           # open loop: (case, peer or *, factor): so many times its largest rate in that case
    allocations: bool = False  # with tools/alloccount.c preloaded
    limit: float = 150         # seconds after which a run is given up

    def peers_among(self, peers):
        """Those that take part, in the tables' order."""
        mine = [n for n in peers if set(self.roles) & set(peers[n].serves)]
        return sorted(mine, key=lambda n: (ORDER.index(n) if n in ORDER else len(ORDER), n))


def hub_cases(quick):
    seconds = ["--secs", "1.5", "--warmup", "0.4"] if quick else ["--secs", "3", "--warmup", "0.7"]
    short = ["--secs", "1.5", "--warmup", "0.3"] if quick else ["--secs", "3", "--warmup", "0.5"]
    sizes = (100, 1000) if quick else (100, 1000, 10000)
    many = 2000 if quick else 10000

    def hub(name, title, mode, roles, args, **more):
        return Case(name, title, "hub", roles, [str(a) for a in args], mode, **more)

    cases = [
        hub(f"broadcast-{n}", f"Broadcast as fast as can be: {n:,} clients, 8 broadcasts outstanding", "broadcast",
            ALL_HUBS + (("single",) if n == 1000 else ()), ["--clients", n, "--senders", 8, "--window", 8, *seconds]) for n in sizes]
    cases.append(hub("lowrate-1000", "Broadcast at a low fixed rate: 1,000 clients, 25 broadcasts/s", "broadcast", ALL_HUBS,
                     ["--clients", 1000, "--senders", 8, "--rate", 25, *seconds]))
    cases += [
        hub(f"halfrate-{n}", f"Broadcast at half of gorilla's largest rate: {n:,} clients", "broadcast",
            HUBS, ["--clients", n, "--senders", 8, *seconds], rate=(f"broadcast-{n}", "go-hub", 0.5)) for n in sizes[1:]]
    cases += [
        hub(f"echo-{n}", f"Echo: {n:,} clients, one message in flight each", "echo", ALL_HUBS, ["--clients", n, *short])
        for n in ((100,) if quick else (100, 1000))]
    cases.append(hub("idle", f"Idle: {many:,} connections", "idle", ALL_HUBS, ["--clients", many, "--secs", 1 if quick else 3]))
    cases.append(hub("storm", "Reconnect storm: 64 clients connect, shake hands, leave and come again", "storm", ALL_HUBS,
                     ["--clients", 64, *short]))
    cases.append(hub("overload", "Overload: 1,000 clients, 1,500 broadcasts/s, open loop", "overload",
                     HUBS, ["--secs", 2 if quick else 8]))
    cases.append(hub("overload-hard", "Overload: 1,000 clients, 1.5 times the fastest peer's largest rate", "overload",
                     HUBS, ["--secs", 1 if quick else 4],
                     rate=("broadcast-1000", "*", 1.5)))
    cases += [
        hub(f"loops-{n}", f"Half of our largest rate, {n} event loop{'s' * (n > 1)}: 1,000 clients", "broadcast", ("loops",),
            ["--clients", 1000, "--senders", 8, *seconds], ours={"BENCH_LOOPS": str(n)},
            rate=("broadcast-1000", "ours", 0.5)) for n in (1, 2)]
    cases.append(hub("allocations", "Heap allocations: 1,000 clients, 8 broadcasts outstanding", "broadcast",
                     ("heap",), ["--clients", 1000, "--senders", 8, "--window", 8, *short],
                     allocations=True))
    return cases


JSON_PATH = "/shelves/7/books?genre=travel&limit=5"


def http_cases():
    def http(name, title, path, check, **more):
        return Case(name, title, "http", (name.split("-")[0],), path=path, check=check, **more)

    return [
        http("hello", "`GET /hello`, no chain", "/hello", "hello",
             ours={"BENCH_CHAIN": "none"}),
        http("json", "JSON route, full chain, access log to a file", JSON_PATH, "json",
             ours={"BENCH_CHAIN": "full"}),
        http("json-quiet", "JSON route, full chain, access log off", JSON_PATH, "json",
             ours={"BENCH_CHAIN": "quiet"}),
        http("static", "Static file of 10 kB", "/files/10k.txt", "static", ours={"BENCH_CHAIN": "none"}),
        http("routes-10", "A spec with 10 routes", "/api/v1/things5/42/parts", "ok", ours={"BENCH_ROUTES": "10"}),
        http("routes-1000", "A spec with 1,000 routes", "/api/v1/things500/42/parts", "ok",
             ours={"BENCH_ROUTES": "1000"}),
        Case("idle-rss", "Memory of a service that nobody uses", "memory", ("idle",), ours={"BENCH_CHAIN": "full"}),
    ]


DOCUMENTS = {"order-1k": "an order, 1 kB", "product-1k": "a product, 1 kB", "orders-100k": "100 orders, 100 kB",
             "products-100k": "100 products, 100 kB"}
SPEC_SIZES = (100, 1000, 10000)


def program_cases(quick):
    """What no socket is needed for: JSON, and gen itself on specs of `bigspec.py`."""
    seconds = "0.3" if quick else "1"
    coders = [Case(f"{way}-{name}", f"JSON: {way} {what}", "coders", ("coders",), [way, name, seconds])
              for way in ("decode", "encode") for name, what in DOCUMENTS.items()]
    checks = [Case(f"check-{n}", f"`gen api validate`: {n:,} routes, {n // 2:,} types", "gen", ("gen",), ["validate", str(n)])
              for n in SPEC_SIZES]
    writes = [Case(f"generate-{n}", f"`gen api`, a new package: {n:,} routes, {n // 2:,} types", "gen", ("gen",), ["write", str(n)])
              for n in SPEC_SIZES]
    return coders + checks + writes


def all_cases(quick):
    return hub_cases(quick) + http_cases() + program_cases(quick)
