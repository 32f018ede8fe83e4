"""A spec as its reader sees it: a second, independent reading of the language, so that the generated service is held against the file
and not against the generator. Everything is text here (PyYAML's BaseLoader), as quotes do not matter to what is sent."""

import pathlib

import yaml

SCALARS = {
    "string", "bool", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "float", "double",
    "decimal", "uuid", "url", "timestamp", "date", "duration", "bytes", "json", "file",
}
RAW = {"text", "html", "binary", "stream"}
CONSTRAINTS = ["trim", "range", "length", "items", "pattern", "format", "oneOf"]
SOURCES = ["path", "query", "header", "cookie", "form"]


class Route:
    def __init__(self, key, node, scope):
        self.method, path = key.split(" ", 1)
        self.path = (scope["prefix"] + path.strip()).rstrip("/") or "/"
        self.node = node
        self.auth = as_list(node.get("auth", scope["auth"]))
        self.lets_nobody_in = "none" in self.auth
        self.auth = [name for name in self.auth if name != "none"]
        self.policies = scope["policies"] | {key: node[key] for key in POLICIES if key in node}

    def __str__(self):
        return f"{self.method} {self.path}"


POLICIES = ["timeout", "maxBody", "cors", "rateLimit", "maxInFlight", "compress", "cache", "priority"]


class Spec:
    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.declared = {"types": {}, "enums": {}, "unions": {}, "aliases": {}, "auth": {}, "hubs": {}}
        self.routes = []
        self.files = set()
        self.service = self._read(self.path)["service"]

    def _read(self, path):
        node = yaml.load(path.read_text(), yaml.BaseLoader)
        self.files.add(path.resolve())
        for name in node.get("import", []):
            if (path.parent / name).resolve() not in self.files:
                self._read(path.parent / name)
        for kind, names in self.declared.items():
            names.update(node.get(kind, {}))
        scope = {"prefix": "", "auth": "none", "policies": {key: node[key] for key in POLICIES if key in node}}
        self._group(node, scope)
        return node

    def _group(self, node, scope):
        for key, route in node.get("routes", {}).items():
            self.routes.append(Route(key, route, scope))
        for group in node.get("groups", []):
            self._group(group, {
                "prefix": (scope["prefix"] + group.get("prefix", "")).rstrip("/"), "auth": group.get("auth", scope["auth"]),
                "policies": scope["policies"] | {key: group[key] for key in POLICIES if key in group}})

    def type(self, node):
        """What a type's node means: its kind, what it is of, and its constraints, through all aliases."""
        if isinstance(node, list):
            return {"kind": "list", "of": node[0]}
        if isinstance(node, dict) and list(node) == ["string"]:
            return {"kind": "map", "of": node["string"]}
        if isinstance(node, dict):
            known = CONSTRAINTS + ["default", "requires", "excludes", "name", "optional", "nullable", "example"]
            return self.type(node["type"]) | {key: node[key] for key in known if key in node}
        if node.endswith("?"):
            return self.type(node[:-1]) | {"optional": "true"}
        if node in self.declared["aliases"]:
            return self.type(self.declared["aliases"][node])
        if node in self.declared["enums"]:
            values = self.declared["enums"][node]
            values = values["values"] if isinstance(values, dict) else values
            return {"kind": "enum", "values": list(values)}
        if node in self.declared["types"]:
            return {"kind": "object", "object": node}
        if node in self.declared["unions"]:
            return {"kind": "union"} | self.declared["unions"][node]
        assert node in SCALARS or node in RAW, f"'{node}' is no type"
        return {"kind": "scalar", "scalar": node}

    def fields(self, name):
        """An object's fields by their name on the wire, those of its includes first."""
        node = self.declared["types"][name]
        fields = {}
        for other in as_list(node.get("$include", [])):
            fields |= self.fields(other)
        return fields | self.members({key: value for key, value in node.items() if not key.startswith("$")})

    def members(self, node):
        """Fields or parameters by their name on the wire; what they require and exclude is by that name too."""
        resolved = {key: self.type(value) for key, value in node.items()}
        wire = {key: field.get("name", key) if isinstance(node[key], dict) else key for key, field in resolved.items()}
        for field in resolved.values():
            for key in ("requires", "excludes"):
                field[key] = [wire.get(name, name) for name in as_list(field.get(key, []))]
        return {wire[key]: field for key, field in resolved.items()}

    def parameters(self, route):
        """What a route takes, by where it stands; path parameters that are not declared are strings."""
        found = {source: self.members(route.node.get(source, {})) for source in SOURCES}
        for segment in route.path.split("/"):
            if segment.startswith("{"):
                found["path"].setdefault(segment.strip("{}*"), self.type("string") | {"requires": [], "excludes": []})
        return found


def as_list(node):
    return node if isinstance(node, list) else [node]
