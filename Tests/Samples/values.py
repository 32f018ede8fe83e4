"""Values of a spec's types: one that is right, and all that are wrong in one place each."""

import re

try:
    from re import _parser as regex
except ImportError:  # before Python 3.11
    import sre_parse as regex

BOUNDS = {f"{sign}int{bits}": (0 if sign else -(2 ** (bits - 1)), 2**bits - 1 if sign else 2 ** (bits - 1) - 1)
          for sign in ("", "u") for bits in (8, 16, 32, 64)} | {"int": (-(2**63), 2**63 - 1), "uint": (0, 2**64 - 1)}
TEXTS = {
    "uuid": "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "url": "https://example.com/a", "timestamp": "2026-01-02T03:04:05Z",
    "date": "2026-01-02", "duration": "PT1H30M", "bytes": "AAEC",
}
FORMATS = {"email": "a@example.com", "hostname": "example.com", "ip": "192.0.2.1", "uri": "https://example.com/a"}
WRONG = "nonsense that is nowhere allowed"
DEEP = 4


class Absent:
    """Stands for a value that is left out."""


def bounds(text):
    """`1..3` as two ends, None where there is none; `k` and `M` count."""
    def end(text):
        if not text:
            return None
        scale = {"k": 1000, "M": 1_000_000}.get(text[-1])
        return float(text[:-1]) * scale if scale else float(text)
    low, high = text.split("..")
    return end(low), end(high)


def python_pattern(pattern):
    return pattern.replace(r"\p{L}", "A-Za-z").replace(r"\p{N}", "0-9")


def matching(pattern):
    """The shortest text, or so, that matches."""
    def text(parsed):
        return "".join(one(*item) for item in parsed)

    def one(kind, value):
        match str(kind):
            case "LITERAL": return chr(value)
            case "MAX_REPEAT" | "MIN_REPEAT": return text(value[2]) * max(value[0], 0)
            case "SUBPATTERN": return text(value[3])
            case "BRANCH": return text(value[1][0])
            case "ANY": return "a"
            case "AT": return ""
            case "IN":
                kind, value = value[0]
                match str(kind):
                    case "LITERAL": return chr(value)
                    case "RANGE": return chr(value[0])
                    case "CATEGORY": return {"CATEGORY_DIGIT": "0", "CATEGORY_WORD": "a", "CATEGORY_SPACE": " "}[str(value)]
        raise ValueError(f"no text for {kind} {value}")
    return text(regex.parse(python_pattern(pattern)))


def number(kind, low, high):
    """The number nearest to zero."""
    value = 0 if (low is None or low <= 0) and (high is None or high >= 0) else low if low is not None and low > 0 else high
    return value if kind in ("float", "double") and value != int(value) else int(value)


class Values:
    """Makes values; `is_text` for parameters, which are text whatever their type."""

    def __init__(self, spec):
        self.spec = spec

    def valid(self, type, depth=0, is_text=False):
        match type["kind"]:
            case "list":
                least = int(bounds(type.get("items", ".."))[0] or 0)
                count = max(least, 1 if depth < DEEP else 0)
                return [self.valid(self.spec.type(type["of"]), depth + 1, is_text) for _ in range(count)]
            case "map":
                least = int(bounds(type.get("items", ".."))[0] or 0)
                count = max(least, 1 if depth < DEEP else 0)
                return {f"key{index}": self.valid(self.spec.type(type["of"]), depth + 1) for index in range(count)}
            case "enum": return type.get("oneOf", type["values"])[0]
            case "object": return self.members(self.spec.fields(type["object"]), depth)
            case "union":
                tag, name = next(iter(type["of"].items()))
                return {type.get("by", "type"): tag} | self.members(self.spec.fields(name), depth)
        return self.scalar(type, is_text)

    def members(self, fields, depth=0, is_text=False):
        """Values of all fields but those that exclude one another, and deep down of what must be there alone."""
        values = {}
        for name, field in fields.items():
            is_needless = "optional" in field or "default" in field
            if is_needless and (depth >= DEEP or any(name in fields[other]["excludes"] for other in values)
                                or any(other in values for other in field["excludes"])
                                or any(other not in values and other not in fields for other in field["requires"])):
                continue
            values[name] = self.valid(field, depth + 1, is_text)
        # What requires something that was left out is left out too.
        while lacking := [name for name in values if any(other not in values for other in fields[name]["requires"])]:
            for name in lacking:
                del values[name]
        return values

    def scalar(self, type, is_text):
        name = type["scalar"]
        if "oneOf" in type:
            value = type["oneOf"][0]
            return value if is_text or name in ("string", "decimal", "url") else float(value) if "." in value else int(value)
        if name == "bool": return "true" if is_text else True
        if name == "json": return {"any": [1, None, "x"]}
        if name in BOUNDS or name in ("float", "double", "decimal"):
            value = number(name, *bounds(type.get("range", "..")))
            return str(value) if is_text or name == "decimal" else value
        if name in TEXTS:
            return TEXTS[name]
        if "format" in type: return FORMATS[type["format"]]
        text = matching(type["pattern"]) if "pattern" in type else "a"
        low, _ = bounds(type.get("length", ".."))
        return text if len(text) >= (low or 0) else text + text[-1:] * int(low - len(text))

    def wrong(self, type, value, place="", depth=0, is_text=False):
        """Every value that is wrong in one place, with that place: a JSON pointer, or a parameter's name."""
        for bad in self._wrong_here(type, value, is_text):
            yield bad, place
        if depth >= DEEP:
            return
        match type["kind"]:
            case "list" if value:
                of = self.spec.type(type["of"])
                for bad, where in self.wrong(of, value[0], f"{place}[0]" if is_text else f"{place}/0", depth + 1, is_text):
                    yield [bad, *value[1:]], where
            case "map" if value:
                key = next(iter(value))
                for bad, where in self.wrong(self.spec.type(type["of"]), value[key], f"{place}/{key}", depth + 1):
                    yield value | {key: bad}, where
            case "object": yield from self.wrong_members(self.spec.fields(type["object"]), value, place, depth)
            case "union":
                by = type.get("by", "type")
                yield value | {by: WRONG}, f"{place}/{by}"
                for tag, name in type["of"].items():
                    fields = self.spec.fields(name)
                    member = {by: tag} | self.members(fields, depth)
                    yield from self.wrong_members(fields, member, place, depth)

    def wrong_members(self, fields, values, place, depth):
        for name, field in fields.items():
            where = f"{place}/{name.replace('~', '~0').replace('/', '~1')}"
            if name in values:
                for bad, at in self.wrong(field, values[name], where, depth + 1):
                    yield values | {name: bad}, at
                if "optional" not in field and "default" not in field:
                    yield {key: value for key, value in values.items() if key != name}, where
            present = values.get(name, None) if name in values else self.valid(field, depth + 1)
            for other in field["excludes"]:
                yield values | {name: present, other: values.get(other, self.valid(fields[other], depth + 1))}, f"{place}/{other}"
            for other in field["requires"]:
                if other in values:
                    yield {key: value for key, value in values.items() if key != other}, f"{place}/{other}"

    def _wrong_here(self, type, value, is_text):
        kind, name = type["kind"], type.get("scalar")
        if kind in ("list", "map"):
            if not is_text: yield True
            low, high = bounds(type.get("items", ".."))
            if kind == "list" and low and not is_text: yield value[: int(low) - 1]
            if kind == "list" and high is not None and high <= 1000: yield (value or [self.valid(self.spec.type(type["of"]), DEEP)])[:1] * int(high + 1)
            if kind == "map" and high is not None and high <= 1000:
                one = self.valid(self.spec.type(type["of"]), DEEP)
                yield {f"key{index}": one for index in range(int(high) + 1)}
            return
        if kind in ("object", "union"):
            yield "text"
            return
        if kind == "enum" or "oneOf" in type:
            yield WRONG if is_text or isinstance(value, str) else 4711
            if not is_text: yield [] if isinstance(value, str) else "text"
            return
        if name in ("json", "file"):
            return
        if name == "string":
            if not is_text: yield 4711
        else:
            yield WRONG
            if not is_text: yield 4711 if name in TEXTS else []
        if name in BOUNDS:
            low, high = BOUNDS[name]
            yield str(high + 1) if is_text else high + 1
            yield str(low - 1) if is_text else low - 1
            yield "1.5" if is_text else 1.5
        low, high = bounds(type.get("range", ".."))
        for end in ([low - 1] if low is not None else []) + ([high + 1] if high is not None else []):
            bad = int(end) if end == int(end) else end
            yield str(bad) if is_text or name == "decimal" else bad
        if name in ("string", "url", "bytes"):
            low, high = bounds(type.get("length", ".."))
            if name != "bytes" and low and low > (1 if is_text else 0): yield "a" * (int(low) - 1)
            if high is not None and high <= 5000:
                yield {"string": "a" * int(high + 1), "url": "https://example.com/" + "a" * int(high), "bytes": "AAAA" * (int(high) // 3 + 1)}[name]
        if "format" in type: yield "no such form"
        if "pattern" in type:
            for bad in ("!", "nothing like it", "§§§§", " "):
                if not re.search(python_pattern(type["pattern"]), bad):
                    yield bad
                    break
