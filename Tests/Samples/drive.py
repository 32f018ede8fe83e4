"""Drives generated services, one request or more for each route of their specs. Usage: drive.py BINARIES PACKAGES SPEC…

A valid request reaches the handler's stub (501, which names it) or gets the declared answer; without credentials it gets 401; each thing
that can be wrong in a request is wrong once, which gets 422 and a pointer to it; what is no JSON gets 400."""

import base64
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import urllib.parse

import credentials
from spec import RAW, Spec, as_list
from values import Absent, Values

FORM = "application/x-www-form-urlencoded"


class Service:
    """The service's process; its port is read from what it logs."""

    def __init__(self, spec, binary, package):
        self.process = subprocess.Popen(
            [binary, "--config", f"{package}/etc/{spec.service}.yaml", "--port", "0"], stderr=subprocess.PIPE, text=True,
            env=os.environ | credentials.environment(spec))
        for line in self.process.stderr:
            if found := re.search(r"listening on http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                threading.Thread(target=self.process.stderr.read, daemon=True).start()
                return
            print(line, end="", file=sys.stderr)
        raise SystemExit(f"{spec.service} did not start")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def send(self, method, path, headers, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        data = answer.read() if answer.status != 101 else b""
        connection.close()
        return answer, data


class Request:
    """A request in parts, so that each of them can be made wrong."""

    def __init__(self, driver, route):
        self.driver, self.route = driver, route
        self.types = driver.spec.parameters(route)
        values = driver.values
        self.parts = {source: values.members(types, is_text=True) for source, types in self.types.items()}
        self.body_type = driver.spec.type(route.node["body"]) if "body" in route.node else None
        self.body, self.raw, self.raw_type = Absent, None, None
        if self.body_type and self.body_type.get("scalar") in RAW:
            wanted = as_list(route.node.get("accepts", {"text": "text/*"}.get(self.body_type["scalar"], "*/*")))[0]
            self.raw, self.raw_type, self.body_type = b"as it comes", wanted.replace("*", "plain"), None
        elif self.body_type:
            self.body = values.valid(self.body_type)

    def send(self, authenticated=True, method=None, content_type=None):
        self.driver.count += 1
        headers = {name: value for name, value in self.parts["header"].items()}
        if cookies := self.parts["cookie"]:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        if self.route.method == "WS":
            headers |= {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
                        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode()}
        body = None
        if self.raw is not None or self.body is not Absent:
            body = self.raw if self.raw is not None else json.dumps(self.body).encode()
            headers["Content-Type"] = content_type or self.raw_type or "application/json"
        elif self.types["form"]:
            body, headers["Content-Type"] = self.form()
        method, target = method or {"WS": "GET", "ANY": "GET"}.get(self.route.method, self.route.method), self.target()
        if authenticated and self.route.auth:
            headers |= self.driver.credentials(self.route.auth[0], method, target, body)
        return self.driver.service.send(method, target, headers, body)

    def target(self):
        def segment(text):
            if not text.startswith("{"): return urllib.parse.quote(text)
            value = self.parts["path"][text.strip("{}*")]
            return f"{urllib.parse.quote(value)}/and/more" if text.endswith("*}") else urllib.parse.quote(value, safe="")
        if self.driver.rest is not None:
            path = re.sub(r"\{\w+\*\}", self.driver.rest, self.route.path)
        else:
            path = "/".join(segment(text) for text in self.route.path.split("/"))
        query = [(name, value) for name, values in self.parts["query"].items() for value in as_list(values)]
        return path + ("?" + urllib.parse.urlencode(query) if query else "")

    def form(self):
        fields = [(name, value) for name, values in self.parts["form"].items() for value in as_list(values)]
        if not any(is_file(self.driver.spec, type) for type in self.types["form"].values()):
            return urllib.parse.urlencode(fields).encode(), FORM
        data = b""
        for name, value in fields:
            head = f'; filename="a.bin"\r\nContent-Type: application/octet-stream' if is_file(self.driver.spec, self.types["form"][name]) else ""
            data += f'--x\r\nContent-Disposition: form-data; name="{name}"{head}\r\n\r\n{value}\r\n'.encode()
        return data + b"--x--\r\n", "multipart/form-data; boundary=x"

    def wrong(self):
        """Makes the request wrong in each place in turn; gives the place's pointer or name."""
        values = self.driver.values
        for source, types in self.types.items():
            good = self.parts[source]
            for name, type in types.items():
                is_present = name in good
                value = good[name] if is_present else values.valid(type, is_text=True)
                bads = [] if is_file(self.driver.spec, type) else list(values.wrong(type, value, name, is_text=True))
                if source == "path":
                    bads = [(bad, place) for bad, place in bads if bad not in ("", ".", "..")]
                for bad, place in bads:
                    # Another that excludes this one stays away.
                    others = {key: value for key, value in good.items() if key not in type["excludes"] and name not in types[key]["excludes"]}
                    self.parts[source] = others | {name: bad}
                    yield place
                is_list = type["kind"] == "list"
                if is_present and "optional" not in type and "default" not in type and source != "path" and not is_list:
                    self.parts[source] = {key: value for key, value in good.items() if key != name}
                    yield name
                for other in type["excludes"]:
                    self.parts[source] = good | {name: value, other: values.valid(types[other], is_text=True)}
                    yield other
                self.parts[source] = good
        if self.body_type:
            good = self.body
            for bad, place in values.wrong(self.body_type, good):
                self.body = bad
                yield place
            self.body = good


def is_file(spec, type):
    return type.get("scalar") == "file" or type["kind"] == "list" and is_file(spec, spec.type(type["of"]))


class Driver:
    def __init__(self, spec, binary, package):
        self.spec, self.package = spec, pathlib.Path(package)
        self.values = Values(spec)
        self.service = Service(spec, binary, package)
        self.failures, self.count, self.subjects = [], 0, 0
        self.rest = None

    def credentials(self, name, method, target, body):
        """What a scheme wants to see; each request is another user's, so that limits by user do not matter here."""
        self.subjects += 1
        claims = self.spec.declared["auth"][name].get("claims", {}) if isinstance(self.spec.declared["auth"][name], dict) else {}
        fields = self.spec.fields(claims) if isinstance(claims, str) else self.spec.members(claims)
        values = self.values.members(fields) | {"sub": f"user-{self.subjects}"}
        return credentials.headers(self.spec, name, f"user-{self.subjects}", method, target, body, values)

    def expect(self, what, condition, answer, data):
        if not condition:
            self.failures.append(f"{self.spec.service}: {what}: got {answer.status} {data[:600].decode(errors='replace')}")

    def drive(self):
        for route in self.spec.routes:
            request = Request(self, route)
            self.rest = self.a_file(route)
            self.valid(route, request)
            if route.auth:
                answer, data = request.send(authenticated=False)
                is_right = (answer.status == 401) != route.lets_nobody_in
                self.expect(f"{route} without credentials gets {'in' if route.lets_nobody_in else 401}", is_right, answer, data)
            if "handler" in route.node or "hub" in route.node:
                self.wrong(route, request)
            self.rest = None
        self.methods()
        status = self.service.stop()
        if status != 0:
            self.failures.append(f"{self.spec.service} ended with {status}")
        print(f"{self.spec.service}: {len(self.spec.routes)} routes, {self.count} requests, {len(self.failures)} failures")
        return self.failures

    def a_file(self, route):
        """A file in the folder that a route serves."""
        folder = route.node.get("static", {}).get("dir")
        return next(path.name for path in sorted((self.package / folder).iterdir())) if folder else None

    def valid(self, route, request):
        answer, data = request.send()
        node, status = route.node, answer.status
        if "handler" in node:
            name = node["handler"][0].upper() + node["handler"][1:]
            self.expect(f"{route} reaches its handler", status == 501 and f"Handlers/{name}.swift".encode() in data, answer, data)
            self.expect(f"{route} is a problem", answer.getheader("Content-Type") == "application/problem+json", answer, data)
        elif "hub" in node:
            self.expect(f"{route} is a WebSocket", status == 101, answer, data)
        elif "respond" in node:
            respond = node["respond"]
            text = respond.get("text", respond.get("html"))
            wanted = int(respond.get("status", 204 if not {"text", "html", "json"} & set(respond) else 200))
            self.expect(f"{route} answers {wanted}", status == wanted and (text is None or data.decode() == text), answer, data)
        elif "redirect" in node:
            redirect = node["redirect"] if isinstance(node["redirect"], dict) else {"to": node["redirect"]}
            is_right = status == int(redirect.get("status", 302)) and answer.getheader("Location") == redirect["to"]
            self.expect(f"{route} redirects", is_right, answer, data)
        elif "static" in node:
            path = self.package / node["static"].get("file", f"{node['static'].get('dir')}/{self.rest}")
            self.expect(f"{route} is a file", status == 200 and data == path.read_bytes(), answer, data)
        else:
            self.expect(f"{route} is JSON", status == 200 and json.loads(data) is not None, answer, data)
        if "cors" in route.policies:
            self.cross_origin(route)

    def cross_origin(self, route):
        cors = route.policies["cors"]
        origins = cors.get("origins", "any") if isinstance(cors, dict) else cors
        origin = "https://anywhere.example" if origins == "any" else origins[0]
        method = {"ANY": "GET"}.get(route.method, route.method)
        headers = {"Origin": origin, "Access-Control-Request-Method": method}
        answer, data = self.service.send("OPTIONS", Request(self, route).target(), headers, None)
        allowed = answer.getheader("Access-Control-Allow-Origin")
        self.expect(f"{route} lets {origin} in", answer.status == 204 and allowed in (origin, "*"), answer, data)
        headers["Origin"] = "https://elsewhere.example"
        answer, data = self.service.send("OPTIONS", Request(self, route).target(), headers, None)
        is_refused = origins == "any" or answer.getheader("Access-Control-Allow-Origin") is None
        self.expect(f"{route} keeps {headers['Origin']} out", is_refused, answer, data)

    def wrong(self, route, request):
        for place in request.wrong():
            answer, data = request.send()
            try:
                problem = json.loads(data)
                found = {violation.get("pointer", violation.get("name")) for violation in problem["violations"]}
            except (ValueError, KeyError):
                found = set()
            parts = {source: values for source, values in request.parts.items() if values}
            what = f"{route} with a mistake at '{place}' ({parts} {request.body if request.body is not Absent else ''})"[:900]
            self.expect(what, answer.status == 422 and place in found, answer, data)
        if request.body_type:
            twice = b'[{"a":1,"a":2}]' if request.body_type["kind"] == "list" else b'{"a":1,"a":2}'
            for raw, content_type, wanted in [(b"{", None, 400), (twice, None, 400), (b"x", "text/plain", 415)]:
                request.raw = raw
                answer, data = request.send(content_type=content_type)
                self.expect(f"{route} with {raw} gets {wanted}", answer.status == wanted, answer, data)
            request.raw = None
        elif request.raw_type and ("accepts" in route.node or route.node["body"] == "text"):
            answer, data = request.send(content_type="application/x-other")
            self.expect(f"{route} with a body of another type gets 415", answer.status == 415, answer, data)

    def methods(self):
        """A path that is known with another method: 405, and which it takes."""
        paths = {}
        for route in self.spec.routes:
            paths.setdefault(re.sub(r"\{\w+(\*?)\}", r"{\1}", route.path), []).append(route)
        every = [route for route in self.spec.routes if route.method == "ANY"]
        for routes in paths.values():
            methods = {route.method for route in routes}
            if methods & {"ANY", "WS"} or every: continue
            self.rest = self.a_file(routes[0])
            request = Request(self, routes[0])
            # Another route may answer the same target with that method: `GET /{id}` and `POST /list`.
            other = next(method for method in ("DELETE", "PUT", "PATCH", "POST", "GET") if method not in methods)
            if any(route.method == other and matches(route.path, request.target()) for route in self.spec.routes): continue
            request.raw, request.body = None, Absent
            request.types["form"] = {}
            answer, data = request.send(method=other)
            allowed = set((answer.getheader("Allow") or "").replace(" ", "").split(","))
            self.expect(f"{other} {routes[0].path} gets 405", answer.status == 405 and methods <= allowed, answer, data)
            self.rest = None


def matches(path, target):
    pattern = re.sub(r"\\\{\w+\\\*\\\}", ".+", re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))
    return re.fullmatch(pattern, target.split("?")[0]) is not None


if __name__ == "__main__":
    binaries, packages, *specs = sys.argv[1:]
    failures = []
    for path in specs:
        spec = Spec(path)
        package = pathlib.Path(packages, pathlib.Path(path).stem)
        module = next((package / "Sources").iterdir()).name
        failures += Driver(spec, f"{binaries}/{module}", package).drive()
    for failure in failures:
        print(failure, file=sys.stderr)
    sys.exit(1 if failures else 0)
