#!/usr/bin/env python3
"""Envelope, rates, security headers and precompressed files, the same requests to the generated service and to the gateway:
drive_catalog.py SERVICE PACKAGE GATEWAY SPEC

The service is asked over HTTP/2 too; its answers must be the same.
"""

import gzip
import http.client
import json
import os
import re
import subprocess
import sys
import threading
import unittest
from pathlib import Path

LIMITS = ["ratelimit-policy", "retry-after"]
KEPT = LIMITS + ["content-type", "content-encoding", "vary", "x-content-type-options", "referrer-policy", "x-frame-options",
                 "content-security-policy", "access-control-allow-origin", "access-control-expose-headers", "cache-control"]
FRAMES = "frame-ancestors 'none'"


class Program:
    """A process; its port is read from what it logs."""

    def __init__(self, *command):
        self.process = subprocess.Popen(
            [*command, "--port", "0", "--set", "http2.cleartext=true"], stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if found := re.search(r"listening on http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                threading.Thread(target=self.process.stderr.read, daemon=True).start()
                return
        raise SystemExit(f"{command[0]} did not start")

    def ask(self, method, path, headers=None, body=None):
        """Status, the headers that are compared, and the body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, {name: value for name in KEPT if (value := answer.headers.get(name))}, data

    def ask_http2(self, method, path, headers=None, body=None):
        """The same over HTTP/2, by curl."""
        more = [part for name, value in (headers or {}).items() for part in ("-H", f"{name}: {value}")]
        data = ["--data-binary", body.decode()] if body is not None else []
        said = subprocess.run(
            ["curl", "-sS", "--max-time", "10", "--http2-prior-knowledge", "-X", method, "-i", *more, *data,
             f"http://127.0.0.1:{self.port}{path}"], capture_output=True, check=True).stdout
        head, _, content = said.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        found = dict(line.split(": ", 1) for line in lines[1:])
        return int(lines[0].split()[1]), {name: found[name] for name in KEPT if name in found}, content

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=30)


def plain(answer):
    """A request's id is each answer's own, and when to come back depends on the moment."""
    status, headers, data = answer
    return status, {**headers, "retry-after": "some"} if "retry-after" in headers else headers, re.sub(rb'"requestId":"[^"]*"', b"", data)


class Catalog(unittest.TestCase):
    maxDiff = None

    def all(self, method, path, headers=None, body=None):
        """What the service answers over both protocols, and the gateway too."""
        answers = [service.ask(method, path, headers, body), service.ask_http2(method, path, headers, body),
                   gateway.ask(method, path, headers, body)]
        for other in answers[1:]:
            self.assertEqual(plain(answers[0]), plain(other), f"{method} {path}")
        return answers[0]

    def coded(self, method, path, headers=None, body=None):
        """What code answers, over both protocols; in the envelope."""
        answers = [ask(method, path, headers, body) for ask in (service.ask, service.ask_http2)]
        self.assertEqual(plain(answers[0]), plain(answers[1]), f"{method} {path}")
        status, found, data = answers[0]
        self.assertEqual(found["content-type"], "application/json")
        return status, json.loads(data)

    def post(self, value):
        return self.coded("POST", "/items", {"Content-Type": "application/json"}, json.dumps(value).encode())

    # The envelope

    def test_values_are_in_the_envelope(self):
        self.assertEqual(self.coded("GET", "/items/1"), (200, {"code": 0, "message": "ok", "data": {"id": 1, "name": 'one "thing"'}}))
        self.assertEqual(
            self.coded("GET", "/items")[1]["data"], [{"id": 1, "name": "one"}, {"id": 2, "name": "two"}])
        self.assertEqual(self.post({"name": "new"}), (201, {"code": 0, "message": "ok", "data": {"id": 7, "name": "new"}}))
        self.assertEqual(service.ask("DELETE", "/items/1")[::2], (204, b""))
        self.assertEqual(service.ask("GET", "/text")[2], b"text")
        self.assertEqual(self.all("GET", "/bare")[2], b'{"bare":true}', "what the spec spells out stays as it is")

    def test_errors_are_in_the_envelope_and_their_status_is_200(self):
        self.assertEqual(self.coded("GET", "/items/2"), (200, {"code": 1017, "message": "sold out at /items/{id}"}))
        self.assertEqual(self.coded("GET", "/items/3"), (200, {"code": 404, "message": "no item 3"}))
        status, value = self.coded("GET", "/items/x")
        self.assertEqual((status, value["code"], value["violations"][0]["name"]), (200, 422, "id"))
        self.assertEqual(self.coded("GET", "/items/0")[1]["code"], 422)
        self.assertEqual(self.post({"name": ""})[1]["code"], 422)
        status, value = self.post({"name": "forbidden"})
        self.assertEqual((value["code"], value["violations"]),
                         (422, [{"in": "body", "pointer": "/name", "code": "forbidden", "message": "must not be called so"}]))
        status, value = self.post({"name": "broken"})
        self.assertEqual((status, value["code"]), (200, 500))
        self.assertNotIn("broken", value["message"])
        self.assertEqual(self.coded("GET", "/later")[1]["code"], 501, "what nobody has written yet")
        status, _, data = self.all("PUT", "/bare")
        self.assertEqual((status, json.loads(data)["code"]), (200, 405))

    def test_the_service_answers_itself_for_what_is_not_there(self):
        for ask in (service.ask, service.ask_http2):
            self.assertEqual(ask("GET", "/nowhere")[::2], (404, b"<h1>nothing at /nowhere</h1>"))
        status, _, data = gateway.ask("GET", "/nowhere")
        self.assertEqual((status, json.loads(data)), (200, {"code": 404, "message": "Not Found"}))

    # Rates

    def test_each_rate_counts_and_a_page_reads_where_it_stands(self):
        headers = {"X-API-Key": "one", "Origin": "https://app.example.com"}
        policy = '"default";q=20;w=60, "key";q=2;w=60, "all";q=10;w=3600'
        for code in (None, None, 429):
            for program in (service, gateway):
                status, found, data = program.ask("GET", "/keyed", headers)
                self.assertEqual((status, found["access-control-expose-headers"]), (200, "RateLimit, Retry-After"))
                self.assertEqual(found["ratelimit-policy"], policy if code is None else policy.rsplit(",", 1)[0])
                self.assertEqual(data, b"keyed") if code is None else self.assertEqual(json.loads(data)["code"], code)
                self.assertEqual("retry-after" in found, code == 429)
        for program in (service, gateway):
            # Another key has a rate of its own, and whoever sends none is counted by address.
            self.assertEqual(program.ask("GET", "/keyed", {"X-API-Key": "two"})[2], b"keyed")
            self.assertEqual(program.ask("GET", "/keyed")[2], b"keyed")

    def test_the_spec_s_rates_hold_where_a_route_says_nothing(self):
        for path in ("/usual", "/widget"):
            self.assertEqual(self.all("GET", path)[1]["ratelimit-policy"], '"default";q=1000;w=1, "all";q=5000;w=60')
        self.assertNotIn("ratelimit-policy", self.all("GET", "/bare")[1])
        self.assertEqual(service.ask("GET", "/items")[1]["ratelimit-policy"], '"default";q=30;w=60')

    # Security headers

    def test_security_headers_are_the_spec_s_and_the_route_s(self):
        for path in ("/text", "/items/1", "/items/3"):
            _, found, _ = service.ask("GET", path)
            self.assertEqual((found["x-frame-options"], found["content-security-policy"], found["referrer-policy"]),
                             ("DENY", FRAMES, "no-referrer"), path)
        # The nearest wins, and says nothing but that there are any: they are the config's.
        _, found, _ = self.all("GET", "/usual")
        self.assertEqual((found["x-frame-options"], found["content-security-policy"], found["referrer-policy"]),
                         ("SAMEORIGIN", "frame-ancestors 'self'", "strict-origin-when-cross-origin"))
        _, found, _ = self.all("GET", "/widget")
        self.assertEqual((found.get("x-frame-options"), found["x-content-type-options"]), (None, "nosniff"))
        self.assertEqual(self.all("GET", "/linked")[1]["referrer-policy"], "same-origin")
        self.assertEqual([name for name in self.all("GET", "/bare")[1] if name.startswith(("x-", "referrer", "content-sec"))], [])

    # Files

    def test_files_are_sent_as_they_lie_there_compressed(self):
        for _ in range(2):
            status, found, data = self.all("GET", "/assets/app.js", {"Accept-Encoding": "gzip, br;q=0.1"})
            self.assertEqual((status, found["content-encoding"], found["vary"]), (200, "gzip", "Accept-Encoding"))
            self.assertEqual((gzip.decompress(data), found["cache-control"]), (SCRIPT, "public, max-age=60"))
            self.assertTrue(found["content-type"].startswith("text/javascript"))
            status, found, data = self.all("GET", "/assets/app.js")
            self.assertEqual((data, found.get("content-encoding"), found["vary"]), (SCRIPT, None, "Accept-Encoding"))
            self.assertEqual(self.all("GET", "/", {"Accept-Encoding": "br"})[1]["content-encoding"], "br")
            self.assertNotIn("content-encoding", self.all("GET", "/", {"Accept-Encoding": "gzip"})[1])

    def test_what_is_not_inflated_is_taken_as_it_comes(self):
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        _, _, data = service.ask("POST", "/items", headers, gzip.compress(b'{"name":"zipped"}'))
        self.assertEqual(json.loads(data)["code"], 400)


if __name__ == "__main__":
    package, spec = Path(sys.argv[2]), Path(sys.argv[4])
    SCRIPT = (spec.parent / "Public/assets/app.js").read_bytes()
    for folder in (package, spec.parent):
        (folder / "Public/assets/app.js.gz").write_bytes(gzip.compress(SCRIPT))
        # Nobody looks into it: what it is called says what it is.
        (folder / "Public/index.html.br").write_bytes(b"in another coding")
    service = Program(sys.argv[1], "--config", package / "etc/catalog.yaml")
    gateway = Program(sys.argv[3], "run", spec)
    program = unittest.main(argv=sys.argv[:1], exit=False)
    status = [service.stop(), gateway.stop()]
    if status != [0, 0]:
        print(f"the programs ended with {status}", file=sys.stderr)
    sys.exit(not program.result.wasSuccessful() or status != [0, 0])
