"""Whoever may come to all-things: keys, tokens and signatures, made with the standard library and openssl.

What the service reads of them stands in `environment`, as an operator would set it.
"""

import base64
import hashlib
import hmac
import http.server
import json
import os
import subprocess
import tempfile
import threading
import time
from pathlib import Path

SECRET = "s" * 64
PREVIOUS = "p" * 64
ROBOT = "robots-have-long-keys"
PARTNER = "partners-sign-with-at-least-32-bytes"


def url64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *map(str, arguments)], input=data, capture_output=True, check=True, timeout=60).stdout


class Credentials:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name)
        self._key("rsa", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
        self._key("ec", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
        self._key("fetched", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
        self._key("ed", "ED25519")
        public = b"".join((self.path / f"{name}.pub").read_bytes() for name in ["rsa", "ec", "ed"])
        (self.path / "issued.pem").write_bytes(public)
        point = openssl("pkey", "-pubin", "-in", self.path / "fetched.pub", "-outform", "DER")[-64:]
        self.fetches = 0
        self._publish({"keys": [
            {"kty": "EC", "crv": "P-256", "kid": "k1", "use": "sig", "x": url64(point[:32]), "y": url64(point[32:])}]})
        digest = hashlib.sha256(ROBOT.encode()).hexdigest()
        salt = b"salt-of-a-test-!"
        password = hashlib.pbkdf2_hmac("sha256", b"pass:word", salt, 1000)
        hashed = f"$pbkdf2-sha256$i=1000${base64.b64encode(salt).decode()}${base64.b64encode(password).decode()}"
        self.environment = {
            "ALL_THINGS_AUTH_MEMBER_SECRET": SECRET,
            "ALL_THINGS_AUTH_MEMBER_PREVIOUS_SECRET": PREVIOUS,
            "ALL_THINGS_AUTH_ISSUED_FILE": str(self.path / "issued.pem"),
            "ALL_THINGS_AUTH_FETCHED_URL": f"http://127.0.0.1:{self.server.server_port}/keys.json?a=b",
            "ALL_THINGS_AUTH_ROBOT_KEYS": f"r2:sha256:{digest}, other:sha256:{'0' * 64}",
            "ALL_THINGS_AUTH_OLD_ROBOT_KEYS": f"c3:sha256:{digest}",
            "ALL_THINGS_AUTH_STAFF_KEYS": f"ann:{hashed}",
            "ALL_THINGS_AUTH_PARTNER_KEYS": f"acme:{PARTNER}",
        }

    def _key(self, name, *options):
        key = self.path / f"{name}.key"
        openssl("genpkey", "-algorithm", *options, "-out", key)
        openssl("pkey", "-in", key, "-pubout", "-out", self.path / f"{name}.pub")

    def _publish(self, keys):
        credentials = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                credentials.fetches += 1
                body = json.dumps(keys).encode()
                known = self.path == "/keys.json?a=b"
                self.send_response(200 if known else 404)
                # In pieces, as many servers send it.
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for piece in [body[:10], body[10:]]:
                    self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                self.wfile.write(b"0\r\n\r\n")

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    # Tokens

    def token(self, algorithm="HS256", secret=SECRET, header=None, key=None, **claims):
        """A token; claims that are None are left out."""
        body = {"sub": "ann", "aud": "all-things", "exp": int(time.time()) + 600, **claims}
        body = {name: value for name, value in body.items() if value is not None}
        parts = [url64(json.dumps(part).encode()) for part in ({"alg": algorithm, "typ": "JWT", **(header or {})}, body)]
        signed = ".".join(parts).encode()
        return ".".join([*parts, url64(self._signature(algorithm, secret, key, signed))])

    def _signature(self, algorithm, secret, key, signed):
        match algorithm:
            case "none": return b""
            case "HS256": return hmac.digest(secret.encode(), signed, "sha256")
            case "HS512": return hmac.digest(secret.encode(), signed, "sha512")
            case "RS256": return openssl("dgst", "-sha256", "-sign", self.path / "rsa.key", data=signed)
            case "ES256": return self._raw(openssl("dgst", "-sha256", "-sign", self.path / f"{key or 'ec'}.key", data=signed))
            case "EdDSA":
                message = self.path / "message"
                message.write_bytes(signed)
                return openssl("pkeyutl", "-sign", "-rawin", "-inkey", self.path / "ed.key", "-in", message)

    @staticmethod
    def _raw(der):
        """The two numbers of an ECDSA signature, 32 bytes each, out of their DER."""
        numbers, rest = [], der[2:]
        for _ in range(2):
            length = rest[1]
            numbers.append(rest[2:2 + length].lstrip(b"\0").rjust(32, b"\0"))
            rest = rest[2 + length:]
        return b"".join(numbers)

    def issued(self, algorithm, **claims):
        return self.token(algorithm, **{"aud": None, "iss": "https://id.example.com", **claims})

    # The other ways

    @staticmethod
    def basic(name="ann", password="pass:word"):
        return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()

    @staticmethod
    def signature(method, target, body, key="acme", secret=PARTNER, when=None, nonce=None, hashed=None):
        when = int(when or time.time())
        nonce = nonce or os.urandom(12).hex()
        hashed = hashed or hashlib.sha256(body).hexdigest()
        path, _, query = target.partition("?")
        text = "\n".join([method, path, query, str(when), nonce, hashed])
        code = hmac.digest(secret.encode(), text.encode(), "sha256").hex()
        return f"HMAC-SHA256 key={key}, time={when}, nonce={nonce}, body={hashed}, signature={code}"

    def close(self):
        self.server.shutdown()
        self.folder.cleanup()
