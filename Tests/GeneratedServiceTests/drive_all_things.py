"""Drives the generated service all-things: every type, parameter, result and hub of its spec. Usage: drive_all_things.py BINARY CONFIG"""

import http.client
import json
import re
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

from credentials import Credentials
from websocket_client import WebSocket

SCALARS = {
    "text": "abc12", "flag": True, "i": -1, "i8": -5, "i16": 1, "i32": 100000, "i64": -9223372036854775808, "u": 7, "u8": 255,
    "u16": 65535, "u32": 4294967295, "u64": 18446744073709551615, "f": 0.5, "d": -1.5, "price": "12.34",
    "id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "link": "https://example.com/a?b=c", "at": "2026-01-02T03:04:05.678Z",
    "day": "2024-02-29", "took": "PT1H30M", "blob": "AAEC/w==", "anything": {"a": [1, None, "x"]},
}
PERSON = {"createdAt": "2026-01-02T03:04:05.000Z", "name": "ann", "children": []}
FORMS = {
    "e-mail": "a@example.com", "tags": ["x"], "names": ["ann"], "matrix": [[1], []], "blobs": ["AA=="], "scores": {"a": 1.5},
    "people": {"ann": PERSON}, "role": "read-only",
}


class Service:
    """The service's process; its port is read from what it logs."""

    def __init__(self, binary, config):
        self.uploads = tempfile.TemporaryDirectory()
        self.keys = Credentials()
        environment = dict(
            os.environ, **self.keys.environment, ALL_THINGS_FORMS_FOLDER=self.uploads.name, ALL_THINGS_EVENTS_HEARTBEAT="200ms",
            ALL_THINGS_FORMS_FIELD="1KiB")
        self.process = subprocess.Popen(
            [binary, "--config", config, "--port", "0"], stderr=subprocess.PIPE, text=True, env=environment)
        for line in self.process.stderr:
            if found := re.search(r"listening on http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                # What it logs from here on is read so that it never waits for room in the pipe.
                threading.Thread(target=self.process.stderr.read, daemon=True).start()
                return
        raise SystemExit("the service did not start")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.keys.close()
        return self.process.wait(timeout=30)

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        headers = dict(headers or {})
        if body is not None and not isinstance(body, (str, bytes)) and not hasattr(body, "__next__"):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer, data

    def json(self, method, path, body=None, headers=None):
        answer, data = self.request(method, path, body, headers)
        return answer.status, json.loads(data) if data else None


def multipart(*parts, boundary="xXx"):
    """A form's body and header: parts are (name, text) or (name, filename, type, bytes)."""
    body = b""
    for name, *rest in parts:
        if len(rest) == 1:
            head, content = f'name="{name}"', rest[0].encode()
        else:
            head, content = f'name="{name}"; filename="{rest[0]}"\r\nContent-Type: {rest[1]}', rest[2]
        body += f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), {"Content-Type": f"multipart/form-data; boundary={boundary}"}


def checksum(content):
    total = 0
    for byte in content:
        total = (total * 31 + byte) & 0xFFFFFFFF
    return total


class AllThings(unittest.TestCase):
    maxDiff = None

    # Forms

    def test_a_form_brings_files_and_text(self):
        picture = bytes(range(256)) * 800 + b"\r\n--xX\r\n--x"
        body, headers = multipart(
            ("caption", "Grüße, du"), ("picture", "C:\\\\pics\\\\a.png", "image/png", picture), ("more", "b.txt", "text/plain", b""),
            ("more", "../c", "text/plain", b"ccc"), ("thumbnail", "", "application/octet-stream", b""), ("tags", "x"), ("tags", "y"))
        self.assertEqual(service.json("POST", "/pictures", body, headers), (201, [
            f"a.png image/png {len(picture)} {checksum(picture)}", "b.txt text/plain 0 0", f"c text/plain 3 {checksum(b'ccc')}",
            "Grüße, du", "x", "y"]))
        self.assertEqual(os.listdir(service.uploads.name), [])

    def test_everything_wrong_with_a_form_is_told(self):
        body, headers = multipart(("caption", "x" * 81), *[("more", "m", "text/plain", b"m")] * 4)
        status, problem = service.json("POST", "/pictures", body, headers)
        self.assertEqual(status, 422)
        self.assertEqual(
            {violation["name"]: violation["code"] for violation in problem["violations"]},
            {"picture": "required", "more": "items", "caption": "length"})
        self.assertEqual({violation["in"] for violation in problem["violations"]}, {"form"})

    def test_broken_and_oversized_forms_leave_nothing_behind(self):
        whole, headers = multipart(("caption", "c"), ("picture", "p", "image/png", b"p" * 100_000))
        long_field, _ = multipart(("picture", "p", "image/png", b"p"), ("caption", "c" * 1025))
        many, _ = multipart(*[("caption", "c")] * 201)
        cases = [
            (whole[:-20], 400), (b"preamble" + whole, 400), (whole.replace(b"form-data", b"attachment"), 400), (long_field, 413),
            (many, 413), (multipart(("picture", "p", "image/png", b"p" * (5 << 20)))[0], 413),
            (whole.replace(b"\r\n\r\n", b"\r\nX: " + b"y" * 9000 + b"\r\n\r\n", 1), 413), (b"", 400)]
        for body, expected in cases:
            status, problem = service.json("POST", "/pictures", body, headers)
            self.assertEqual((status, problem["status"]), (expected, expected), body[:60])
        for bad in ["multipart/form-data", "multipart/form-data; boundary=" + "b" * 71, 'multipart/form-data; boundary=""']:
            self.assertEqual(service.json("POST", "/pictures", whole, {"Content-Type": bad})[0], 400, bad)
        self.assertEqual(service.json("POST", "/pictures", b"{}", {"Content-Type": "application/json"})[0], 415)
        self.assertEqual(os.listdir(service.uploads.name), [])

    def test_a_client_that_goes_away_in_the_middle_of_a_file_leaves_nothing(self):
        body, headers = multipart(("picture", "p", "image/png", b"p" * 300_000))
        with socket.create_connection(("127.0.0.1", service.port)) as connection:
            connection.sendall((
                f"POST /pictures HTTP/1.1\r\nHost: x\r\nContent-Type: {headers['Content-Type']}\r\n"
                f"Content-Length: {len(body)}\r\n\r\n").encode() + body[:200_000])
            while not os.listdir(service.uploads.name):
                pass
        while os.listdir(service.uploads.name):
            pass

    def test_a_form_without_files_may_be_either(self):
        body, headers = multipart(("user", " ann "), ("remember", "true"))
        self.assertEqual(service.request("POST", "/login", body, headers)[0].status, 204)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assertEqual(service.request("POST", "/login", "user=ann&remember=1", headers)[0].status, 204)

    # Events

    def test_events_come_as_a_browser_reads_them(self):
        answer, data = service.request("GET", "/moves?from=5")
        self.assertEqual(answer.getheader("Content-Type"), "text/event-stream")
        self.assertEqual(answer.getheader("Cache-Control"), "no-store")
        event = "event: pong\nid: {0}\nretry: 2000\ndata: {{\"type\":\"pong\",\"n\":{0}}}\n\n"
        self.assertEqual(data.decode(), "".join(event.format(n) for n in (5, 6, 7)))
        _, data = service.request("GET", "/moves", headers={"Last-Event-ID": "41"})
        self.assertEqual(re.findall(r"id: (\d+)", data.decode()), ["42", "43", "44"])

    def test_a_silent_stream_beats(self):
        with socket.create_connection(("127.0.0.1", service.port), timeout=10) as connection:
            connection.sendall(b"GET /moves?from=99 HTTP/1.1\r\nHost: x\r\n\r\n")
            data = b""
            while data.count(b":\n\n") < 2:
                data += connection.recv(65536)

    def test_files_of_a_folder_with_another_index(self):
        self.assertEqual(service.request("GET", "/site/")[0].status, 404)

    def violations(self, path, body, method="POST"):
        status, problem = service.json(method, path, body)
        self.assertEqual(status, 422, problem)
        return {violation.get("pointer", violation.get("name")): violation["code"] for violation in problem["violations"]}

    # Types

    def test_every_scalar_comes_back_as_it_went(self):
        self.assertEqual(service.json("POST", "/scalars", SCALARS), (201, [SCALARS]))

    def test_every_rule_of_a_scalar_is_kept(self):
        bad = {
            "text": "A", "flag": 1, "i": 1.5, "i8": 6, "i16": 0, "i32": 100001, "i64": 9223372036854775808, "u": -1, "u8": 256,
            "u16": 65536, "u32": 4294967296, "u64": 0, "f": 0.4, "d": 1.6, "price": "x", "id": "x", "link": "x",
            "at": "2026-01-02", "day": "2023-02-29", "took": "1h", "blob": "A" * 2000,
        }
        found = self.violations("/scalars", bad)
        self.assertEqual(set(found), {"/" + key for key in SCALARS}, "each is named, once")

    def test_missing_fields_are_all_named(self):
        self.assertEqual(set(self.violations("/scalars", {}).values()), {"required"})

    def test_text_is_trimmed_before_it_is_checked(self):
        status, answer = service.json("POST", "/scalars", SCALARS | {"text": "  abc12\n"})
        self.assertEqual((status, answer[0]["text"]), (201, "abc12"))

    def test_defaults_fill_what_is_absent(self):
        status, answer = service.json("POST", "/forms", FORMS)
        defaults = {"colour": "red", "count": 10000, "ratio": 0.5, "on": True, "roles": ["admin", "read-only"], "status": "member"}
        self.assertEqual((status, answer), (200, FORMS | defaults))

    def test_defaults_of_every_type_fill_what_is_absent(self):
        least = {"price": "0.01", "tiers": [], "site": "https://example.com/a", "size": 4, "gone": None}
        defaults = {
            "mirrors": ["https://example.com/m"], "ratio": 1, "grade": "2.5", "role": "member",
            "since": "2026-01-02T03:04:05.000Z", "day": "2026-01-31", "wait": "PT1H30M", "link": "https://example.com/",
            "id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "blob": "aGVsbG8=", "extra": {"a": [1, None, "x", 2.5, True]},
            "move": {"x": 1, "y": -1}, "tree": {"kind": "leaf", "value": 7}, "table": {}, "with-note": False, "flake": "5",
        }
        self.assertEqual(service.json("POST", "/rules", least), (200, least | defaults))
        more = least | {
            "big": "9007199254740993", "bigs": ["0", "18446744073709551615"], "share2": "0.5", "flake": "7", "gone": "1.5",
            "share": 1, "odds": 0.5, "weight": "0.01", "seats": 9, "keys": ["AAE="], "table": {"a": ["AA==", ""]}, "secret": "AAEC", "from": 1, "to": 2, "with-note": True,
            "comment": {"text": "a", "answerTo": {"text": "b", "thread": {"first": {"text": "c", "thread": None}}}},
        }
        self.assertEqual(service.json("POST", "/rules", more), (200, least | defaults | more))
        self.assertIsNone(service.json("POST", "/rules", least | {"secret": None})[1]["secret"])

    def test_rules_that_few_fields_have_are_kept(self):
        bad = {
            "price": "1000", "tiers": ["-0.1"], "site": "http://example.com", "mirrors": ["https://example.com/" + "x" * 50],
            "size": 3, "ratio": 0.6, "grade": "2", "role": "default", "keys": [], "secret": "AA==", "from": 1, "last": None,
            "with-note": True, "big": "0", "bigs": [1, "-1", "1.0"], "share2": "0.6", "flake": 5, "gone": "much", "share": 0, "odds": 1, "weight": "1", "seats": 10,
        }
        self.assertEqual(self.violations("/rules", bad), {
            "/price": "range", "/tiers/0": "range", "/site": "pattern", "/mirrors/0": "length", "/size": "oneOf",
            "/ratio": "oneOf", "/grade": "oneOf", "/role": "oneOf", "/keys": "items", "/secret": "length",
            "/to": "required", "/last": "excludes", "/comment": "required",
            "/big": "range", "/bigs/0": "type", "/bigs/1": "range", "/bigs/2": "type", "/share2": "oneOf", "/flake": "type", "/gone": "type",
            "/share": "range", "/odds": "range", "/weight": "range", "/seats": "range",
        })
        self.assertEqual(self.violations("/rules/list", ["a", "B"]), {"/1": "pattern"})
        self.assertEqual(self.violations("/rules/list", []), {"": "items"})
        self.assertEqual(service.json("POST", "/rules/list", ["a", "b"]), (200, ["b", "a"]))
        self.assertEqual(self.violations("/rules/bytes", ["", "AA"]), {"/0": "length", "/1": "format"})
        self.assertEqual(service.json("POST", "/rules/bytes", ["AAE="]), (200, {"bytes": ["AAE="]}))
        self.assertEqual(service.json("POST", "/rules/bytes", None, {"Content-Type": "application/json"})[0], 400)
        self.assertEqual(service.request("POST", "/rules/list", "null", {"Content-Type": "application/json"})[0].status, 422)

    def test_rules_that_few_parameters_have_are_kept(self):
        self.assertEqual(service.json("GET", "/rules"), (200, [
            "2026-01-01T00:00:00.000Z", "-", "-", "1.5", "https://example.com", "[]", "admin", "[0, 1, 2]"]))
        self.assertEqual(service.json("GET", "/rules?from=2026-01-02T00:00:00Z&to=2026-01-03T00:00:00Z&sizes=1,2&key=AA==&last=")[0], 200)
        found = self.violations(
            "/rules?from=2026-01-02T00:00:00Z&last=2&price=0.4&site=https://example.com/aaaaaaaaaaaaaaaa&sizes=1,3&part=member&key=AAECAw==",
            None, "GET")
        self.assertEqual(found, {
            "to": "required", "last": "oneOf", "price": "range", "site": "length", "sizes[1]": "oneOf", "part": "oneOf", "key": "length"})
        self.assertEqual(self.violations("/rules?to=2026-01-02T00:00:00Z&last=7", None, "GET"), {"last": "excludes"})

    def test_absent_null_and_a_value_are_three_things(self):
        self.assertNotIn("bio", service.json("POST", "/forms", FORMS)[1])
        self.assertIsNone(service.json("POST", "/forms", FORMS | {"bio": None})[1]["bio"])
        self.assertEqual(service.json("POST", "/forms", FORMS | {"bio": "x"})[1]["bio"], "x")

    def test_null_reads_as_absent(self):
        self.assertNotIn("nick", service.json("POST", "/forms", FORMS | {"nick": None})[1])

    def test_rules_hold_inside_of_lists_maps_and_objects(self):
        bad = FORMS | {
            "e-mail": "x", "colour": "pink", "tags": [], "names": ["ok", " "], "matrix": [["x"]], "blobs": ["!"],
            "scores": {"a": "x"}, "people": {"ann": PERSON | {"name": ""}}, "role": "boss", "roles": ["admin", "boss"],
            "parent": {"name": "x", "createdAt": "x", "children": [{}]},
        }
        found = self.violations("/forms", bad)
        for pointer in ["/e-mail", "/colour", "/tags", "/names/1", "/matrix/0/0", "/blobs/0", "/scores/a", "/people/ann/name",
                        "/role", "/roles/1", "/parent/createdAt", "/parent/children/0/name"]:
            self.assertIn(pointer, found)

    def test_words_of_swift_are_names_like_any_other(self):
        words = {"class": "a", "default": 1, "in": "b", "json": "c", "key": 2, "created-at": "2026-01-02T03:04:05.000Z", "URLPath": "d"}
        self.assertEqual(service.json("PATCH", "/words", words), (200, words))

    def test_a_union_holds_itself(self):
        tree = {"kind": "branch", "left": {"kind": "leaf", "value": 1}, "right": {"kind": "branch", "left": {"kind": "leaf", "value": 2}, "right": {"kind": "leaf", "value": 3}}}
        self.assertEqual(service.json("POST", "/trees", tree), (200, tree))
        self.assertEqual(self.violations("/trees", {"kind": "bush"}), {"/kind": "oneOf"})
        self.assertEqual(self.violations("/trees", {}), {"/kind": "required"})

    def test_what_is_no_json_is_malformed(self):
        for body in ["", "{", "[1,]", '{"a":1,"a":2}', "{} {}"]:
            status, _ = service.json("POST", "/scalars", body, {"Content-Type": "application/json"})
            self.assertEqual(status, 400, body)
        self.assertEqual(service.json("POST", "/scalars", "x", {"Content-Type": "text/plain"})[0], 415)

    # Parameters

    PUT = "/forms/6ba7b810-9dad-11d1-80b4-00c04fd430c8"

    def read(self, query, headers=None):
        status, answer = service.json("PUT", f"{self.PUT}?{query}", FORMS, headers)
        self.assertEqual(status, 200, answer)
        return {key: person["name"] for key, person in answer.items()}

    def test_parameters_have_defaults_and_may_be_absent(self):
        read = self.read("slug=abc&code=1234&from=x")
        expected = {
            "limit": "50", "before": "-", "role": "member", "level": "-", "tags": "", "ratio": "-", "exact": "-", "slug": "abc",
            "code": "1234", "pageSize": "20", "day": "-", "from": "x", "trace": "-", "session": "-", "colour": "red",
        }
        self.assertEqual(expected, {key: read[key] for key in expected})

    def test_parameters_of_every_source_and_type_are_read(self):
        query = ("limit=200&before=2026-01-02T03:04:05Z&role=admin&level=high&tags=a&tags=b&ids=1,2&ratio=1.5&exact=true&slug=a-b-c"
                 "&code=0000&page-size=7&day=2024-02-29&from=a%20b%2Bc")
        read = self.read(query, {"X-Trace-Id": "t-1", "Cookie": "a=b; session=s-1"})
        self.assertEqual(
            read, read | {
                "limit": "200", "before": "2026-01-02T03:04:05.000Z", "role": "admin", "level": "high", "tags": "a+b", "ids": "[1, 2]",
                "ratio": "1.5", "exact": "true", "slug": "a-b-c", "code": "0000", "pageSize": "7", "day": "2024-02-29", "from": "a b+c",
                "trace": "t-1", "session": "s-1",
            })

    def test_all_that_is_wrong_with_parameters_and_body_is_said_at_once(self):
        path = "/forms/nope?limit=201&before=x&role=boss&level=x&tags=a,b,c,d,e,f&ids=x&ratio=x&exact=x&slug=A&code=12345&page-size=-1&day=x"
        found = self.violations(path, FORMS | {"role": "boss"}, "PUT")
        for name in ["id", "limit", "before", "role", "level", "tags", "ids[0]", "ratio", "exact", "slug", "code", "page-size", "day", "from", "/role"]:
            self.assertIn(name, found)

    def test_a_form_is_read(self):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assertEqual(service.request("POST", "/login", "user=ann&remember=true", form)[0].status, 204)
        self.assertEqual(service.request("POST", "/login", "user=bob", form)[0].status, 403)
        self.assertEqual(service.request("POST", "/login", "", form)[0].status, 422)

    # Results

    def test_results_are_of_their_kind(self):
        for path, kind, content in [
            ("/text", "text/plain; charset=utf-8", b"plain"), ("/page", "text/html; charset=utf-8", b"<p>page</p>"),
            ("/bytes/a/b%20c", "application/octet-stream", b"a/b c"), ("/stream", "text/plain; charset=utf-8", b"streamed"),
            ("/ping", "text/plain; charset=utf-8", b'pong "quoted"\n'),
            ("/version", "application/json", b'{"name":"all","versions":[1,2.5],"ok":true,"none":null}'),
        ]:
            answer, data = service.request("GET", path)
            self.assertEqual((answer.status, answer.headers["Content-Type"], data), (200, kind, content), path)

    def test_a_body_is_taken_as_it_comes(self):
        def send(method, path, body, kind):
            answer, data = service.request(method, path, body, {"Content-Type": kind} if kind else {})
            return answer.status, data.decode()
        for kind in [None, "text/plain", "text/markdown; charset=UTF-8", 'TEXT/x; charset="us-ascii"']:
            self.assertEqual(send("POST", "/raw/text", "Grüße\n".encode(), kind), (200, "6 Grüße\n"), kind)
        self.assertEqual(send("POST", "/raw/text", b"", None), (200, "0 "))
        self.assertEqual(send("POST", "/raw/text", b"\xff", "text/plain")[0], 400)
        for kind in ["application/json", "text/plain; charset=iso-8859-1", "text", "textual/plain", "text/"]:
            status, problem = send("POST", "/raw/text", b"x", kind)
            self.assertEqual((status, json.loads(problem)["detail"]), (415, "the body must be text/* in UTF-8"), kind)
        for kind in [None, "image/png", "IMAGE/JPEG; q=1"]:
            self.assertEqual(send("PUT", "/raw/picture", b"\x89PNG", kind), (200, "4 137"), kind)
        self.assertEqual(send("PUT", "/raw/picture", b"", "image/png"), (200, "0 -"))
        status, problem = send("PUT", "/raw/picture", b"GIF", "image/gif")
        self.assertEqual((status, json.loads(problem)["detail"]), (415, "the body must be image/png or image/jpeg"))
        self.assertEqual(send("PUT", "/raw/picture", b"x" * 1024, "image/png")[0], 200)
        self.assertEqual(send("PUT", "/raw/picture", b"x" * 1025, "image/png")[0], 413)

    def test_a_body_streams_into_its_handler(self):
        film = bytes(range(251)) * 20_000
        headers = {"Content-Type": "video/mp4"}
        for body in [film, iter([film[:7], film[7:100_000], film[100_000:]])]:
            answer, data = service.request("POST", "/raw/stream", body, headers)
            self.assertEqual((answer.status, data.decode()), (200, f"{len(film)} {checksum(film)}"))
        self.assertEqual(service.json("POST", "/raw/stream?stop=x", b"film", headers)[0], 422)
        self.assertEqual(service.request("POST", "/raw/stream", b"film", {"Content-Type": "audio/mp4"})[0].status, 415)
        self.assertEqual(service.request("POST", "/raw/stream", b"", headers)[1], b"0 0")
        # The handler has answered before the client has sent all; past maxBody it is told so in the middle.
        with socket.create_connection(("127.0.0.1", service.port), timeout=10) as connection:
            connection.sendall(b"POST /raw/stream?stop=4 HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nfilm")
            data = b""
            while b"stopped" not in data:
                data += (part := connection.recv(4096))
                self.assertTrue(part, data)
        chunk = b"x" * 65536
        answer, _ = service.request("POST", "/raw/stream", (chunk for _ in range(129)), headers)
        self.assertEqual(answer.status, 413)

    def test_fields_that_a_type_lacks_are_skipped_or_refused(self):
        self.assertEqual(service.json("POST", "/strict", {"text": "a"}), (200, {"text": "a"}))
        status, problem = service.json("POST", "/strict", {"text": "a", "txt": 1, "answerTo": {"text": "b", "by": {"a": 1}}})
        self.assertEqual((status, problem["status"], problem["title"]), (400, 400, "Input breaks the rules"))
        self.assertEqual(
            {violation["pointer"]: violation["code"] for violation in problem["violations"]},
            {"/txt": "unknown", "/answerTo/by": "unknown"})
        self.assertEqual(service.json("POST", "/forms", FORMS | {"unknown": 1})[0], 200)
        self.assertEqual(service.json("POST", "/word", '"boss"')[0], 422)

    def test_a_body_may_be_a_number_a_word_or_a_list(self):
        self.assertEqual(service.json("POST", "/number", 3), (200, [3, 3, 3]))
        self.assertEqual(self.violations("/number", 10), {"": "range"})
        self.assertEqual(self.violations("/number", '"3"'), {"": "type"})
        self.assertEqual(service.json("POST", "/matrix", [[1, 2.5], [], [3]]), (200, 6.5))
        self.assertEqual(self.violations("/matrix", [[], [], [], []]), {"": "items"})
        self.assertEqual(self.violations("/matrix", [[1], [1, "x"]]), {"/1/1": "type"})
        self.assertEqual(service.json("POST", "/word", '"admin"'), (200, "admin"))
        self.assertEqual(self.violations("/word", '"boss"'), {"": "oneOf"})

    def test_fixed_answers_and_headers(self):
        answer, data = service.request("GET", "/teapot")
        self.assertEqual((answer.status, data), (418, b"<p>short and stout</p>"))
        self.assertEqual((answer.headers["X-Tea"], answer.headers["Cache-Control"]), ("Earl Grey", "no-store"))
        self.assertEqual(service.request("GET", "/text")[0].headers["X-Kind"], "text")
        self.assertEqual(service.request("DELETE", "/nothing")[0].status, 204)
        for path, status, location in [("/home", 308, "/"), ("/away", 302, "https://example.com/")]:
            answer, _ = service.request("GET", path)
            self.assertEqual((answer.status, answer.headers["Location"]), (status, location))

    def test_any_method_and_groups(self):
        for method in ["GET", "POST", "DELETE", "PATCH"]:
            self.assertEqual(service.request(method, "/any/yes")[0].status, 204, method)
        self.assertEqual(service.request("GET", "/any/no")[0].status, 404)
        self.assertEqual(service.json("GET", "/api/v1/inner/acme/me")[1]["name"], "acme")

    def test_a_handler_that_is_not_written_says_where(self):
        status, problem = service.json("GET", "/scalars")
        self.assertEqual(status, 501)
        self.assertIn("Sources/AllThings/Handlers/GetScalars.swift", problem["detail"])

    def test_a_handler_that_throws_tells_clients_nothing(self):
        answer, data = service.request("GET", "/api/v1/me")
        self.assertEqual(answer.status, 500)
        self.assertNotIn(b"secret", data)

    # Hubs

    def connect(self, path, origin=None):
        client = WebSocket(service.port, path, origin)
        self.assertEqual(client.status, 101)
        self.addCleanup(client.close)
        return client

    def test_a_hub_greets_announces_and_relays_by_tag(self):
        ann = self.connect("/lobby/one?name=ann")
        self.assertEqual(ann.json(), {"type": "here", "users": ["ann"], "greeting": "Hello, ann!"})
        bob = self.connect("/lobby/one?name=bob")
        self.assertEqual(bob.json()["users"], ["ann", "bob"])
        said = {"type": "said", "room": "lobby-one", "user": "bob", "text": "is here", "number": 0, "line": "bob joined lobby-one"}
        self.assertEqual(ann.json(), said)
        ann.send({"type": "talk", "text": " hi "})
        for client in (ann, bob):
            message = client.json()
            self.assertEqual((message["type"], message["user"], message["text"]), ("said", "ann", "hi"))
            self.assertEqual(message["line"], f"ann: hi ({message['number']})")
        ann.send({"type": "ping", "n": 1})
        ann.send({"type": "move", "x": 1, "y": 2})
        moved = bob.json()
        self.assertRegex(moved.pop("at"), r"^\d{4}-\d\d-\d\dT.*Z$")
        self.assertEqual(moved, {"type": "moved", "by": "ann", "x": 1, "y": 2, "why": "no reason", "tags": ["ann", "fixed"]})
        ann.send({"type": "move", "x": 1, "y": 2, "note": "n"})
        moved = bob.json()
        self.assertEqual((moved["note"], moved["extra"]), ("n", "n"))
        ann.close()
        self.assertEqual(bob.json()["line"], "ann left")

    def test_a_hub_closes_on_what_breaks_its_type_where_it_says_so(self):
        client = self.connect("/lobby/closing?name=cy")
        client.json()
        client.send({"type": "talk", "text": ""})
        client.send({"type": "nonsense"})
        self.assertEqual(client.receive(), ("close", 1008))

    def test_a_hub_asks_for_its_parameters_and_origins(self):
        for path, origin, status in [
            ("/lobby", None, 422), ("/lobby/AB?name=x", None, 422), ("/lobby?name=x", "https://evil.example", 403),
        ]:
            client = WebSocket(service.port, path, origin)
            client.close()
            self.assertEqual(client.status, status, path)
        self.connect("/lobby/origins?name=dee", "https://app.example.com")

    def test_an_echo_comes_back_as_it_went(self):
        client = self.connect("/echo", "https://anywhere.example")
        for payload in ["text", b"\x00\xff", ""]:
            client.send(payload)
            self.assertEqual(client.receive(), payload)

    def test_raw_text_is_trimmed_and_wrapped_in_text(self):
        one, two = self.connect("/notes"), self.connect("/notes")
        self.assertEqual(one.receive(), "Someone came.")
        two.send("  ")
        two.send(" a\nb ")
        self.assertEqual(one.receive(), "main: a b")
        one.send("x" * 513)
        self.assertEqual(one.receive(), ("close", 1009))

    def test_raw_bytes_stay_bytes(self):
        one, two = self.connect("/bytes"), self.connect("/bytes")
        two.send(b"\x01\x02")
        self.assertEqual((one.receive(), two.receive()), (b"\x01\x02", b"\x01\x02"))
        one.send("text")
        self.assertEqual(one.receive(), ("close", 1003))

    def test_an_object_goes_to_the_room_as_it_is(self):
        for path in ["/board?user=ann&topic=news", "/board/news?user=ann"]:
            client = self.connect(path)
            client.send({"text": " x "})
            self.assertEqual(client.json(), {"text": "x"})

    def test_members_of_one_type_keep_their_tags(self):
        client = self.connect("/mixed")
        for tag, answer in [("green", "green"), ("red", "red")]:
            client.send({"type": tag, "text": "x"})
            self.assertEqual(client.json(), {"type": answer, "text": "x"})
        client.send({"type": "blue", "text": "x"})
        self.assertEqual(client.json(), {"type": "red", "text": "blue"})

    def test_a_field_that_every_member_has_is_read_from_each(self):
        client = self.connect("/plain")
        for tag in ["green", "red", "blue"]:
            client.send({"type": tag, "text": tag})
            self.assertEqual(client.json(), {"text": tag + "!"})

    def test_an_async_hub_takes_messages(self):
        client = self.connect("/slow")
        client.send({"type": "ping", "n": 1})
        client.send({"type": "ping"})
        self.assertEqual(client.json()["violations"][0]["pointer"], "/n")


if __name__ == "__main__":
    service = Service(*sys.argv[1:3])
    program = unittest.main(argv=sys.argv[:1], exit=False)
    status = service.stop()
    if status != 0:
        print(f"the service ended with {status}", file=sys.stderr)
    sys.exit(not program.result.wasSuccessful() or status != 0)
