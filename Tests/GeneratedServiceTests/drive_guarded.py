#!/usr/bin/env python3
"""Auth and policies of all-things, the same requests to the generated service and to the gateway: drive_guarded.py SERVICE CONFIG GATEWAY SPEC

Each answer of one is held against the other's; what needs code is asked of the service alone.
"""

import base64
import gzip
import hashlib
import http.client
import json
import os
import subprocess
import sys
import threading
import time
import unittest

from credentials import PARTNER, PREVIOUS, ROBOT, SECRET, Credentials
from websocket_client import WebSocket

KEPT = ["www-authenticate", "ratelimit-policy", "cache-control", "vary", "content-type", "content-encoding", "location",
        "access-control-allow-origin", "access-control-allow-methods", "access-control-allow-headers",
        "access-control-allow-credentials", "access-control-max-age", "allow", "x-audit", "x-trace"]


class Program:
    """A process; its port is read from what it logs."""

    def __init__(self, command, environment):
        self.process = subprocess.Popen(
            [*command, "--port", "0"], stderr=subprocess.PIPE, text=True, env={**os.environ, **environment})
        for line in self.process.stderr:
            if "listening on http://127.0.0.1:" in line:
                self.port = int(line.rsplit("127.0.0.1:", 1)[1].split()[0].rstrip("/"))
                threading.Thread(target=self.process.stderr.read, daemon=True).start()
                return
        raise SystemExit(f"{command[0]} did not start")

    def ask(self, method, path, headers, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        answer.challenges = answer.headers.get_all("WWW-Authenticate") or []
        kept = {name: value for name in KEPT if (value := answer.headers.get(name))}
        return answer, data, (answer.status, kept, answer.challenges, without_id(data))

    def stop(self):
        self.process.terminate()
        return self.process.wait(timeout=30)


def without_id(data):
    """A problem document's request id is each process's own."""
    try:
        document = json.loads(data)
    except ValueError:
        return data
    if isinstance(document, dict):
        document.pop("requestID", None), document.pop("instance", None)
    return document


class Guarded(unittest.TestCase):
    maxDiff = None

    def both(self, method, path, headers=None, body=None):
        """The answer that both give."""
        headers = dict(headers or {})
        if isinstance(body, dict):
            body = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        answers = [program.ask(method, path, headers, body) for program in (service, gateway)]
        self.assertEqual(answers[0][2], answers[1][2], f"{method} {path}")
        return answers[0][0], answers[0][1]

    def one(self, method, path, headers=None, body=None):
        """The service's answer; the gateway, which has no code, lets the same in and answers 501."""
        headers = dict(headers or {})
        if isinstance(body, dict):
            body = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        answer, data, told = service.ask(method, path, headers, body)
        if answer.status in (401, 429):
            self.assertEqual(gateway.ask(method, path, headers, body)[2][:3], told[:3], f"{method} {path}")
        else:
            self.assertEqual(gateway.ask(method, path, headers, body)[0].status, 501, f"{method} {path}")
        return answer, data

    def who(self, path, headers, method="GET", body=None):
        answer, data = self.one(method, path, headers, body)
        self.assertEqual(answer.status, 200, data)
        return json.loads(data)

    # Tokens

    def test_nobody_comes_in_without_a_token_and_is_told_how(self):
        for path in ["/guarded/file", "/guarded/assets/app.js", "/guarded/text", "/guarded/home", "/guarded/rooms"]:
            answer, data = self.both("GET", path)
            self.assertEqual((answer.status, answer.challenges), (401, ['Bearer realm="member"']), path)
            self.assertEqual(json.loads(data)["status"], 401)
            self.assertEqual(self.both("HEAD", path)[0].status, 401)
        self.assertEqual(self.one("GET", "/guarded/me")[0].status, 401)
        answer, _ = self.both("GET", "/guarded/robot")
        self.assertEqual(answer.challenges, ['ApiKey realm="robot"', 'ApiKey realm="old-robot"'])
        answer, _ = self.one("GET", "/guarded/either")
        self.assertEqual(
            answer.challenges, ['Bearer realm="member"', 'ApiKey realm="robot"', 'Basic realm="staff", charset="UTF-8"'])
        self.assertEqual(self.both("GET", "/guarded/open")[1], b"open")

    def test_a_token_opens_what_it_is_for(self):
        for headers in [bearer(), {"Cookie": f"a=b; session={keys.token()}"}, bearer(algorithm="HS512"), bearer(secret=PREVIOUS),
                        bearer(aud=["x", "all-things"]), bearer(exp=int(time.time()) - 2)]:
            answer, data = self.both("GET", "/guarded/text", headers)
            self.assertEqual((answer.status, data), (200, b"for members"))
            self.assertEqual(answer.headers["Cache-Control"], "private, max-age=60")
        answer, data = self.both("GET", "/guarded/file", bearer())
        self.assertIn(b"All things", data)
        self.assertEqual(answer.headers["Cache-Control"], "private, max-age=60")
        self.assertEqual(self.both("GET", "/guarded/assets/app.js", bearer())[0].status, 200)
        self.assertEqual(self.both("GET", "/guarded/assets/none.js", bearer())[0].status, 404)
        self.assertEqual(self.both("GET", "/guarded/home", bearer())[0].status, 302)
        self.assertEqual(self.both("GET", "/guarded/rooms", bearer())[0].headers["Cache-Control"], "no-store")

    def test_tokens_that_do_not_hold_are_refused_with_the_reason(self):
        now = int(time.time())
        bad = [bearer(secret="x" * 64), bearer(exp=now - 60), bearer(exp=None), bearer(nbf=now + 60), bearer(iat=now + 60),
               bearer(aud="others"), bearer(aud=None), bearer(algorithm="none"), {"Authorization": "Bearer x.y.z"},
               bearer(header={"crit": ["exp"]}), {"Authorization": "Bearer " + keys.token()[:-4] + "AAAA"}]
        # A public key is no secret: a token that is signed with its text is worth nothing.
        public = (keys.path / "issued.pem").read_text()
        bad.append({"Authorization": "Bearer " + keys.token("HS256", secret=public)})
        for headers in bad:
            answer, _ = self.both("GET", "/guarded/text", headers)
            self.assertEqual(answer.status, 401, headers)
            self.assertIn('error="invalid_token"', answer.challenges[0])
        answer, _ = self.both("GET", "/guarded/issued", {"Authorization": "Bearer " + keys.token("HS256", secret=public)})
        self.assertEqual(answer.status, 401)

    def test_public_keys_come_from_a_file_and_from_the_issuer(self):
        for algorithm in ["RS256", "ES256", "EdDSA"]:
            token = keys.issued(algorithm)
            self.assertEqual(self.both("GET", "/guarded/issued", {"Authorization": f"Bearer {token}"})[1], b"issued", algorithm)
            other = keys.issued(algorithm, iss="https://evil.example.com")
            self.assertEqual(self.both("GET", "/guarded/issued", {"Authorization": f"Bearer {other}"})[0].status, 401)
        # No `exp` is demanded here, and the key is found by its name or without one.
        for header in [{"kid": "k1"}, {}]:
            token = keys.token("ES256", key="fetched", header=header, aud=None, exp=None)
            self.assertEqual(self.both("GET", "/guarded/fetched", {"Authorization": f"Bearer {token}"})[1], b"fetched")
        token = keys.token("ES256", aud=None)
        self.assertEqual(self.both("GET", "/guarded/fetched", {"Authorization": f"Bearer {token}"})[0].status, 401)
        self.assertLessEqual(keys.fetches, 2, "each process asked once")

    def test_handlers_get_who_it_is_and_what_the_token_says(self):
        headers = bearer(role="read-only", **{"https://example.com/tenant": "t1"})
        self.assertEqual(
            self.who("/guarded/me", headers), {"name": "ann", "scheme": "member", "role": "read-only", "tenant": "t1"})
        self.assertEqual(self.who("/guarded/me", bearer(sub="bob")), {"name": "bob", "scheme": "member"})
        self.assertEqual(
            self.who("/guarded/same", {"Authorization": f"Bearer {keys.issued('ES256', role='admin')}"}),
            {"name": "ann", "scheme": "issued", "role": "admin"})
        self.assertEqual(self.who("/guarded/same", bearer())["scheme"], "member")

    def test_a_route_for_everyone_tells_who_is_known(self):
        self.assertEqual(self.who("/guarded/maybe", {}), {"name": "nobody", "scheme": "none"})
        self.assertEqual(self.who("/guarded/maybe", bearer()), {"name": "ann", "scheme": "member"})
        self.assertEqual(self.who("/guarded/maybe", {"X-API-Key": ROBOT}), {"name": "r2", "scheme": "robot"})
        for headers in [{}, bearer()]:
            answer, data = self.both("GET", "/guarded/maybe/text", headers)
            self.assertEqual((answer.status, data, answer.headers["Cache-Control"]), (200, b"anyone", "private, max-age=60"))
        # Wrong credentials are not none.
        answer, _ = self.both("GET", "/guarded/maybe/text", bearer(exp=1))
        self.assertEqual((answer.status, len(answer.challenges)), (401, 1))
        self.assertEqual(self.one("GET", "/guarded/maybe", {"X-API-Key": "wrong"})[0].status, 401)
        self.assertEqual(self.both("GET", "/guarded/maybe/text", bearer(sub=None))[0].status, 403)

    def test_claims_of_a_route_for_everyone_may_be_absent(self):
        def ask(headers):
            answer, data, _ = service.ask("GET", "/guarded/maybe/claims", headers, None)
            return answer.status, json.loads(data)
        self.assertEqual(ask(bearer(sub="rose", role="admin")), (200, {"name": "rose", "scheme": "member", "role": "admin"}))
        # Users are counted each, and those whom nobody knows by their address.
        self.assertEqual([ask({})[0] for _ in range(3)], [200, 200, 429])
        self.assertEqual([ask(bearer(sub="rose"))[0] for _ in range(2)], [200, 429])

    def test_a_token_that_says_too_little_or_nonsense_is_forbidden(self):
        for claims in [{"sub": None}, {"sub": 7}, {"role": "emperor"}, {"role": 1}]:
            for path in ["/guarded/text", "/guarded/file", "/guarded/me"]:
                answer, data = self.both("GET", path, bearer(**claims))
                self.assertEqual(answer.status, 403, (claims, path))
                self.assertIn("your claims are not those that this asks for", json.loads(data)["detail"])

    # Keys, passwords, signatures

    def test_keys_and_passwords(self):
        for headers in [{"X-API-Key": ROBOT}]:
            self.assertEqual(self.both("GET", "/guarded/robot", headers)[1], b"robot")
        self.assertEqual(self.both("GET", f"/guarded/robot?key={ROBOT}")[1], b"robot")
        self.assertEqual(self.both("GET", "/guarded/robot", {"X-API-Key": "wrong"})[0].status, 401)
        self.assertEqual(self.both("GET", f"/guarded/robot?key={ROBOT}&key={ROBOT}")[0].status, 401)
        self.assertEqual(self.both("GET", "/guarded/staff", {"Authorization": keys.basic()})[1], b"staff")
        for wrong in [keys.basic("ann", "pass"), keys.basic("bob"), "Basic !"]:
            self.assertEqual(self.both("GET", "/guarded/staff", {"Authorization": wrong})[0].status, 401)
        for headers, name in [(bearer(), "ann"), ({"X-API-Key": ROBOT}, "r2"), ({"Authorization": keys.basic()}, "ann")]:
            self.assertEqual(self.who("/guarded/either", headers)["name"], name)
        # What one scheme refuses may be another's.
        self.assertEqual(self.who("/guarded/either", {**bearer(exp=1), "X-API-Key": ROBOT})["scheme"], "robot")

    def test_signed_requests_come_once(self):
        body = b'{"text":"hi"}'
        def send(**options):
            headers = {"Content-Type": "application/json", "Authorization": keys.signature("POST", "/guarded/signed?x=1", body, **options)}
            return service.ask("POST", "/guarded/signed?x=1", headers, body)
        answer, data, _ = send(nonce="0123456789abcdef")
        self.assertEqual((answer.status, json.loads(data)), (200, {"text": "acme: hi"}))
        self.assertEqual(answer.headers["X-Audit"], "acme at home")
        for options in [{"nonce": "0123456789abcdef"}, {"secret": "x" * 32}, {"key": "nobody"}, {"when": time.time() - 90},
                        {"hashed": "0" * 64}]:
            answer, _, _ = send(**options)
            self.assertEqual(answer.status, 401, options)
            self.assertEqual(answer.challenges, ['HMAC-SHA256 realm="partner"'])
        headers = {"Content-Type": "application/json", "Authorization": keys.signature("POST", "/guarded/signed", body)}
        self.assertEqual(gateway.ask("POST", "/guarded/signed", headers, body)[0].status, 501)
        self.assertEqual(gateway.ask("POST", "/guarded/signed", headers, body)[0].status, 401, "the nonce was there")

    # Policies

    def test_pages_of_other_origins(self):
        app, evil = {"Origin": "https://app.example.com"}, {"Origin": "https://evil.example"}
        answer, _ = self.both("GET", "/shared", evil)
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "*")
        self.assertIsNone(answer.headers["Access-Control-Allow-Credentials"])
        answer, _ = self.both("GET", "/shared/listed", app)
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], app["Origin"])
        self.assertEqual(answer.headers["Access-Control-Allow-Credentials"], "true")
        self.assertIn("Origin", answer.headers["Vary"])
        answer, _ = self.both("GET", "/shared/listed", evil)
        self.assertEqual((answer.status, answer.headers["Access-Control-Allow-Origin"]), (200, None))
        ask = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "x-thing"}
        answer, _ = self.both("OPTIONS", "/shared/listed", {**app, **ask})
        self.assertEqual(answer.status, 204)
        self.assertEqual(answer.headers["Access-Control-Allow-Methods"], "GET")
        self.assertEqual(answer.headers["Access-Control-Allow-Headers"], "x-thing")
        self.assertEqual(answer.headers["Access-Control-Max-Age"], "600")
        for refused in [{**evil, **ask}, {**app, **ask, "Access-Control-Request-Headers": "x-other"},
                        {**app, **ask, "Access-Control-Request-Method": "PUT"}]:
            answer, _ = self.both("OPTIONS", "/shared/listed", refused)
            self.assertIsNone(answer.headers["Access-Control-Allow-Origin"], refused)
        self.assertIsNone(self.both("GET", "/ping", app)[0].headers["Access-Control-Allow-Origin"])

    def test_rates_have_an_end_and_say_when_to_come_back(self):
        for _ in range(3):
            answer, data = self.both("GET", "/rated")
            self.assertEqual((answer.status, data), (200, b"rated"))
            self.assertIn('q=3;w=60', answer.headers["RateLimit-Policy"])
        statuses = []
        for program in (service, gateway):
            answer, _, _ = program.ask("GET", "/rated", {}, None)
            statuses.append(answer.status)
            self.assertTrue(1 <= int(answer.headers["Retry-After"]) <= 20)
        self.assertEqual(statuses, [429, 429])
        for program in (service, gateway):
            self.assertEqual([program.ask("GET", "/rated/all", {}, None)[0].status for _ in range(2)], [200, 429])

    def test_a_route_can_lift_what_its_group_says(self):
        for _ in range(3):
            answer, data = self.both("GET", "/lifted", {"Origin": "https://app.example.com"})
            self.assertEqual((answer.status, data), (200, b"lifted"))
            self.assertIsNone(answer.headers["Access-Control-Allow-Origin"])
            self.assertIsNone(answer.headers["RateLimit-Policy"])

    def test_each_user_has_a_rate_of_their_own(self):
        def put(sub):
            return self.one("POST", "/guarded/me/x", bearer(sub=sub), {"text": "y"})
        self.assertEqual([put("u1")[0].status for _ in range(3)], [200, 200, 429])
        answer, data = put("u2")
        self.assertEqual((answer.status, json.loads(data)["name"]), (200, "u2 x y"))

    def test_so_many_requests_are_under_way_and_no_more(self):
        def hold():
            # One of the others may be under way just then, and turn this one away.
            while service.ask("GET", "/busy?wait=PT2S", {}, None)[0].status == 503:
                pass

        first = threading.Thread(target=hold)
        first.start()
        deadline = time.monotonic() + 5
        while (answer := service.ask("GET", "/busy?wait=PT0S", {}, None)[0]).status == 200 and time.monotonic() < deadline:
            pass
        self.assertEqual((answer.status, answer.headers["Retry-After"]), (503, "1"))
        first.join()
        self.assertEqual(service.ask("GET", "/busy?wait=PT0S", {}, None)[0].status, 200)

    def test_answers_are_compressed_and_kept(self):
        answer, data, _ = service.ask("GET", "/long", {"Accept-Encoding": "br, gzip"}, None)
        self.assertEqual(answer.headers["Content-Encoding"], "gzip")
        self.assertEqual(gzip.decompress(data), b"long " * 1000)
        answer, data, _ = service.ask("GET", "/long", {}, None)
        self.assertEqual((answer.headers["Content-Encoding"], len(data)), (None, 5000))
        self.assertIn("Accept-Encoding", answer.headers["Vary"])
        self.assertEqual(self.both("GET", "/kept")[0].headers["Cache-Control"], "max-age=3600")
        self.assertEqual(service.ask("GET", "/unkept", {}, None)[0].headers["Cache-Control"], "no-store")

    # Middlewares

    def test_middlewares_stand_before_and_behind_auth(self):
        answer, data = self.one("GET", "/audited")
        self.assertEqual((data, answer.headers["X-Audit"], answer.headers["X-Trace"]), (b"audited", "nobody at home", "seen"))
        answer, data = self.one("GET", "/audited/fixed", {"X-API-Key": ROBOT})
        self.assertEqual((data, answer.headers["X-Audit"], answer.headers["X-Trace"]), (b"fixed", "r2 at home", "seen"))
        answer, data, _ = service.ask("GET", "/audited/fixed?trace=1", {}, None)
        self.assertEqual((answer.status, data), (200, b"traced nobody"), "it stands before auth")
        answer, _, _ = service.ask("GET", "/audited/fixed?forbid=1", {}, None)
        self.assertEqual(answer.status, 401, "it stands behind auth")
        answer, data, _ = service.ask("GET", "/audited/fixed?forbid=1", {"X-API-Key": ROBOT}, None)
        self.assertEqual((answer.status, json.loads(data)["detail"]), (403, "audit says no"))
        answer, data = self.one("GET", "/audited/file")
        self.assertIn(b"All things", data)
        self.assertEqual(answer.headers["X-Audit"], "nobody at home")

    def test_the_gateway_says_that_a_middleware_needs_code(self):
        _, data, _ = gateway.ask("GET", "/audited/file", {}, None)
        self.assertIn("'audit' is a middleware: it needs code", json.loads(data)["detail"])

    # Hubs

    def connect(self, program, path, token=None, **options):
        if token:
            options["protocol"] = f"bearer, {token}"
        client = WebSocket(program.port, path, **options)
        self.addCleanup(client.close)
        return client

    def test_a_hub_knows_its_clients_by_their_tokens(self):
        for program in (service, gateway):
            ann = self.connect(program, "/guarded/club/one", keys.token(role="admin"))
            self.assertEqual(ann.status, 101)
            self.assertEqual(ann.json(), {"by": "hub", "role": "admin", "text": "hello, ann, of one-admin"})
            bob = self.connect(program, "/guarded/club/one", keys.token(sub="bob", role="admin"))
            self.assertEqual(bob.json()["text"], "hello, bob, of one-admin")
            bob.send({"text": "hi"})
            for client in (ann, bob):
                self.assertEqual(client.json(), {"by": "bob", "role": "admin", "text": "hi"})
            rooms = json.loads(program.ask("GET", "/guarded/rooms", bearer(), None)[1])
            self.assertIn("one-admin", json.dumps(rooms))
            # No more than two connections of one user.
            second = self.connect(program, "/guarded/club", keys.token(role="admin"))
            self.assertEqual(second.status, 101)
            self.assertEqual(self.connect(program, "/guarded/club", keys.token(role="admin")).status, 429)

    def test_a_hub_refuses_whom_it_does_not_know(self):
        for program in (service, gateway):
            for token, status in [(None, 401), (keys.token(secret="x" * 64, role="admin"), 401), (keys.token(), 403),
                                  (keys.token(role="emperor"), 403)]:
                self.assertEqual(self.connect(program, "/guarded/club", token).status, status)
            self.assertEqual(self.connect(program, "/guarded/club/AB", keys.token(role="admin")).status, 422)
            self.assertEqual(self.connect(program, "/guarded/talk").status, 401)
            self.assertEqual(self.connect(program, "/guarded/picky/AB", keys.token()).status, 400)
            self.assertEqual(self.connect(program, "/guarded/picky/abc", keys.token()).status, 101)
            self.assertEqual(self.connect(program, "/guarded/maybe", keys.token(secret="x" * 64)).status, 401)
            for path, token in [("/talk", None), ("/guarded/talk", keys.token()), ("/guarded/maybe", None),
                                ("/guarded/maybe", keys.token())]:
                client = self.connect(program, path, token)
                client.send("x")
                self.assertEqual(client.receive(), "x")

    def test_a_middleware_stands_before_a_hub(self):
        token = keys.token(sub="carl", role="admin")
        self.assertEqual(self.connect(service, "/audited/club", token).status, 101)
        self.assertEqual(self.connect(service, "/audited/club?forbid=1", token).status, 403)
        self.assertEqual(self.connect(gateway, "/audited/club", token).status, 501)

    # Config

    def test_the_gateway_makes_what_the_config_keeps(self):
        def made(*flags, text):
            return subprocess.run([sys.argv[3], "hash", *flags], input=text, capture_output=True, text=True, timeout=60)
        self.assertEqual(made("--key", text=ROBOT).stdout, f"sha256:{hashlib.sha256(ROBOT.encode()).hexdigest()}\n")
        self.assertIn(f"r2:sha256:{hashlib.sha256(ROBOT.encode()).hexdigest()}", keys.environment["ALL_THINGS_AUTH_ROBOT_KEYS"])
        _, kind, rounds, salt, hashed = made(text="pass:word\n").stdout.strip().split("$")
        again = hashlib.pbkdf2_hmac("sha256", b"pass:word", base64.b64decode(salt), int(rounds.removeprefix("i=")))
        self.assertEqual((kind, base64.b64decode(hashed)), ("pbkdf2-sha256", again))
        self.assertEqual(made(text="").returncode, 64)

    def test_the_gateway_warns_of_middlewares(self):
        result = subprocess.run([sys.argv[3], "validate", sys.argv[4]], capture_output=True, text=True, timeout=60)
        self.assertEqual((result.returncode, (result.stdout + result.stderr).count("warning[GEN0403]")), (0, 3))
        result = subprocess.run([sys.argv[3], "validate", "--strict", sys.argv[4]], capture_output=True, text=True, timeout=60)
        self.assertEqual(result.returncode, 1)

    def test_config_cannot_switch_auth_off(self):
        for command in (sys.argv[1:2] + ["--config", sys.argv[2]], [sys.argv[3], "run", sys.argv[4]]):
            for change in [{"ALL_THINGS_AUTH_MEMBER_SECRET": ""}, {"ALL_THINGS_AUTH_MEMBER_SECRET": "short"},
                           {"ALL_THINGS_AUTH_ROBOT_KEYS": "none"}, {"ALL_THINGS_AUTH_ISSUED_FILE": "/nowhere"}]:
                result = subprocess.run(
                    [*command, "--port", "0"], env={**os.environ, **keys.environment, **change}, capture_output=True, text=True,
                    timeout=30)
                self.assertEqual(result.returncode, 1, (command, change))
                self.assertIn(next(iter(change)).split("_")[3].lower(), result.stderr.lower())
                self.assertNotIn(SECRET, result.stderr)
                self.assertNotIn(PARTNER, result.stderr)


def bearer(**options):
    return {"Authorization": "Bearer " + keys.token(**options)}


if __name__ == "__main__":
    keys = Credentials()
    service = Program(sys.argv[1:2] + ["--config", sys.argv[2]], keys.environment)
    gateway = Program([sys.argv[3], "run", sys.argv[4]], keys.environment)
    program = unittest.main(argv=sys.argv[:1], exit=False)
    status = [service.stop(), gateway.stop()]
    keys.close()
    if status != [0, 0]:
        print(f"the programs ended with {status}", file=sys.stderr)
    sys.exit(not program.result.wasSuccessful() or status != [0, 0])
