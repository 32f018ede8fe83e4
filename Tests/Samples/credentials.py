"""What a client brings for each way to authenticate, and what the service's config says of it."""

import base64
import hashlib
import hmac
import json
import os
import re
import time

from spec import as_list

SECRET = "a-secret-of-at-least-sixty-four-characters-as-HS512-wants-it-for-tests"
CLIENT, KEY = "client", "a-key-that-is-long-enough-for-a-client"


def url64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def environment(spec):
    """The variables that give a service its secrets."""
    salt = b"salt-of-a-test-!"
    password = hashlib.pbkdf2_hmac("sha256", KEY.encode(), salt, 1000)
    kept = f"$pbkdf2-sha256$i=1000${base64.b64encode(salt).decode()}${base64.b64encode(password).decode()}"
    variables = {}
    for name in spec.declared["auth"]:
        key = re.sub("[^A-Z0-9]", "_", f"{spec.service}_AUTH_{name}".upper())
        kind, _ = scheme(spec, name)
        variables |= {
            "jwt": {f"{key}_SECRET": SECRET}, "apiKey": {f"{key}_KEYS": f"{CLIENT}:sha256:{hashlib.sha256(KEY.encode()).hexdigest()}"},
            "basic": {f"{key}_KEYS": f"{CLIENT}:{kept}"}, "signed": {f"{key}_KEYS": f"{CLIENT}:{SECRET}"},
        }[kind]
    return variables


def scheme(spec, name):
    """The kind of a way to authenticate, and what the spec says of it."""
    node = spec.declared["auth"][name]
    if isinstance(node, str):
        return node, {}
    kind = next(key for key in ("jwt", "apiKey", "basic", "signed") if key in node)
    return kind, node[kind] or {}


def headers(spec, name, subject, method, target, body, claims):
    """The headers that let a request in."""
    kind, says = scheme(spec, name)
    match kind:
        case "basic":
            return {"Authorization": "Basic " + base64.b64encode(f"{CLIENT}:{KEY}".encode()).decode()}
        case "signed":
            when, nonce, hashed = str(int(time.time())), os.urandom(12).hex(), hashlib.sha256(body or b"").hexdigest()
            path, _, query = target.partition("?")
            code = hmac.digest(SECRET.encode(), "\n".join([method, path, query, when, nonce, hashed]).encode(), "sha256").hex()
            return {"Authorization": f"HMAC-SHA256 key={CLIENT}, time={when}, nonce={nonce}, body={hashed}, signature={code}"}
        case "apiKey":
            return carried(says.get("from", {"header": "X-API-Key"}), KEY)
        case _:
            return carried(says.get("from", "bearer"), token(says, {"sub": subject} | claims))


def carried(places, value):
    """A token or key in the first of the places where it may stand."""
    place = as_list(places)[0]
    if place == "bearer": return {"Authorization": f"Bearer {value}"}
    if "header" in place: return {place["header"]: value}
    return {"Cookie": f"{place['cookie']}={value}"}


def token(says, claims):
    """A JSON Web Token as a scheme wants it."""
    algorithm = as_list(says.get("algorithms", ["HS256"]))[0]
    claims = claims | {"exp": int(time.time()) + 3600}
    claims |= {claim: says[key] for key, claim in (("issuer", "iss"), ("audience", "aud")) if key in says}
    signed = ".".join(url64(json.dumps(part).encode()) for part in ({"alg": algorithm, "typ": "JWT"}, claims))
    digest = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}[algorithm]
    return f"{signed}.{url64(hmac.digest(SECRET.encode(), signed.encode(), digest))}"
