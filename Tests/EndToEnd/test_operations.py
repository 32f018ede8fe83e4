"""What an operator sees and does: a config that is read again, metrics by Prometheus' own parsers, a stop in stages."""

from __future__ import annotations

import http.client
import json
import re
import signal
import threading
import time
from collections import defaultdict

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as prometheus

from server import eventually
from test_chat import Person, room

ADMIN = re.compile(r"admin listening on http://127\.0\.0\.1:(\d+)")
ADMIN_CONFIG = "admin: { port: 0 }\n"
OPENMETRICS = {"Accept": "application/openmetrics-text; version=1.0.0"}


class Operated:
    """A running service with a config file and an admin listener of its own."""

    def __init__(self, server, config):
        self.server, self.config = server, config
        self.port = int(eventually(lambda: next(filter(None, map(ADMIN.search, server.log)), None), what="the admin line")[1])

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, headers=headers or {})
        response = connection.getresponse()
        response.text = response.read().decode()
        connection.close()
        return response

    def write(self, text: str) -> None:
        self.config.write_text(ADMIN_CONFIG + text)

    def metrics(self) -> tuple[dict[str, dict[tuple, float]], dict[str, dict[tuple, float]]]:
        """Every sample by its name and its labels; both formats are read, and say the same of what they count."""
        plain, strict = self.ask("GET", "/metrics"), self.ask("GET", "/metrics", OPENMETRICS)
        assert plain.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert strict.headers["Content-Type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8"
        return samples(prometheus(plain.text)), samples(openmetrics(strict.text))

    def value(self, name: str, **labels) -> float:
        found = self.metrics()[0].get(name, {})
        return sum(value for key, value in found.items() if labels.items() <= dict(key).items())


def samples(families) -> dict[str, dict[tuple, float]]:
    found: dict[str, dict[tuple, float]] = defaultdict(dict)
    for family in families:
        assert family.documentation, f"{family.name} has no HELP"
        for sample in family.samples:
            key = tuple(sorted(sample.labels.items()))
            assert key not in found[sample.name], f"{sample.name} {key} is there twice"
            found[sample.name][key] = sample.value
    return found


@pytest.fixture
def operate(start, tmp_path):
    def run(text: str = "") -> Operated:
        config = tmp_path / "chat.yaml"
        config.write_text(ADMIN_CONFIG + text)
        return Operated(start("--config", config), config)

    return run


def with_header(server, size: int) -> int:
    return server.request("GET", "/rooms", headers={"X-Long": "x" * size}).status


@pytest.mark.parametrize("way", ["SIGHUP", "POST /reload"])
def test_a_new_config_holds_at_once_and_no_websocket_is_closed(operate, way):
    service = operate("limits: { header: 8KiB }\n")
    server, where = service.server, room()
    people = [Person(server, f"p{number}", where) for number in range(50)]
    assert with_header(server, 4000) == 200
    service.write("limits: { header: 2KiB }\nhubs: { chat: { message: 1KiB, connections: 51 } }\nport: 1\n")
    if way == "SIGHUP":
        server.process.send_signal(signal.SIGHUP)
        eventually(lambda: any("the config was read again" in line for line in server.log), what="the line in the log")
    else:
        answer = service.ask("POST", "/reload")
        assert answer.status == 200, answer.text
        told = json.loads(answer.text)
        assert told["result"] == "applied" and told["needsRestart"] == []    # --port stands above the file
        assert set(told["changed"]) == {"limits.header", "hubs.chat.message", "hubs.chat.connections"}
    assert with_header(server, 4000) == 431
    assert with_header(server, 1000) == 200
    people[0].say("still here")
    for person in people:
        assert person.next("message")["text"] == "still here"
    with Person(server, "one-more", where) as more:
        more.next("roster")
        refused = pytest.raises(Exception, Person, server, "too-many", where)
        assert "429" in str(refused.value)
        # The new limit of a message is for who comes from now on.
        more.say("x" * 1100)
        assert more.closed()[0] == 1009
    people[1].say("y" * 500)
    assert people[2].next("message")["text"] == "y" * 500
    assert service.value("websocket_connections", hub="chat") == 50
    assert service.value("websocket_closed_total", hub="chat") == service.value("websocket_closed_total", hub="chat", code="1009")
    assert service.value("config_reloads_total", result="applied") == 1
    assert abs(service.value("config_last_reload_success_timestamp_seconds") - time.time()) < 60
    for person in people:
        person.socket.close()


def test_a_bad_config_is_refused_whole_and_the_last_good_one_stays(operate):
    service = operate("limits: { header: 8KiB }\n")
    with Person(service.server, "ann") as ann:
        service.write("limits: { header: 1KiB, body: huge }\nhubs: { chta: {} }\n")
        answer = service.ask("POST", "/reload")
        assert answer.status == 422 and answer.headers["Content-Type"] == "application/problem+json"
        findings = json.loads(answer.text)["findings"]
        assert [finding.split("\n")[0].split(str(service.config))[-1].split(" ")[0] for finding in findings] == [":2:31:", ":3:9:"]
        assert with_header(service.server, 4000) == 200
        assert service.value("config_last_reload_success") == 0
        assert service.ask("GET", "/readyz").status == 200
        service.server.process.send_signal(signal.SIGHUP)
        eventually(lambda: any("SIGHUP: the config is not taken" in line for line in service.server.log), what="the refusal")
        service.write("limits: { header: 8KiB }\n")
        assert json.loads(service.ask("POST", "/reload").text)["result"] == "unchanged"
        assert service.value("config_last_reload_success") == 1
        ann.say("unmoved")
        assert ann.next("message")["text"] == "unmoved"


def test_no_request_fails_while_the_config_changes_again_and_again(operate):
    service = operate()
    ends = threading.Event()
    statuses: dict[int, int] = defaultdict(int)
    failures: list[str] = []

    def fetch() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", service.server.port, timeout=30)
        try:
            while not ends.is_set():
                connection.request("GET", "/rooms")
                response = connection.getresponse()
                response.read()
                statuses[response.status] += 1
        except OSError as error:
            failures.append(repr(error))

    threads = [threading.Thread(target=fetch) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(30):
        service.write(f"limits: {{ body: {number + 1}KiB }}\nchain: {{ breakerFactor: {2 + number % 3}, frames: none }}\n")
        assert json.loads(service.ask("POST", "/reload").text)["result"] == "applied"
    ends.set()
    for thread in threads:
        thread.join(30)
    assert failures == []
    assert set(statuses) == {200} and statuses[200] > 100


def test_prometheus_own_parsers_read_the_metrics_under_load_too(operate):
    service = operate()
    server, where = service.server, room()
    ends = threading.Event()
    said, fetched = [0] * 4, [0] * 4

    def talk(index: int) -> None:
        with Person(server, f"t{index}", where) as person:
            while not ends.wait(0.055):
                person.say("x")
                said[index] += 1

    def fetch(index: int) -> None:
        while not ends.is_set():
            assert server.request("GET", ["/rooms", "/no/such/page"][index % 2]).status in (200, 404)
            fetched[index] += 1

    threads = [threading.Thread(target=job, args=(index,)) for job in (talk, fetch) for index in range(4)]
    for thread in threads:
        thread.start()
    before: dict[str, dict[tuple, float]] = {}
    try:
        for _ in range(25):
            for now in service.metrics():
                check(now)
                for name, values in before.items():
                    if name.endswith(("_total", "_count", "_bucket")):
                        for key, value in values.items():
                            assert now[name][key] >= value, f"{name} {key} went back"
            before = now
    finally:
        ends.set()
        for thread in threads:
            thread.join(30)

    def counted() -> bool:
        plain, strict = service.metrics()
        for now in (plain, strict):
            requests = {key: value for key, value in now["http_requests_total"].items()}
            fine = sum(value for key, value in requests.items() if dict(key)["route"] == "/rooms" and dict(key)["status"] == "2xx")
            missing = sum(value for key, value in requests.items() if dict(key)["route"] == "unmatched")
            messages = now["websocket_messages_total"][(("direction", "in"), ("hub", "chat"))]
            if (fine, missing, messages) != (fetched[0] + fetched[2], fetched[1] + fetched[3], sum(said)):
                return False
        return True

    eventually(counted, what="every request and message counted")


def check(now: dict[str, dict[tuple, float]]) -> None:
    """What a scrape must hold to beside what the parsers check."""
    for name in ("http_connections_open", "process_open_fds", "websocket_connections", "config_reloads_total"):
        assert now[name], name
    for key, count in now["http_request_duration_seconds_count"].items():
        buckets = [
            (float(dict(found)["le"]), value) for found, value in now["http_request_duration_seconds_bucket"].items()
            if set(key) <= set(found)]
        buckets.sort()
        assert buckets[-1] == (float("inf"), count)
        assert all(low[1] <= high[1] for low, high in zip(buckets, buckets[1:]))


def test_it_stops_in_stages_and_says_what_was_left(operate):
    service = operate("drain: { delay: 2s }\ntimeouts: { drain: 1s }\n")
    server = service.server
    people = [Person(server, f"p{number}") for number in range(5)]
    # One that never answers the close frame.
    key = b"GET /ws?name=deaf HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    deaf = server.raw(key + b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
    assert b"101" in deaf.recv(4096)
    eventually(lambda: "deaf" in server.rooms().get("main", []), what="the deaf one in the room")
    assert service.ask("GET", "/readyz").status == 200
    server.process.send_signal(signal.SIGTERM)
    eventually(lambda: service.ask("GET", "/readyz").status == 503, deadline=1.5, what="not ready")
    assert service.ask("GET", "/healthz").status == 200
    assert service.ask("POST", "/reload").status == 409
    assert server.request("GET", "/rooms").status == 200, "it takes requests until drain.delay is over"
    for person in people:
        assert person.closed()[0] == 1001
    assert server.process.wait(30) == 0
    log = "\n".join(server.log)
    assert "not ready any more, and still listening for=2s" in log
    assert re.search(r"listening no more connections=\d+ deadline=1s requests=0 webSockets=6", log), log
    assert re.search(r"what was left at the deadline is cut connections=0 ms=\d+ requests=0 webSockets=1", log), log
    deaf.close()


def test_a_line_of_statistics_says_what_went_on(operate):
    service = operate("log: { statistics: 1s }\n")
    with Person(service.server, "ann") as ann:
        for _ in range(5):
            ann.say("x")
            ann.next("message")
        assert service.server.request("GET", "/rooms").status == 200

        def line(word: str) -> str | None:
            return next((line for line in service.server.log if "statistics" in line and word in line), None)

        assert " webSockets=" in eventually(lambda: line("messagesIn="), what="a line")
        total = lambda: sum(int(found) for line in service.server.log for found in re.findall(r"messagesIn=(\d+)", line))
        eventually(lambda: total() == 5, what="every message in some line")
