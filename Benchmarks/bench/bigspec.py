"""A spec of any size, the same bytes for the same size: what `gen` is measured on.

    python3 -m bench.bigspec ROUTES [TYPES] > big.yaml

It looks like a large service's: resources of six routes each in groups, objects of four to nine fields with constraints, enums,
aliases, unions, recursion over lists, docs, middleware, auth, errors per status and a hub. Half as many types as routes.
"""
import sys

WORDS = ["account", "address", "basket", "budget", "carrier", "catalog", "channel", "charge", "claim", "comment", "contract", "coupon",
         "courier", "device", "dispute", "event", "folder", "invoice", "journal", "label", "ledger", "listing", "machine", "member",
         "message", "notice", "offer", "order", "parcel", "partner", "payment", "permit", "picture", "policy", "product", "profile",
         "project", "quote", "rating", "receipt", "refund", "region", "report", "review", "route", "sample", "schedule", "season",
         "sensor", "shelf", "shipment", "signal", "stock", "store", "subject", "supplier", "ticket", "token", "vehicle", "vendor"]


def name(n):
    """`Order`, `OrderB`, …: as many names as are asked for, each a word."""
    word, turn = WORDS[n % len(WORDS)].capitalize(), n // len(WORDS)
    suffix = ""
    while turn > 0:
        suffix += chr(ord("A") + turn % 26)
        turn //= 26
    return word + suffix


FIELDS = [
    "title: { type: string, trim: true, length: 1..120, doc: What people see in lists. }",
    "state: State",
    "createdAt: timestamp",
    "count: { type: int, range: 0..10000, default: 1 }",
    "price: { type: decimal, range: 0.. }",
    "tags: { type: [Tag], items: ..20 }",
    "email: { type: string, format: email, optional: true }",
    "note: string?",
    "ratio: { type: double, range: 0..1, optional: true, doc: 'A share, from none to all.' }",
    "labels: { type: { string: string }, items: ..50 }",
    "code: { type: string, pattern: '^[A-Z]{2}-[0-9]{4}$' }",
    "due: date?",
    "active: { type: bool, default: true }",
]


def types(count):
    yield "types:"
    for n in range(count):
        yield f"  {name(n)}:"
        yield f"    $doc: What the service knows of {name(n).lower()} number {n}."
        yield "    id: uuid"
        for k in range(3 + n % 6):
            yield "    " + FIELDS[(n * 5 + k) % len(FIELDS)]
        if n % 3 == 1:
            yield f"    parent: {name(n // 2)}?"
        if n % 4 == 2:
            yield f"    parts: {{ type: [{name(n - 1)}], items: ..100 }}"


def routes(routes, count):
    yield "groups:"
    left, n = routes, 0
    while left > 0:
        subject = WORDS[n % len(WORDS)] + (f"-{n // len(WORDS)}" if n >= len(WORDS) else "")
        kind, change, detail = (name((3 * n + k) % count) for k in range(3))
        path = f"/{subject}s"
        mine = [
            f"GET {path}: {{ handler: list{n}, doc: Lists them., query: {{ limit: {{ type: int, range: 1..200, default: 50 }}, after: uuid?, q: {{ type: string, length: ..80, optional: true }} }}, returns: [{kind}] }}",
            f"POST {path}: {{ handler: add{n}, doc: Adds one., body: {change}, returns: {kind}, status: 201, errors: {{ 409: Fault }} }}",
            f"GET {path}/{{id}}: {{ handler: get{n}, path: {{ id: uuid }}, returns: {detail}, errors: {{ 404: Fault }} }}",
            f"PUT {path}/{{id}}: {{ handler: change{n}, path: {{ id: uuid }}, header: {{ X-Reason: {{ type: string, length: ..200, optional: true }} }}, body: {change}, returns: {detail} }}",
            f"DELETE {path}/{{id}}: {{ handler: remove{n}, path: {{ id: uuid }}, status: 204 }}",
            f"GET {path}/{{id}}/history: {{ handler: history{n}, path: {{ id: uuid }}, query: {{ since: timestamp? }}, returns: [{kind}], timeout: 5s }}",
        ][:left]
        yield f"  - name: {subject}"
        yield f"    prefix: /v{1 + n % 3}"
        if n % 4 == 0:
            yield "    use: [audit]"
        yield "    routes:"
        yield from ("      " + route for route in mine)
        left -= len(mine)
        n += 1


def spec(route_count, type_count=None):
    count = max(type_count or route_count // 2, 4)
    lines = [
        "spec: 1", "service: big",
        "info: { title: Big, version: 1.0.0, description: A service of many routes. }",
        "middleware: [audit]", "",
        *types(count),
        "enums:", "  State: [open, held, closed]",
        "unions:", f"  Change: {{ by: kind, of: {{ first: {name(0)}, second: {name(1)}, third: {name(2)} }} }}",
        "aliases:", "  Tag: { type: string, trim: true, length: 1..32 }", "",
        *routes(route_count - 2, count),
        "routes:",
        "  GET /ping: { respond: { text: pong } }",
        "  WS /ws/{room}: { hub: changes, room: '{path.room}' }",
        "hubs:",
        "  changes: { receives: Change, sends: Change }",
    ]
    lines.insert(lines.index("enums:"), "  Fault: { code: string, message: string }")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    arguments = [int(a) for a in sys.argv[1:]]
    sys.stdout.write(spec(*arguments))
