"""Holds specs/service.schema.json against an independent validator (PyPI's jsonschema, draft-07): it is a schema, it takes every sample,
and of the bad specs of Tests/SpecTests/Cases it refuses all that a schema can. Usage: schema.py ROOT"""

import json
import pathlib
import re
import sys

import jsonschema
import yaml

# What a schema cannot say: names that are declared elsewhere, what goes together, Swift, files. Each of these codes stands in a case
# that the schema takes; all others it must refuse.
CHECKS_ALONE = set("""
GEN0103 GEN0110 GEN0111 GEN0113 GEN0123 GEN0124 GEN0125 GEN0126 GEN0127 GEN0129 GEN0130 GEN0133 GEN0134 GEN0135 GEN0136 GEN0137
GEN0138 GEN0139 GEN0140 GEN0141 GEN0145 GEN0152 GEN0204 GEN0208 GEN0209 GEN0211 GEN0212 GEN0213 GEN0214 GEN0215
GEN0216 GEN0217 GEN0301 GEN0304 GEN0305 GEN0306 GEN0307 GEN0308 GEN0309 GEN0310 GEN0311 GEN0312 GEN0313 GEN0314
""".split())

# A code that the schema sees in other cases, and not in this one: it can't tell that a path names a parameter twice.
UNSEEN = {"route-path-long.txt": {"GEN0203"}}


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema, which the language is in: `yes`, `010` and dates are text."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("null", r"~|null|Null|NULL|", "~nN\0"), ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", "-+.0123456789"),
]:
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), list(first))
Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("$"), [""])


def number(loader, node):
    text = node.value.lower().lstrip("+")
    return int(text, 8 if text.startswith("0o") else 16 if text.startswith("0x") else 10)


Core.add_constructor("tag:yaml.org,2002:int", number)
Core.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value.lower().replace(".inf", "inf").replace(".nan", "nan")))


def read(text):
    """A document; PyYAML refuses `string? }` in braces, which YAML 1.2 takes, and the ? matters to no schema there."""
    try:
        return yaml.load(text, Core)
    except yaml.YAMLError:
        return yaml.load(re.sub(r"(?<=\w)\?(?= *[,}])", "", text), Core)


def files(case):
    """A case's files, and the codes of the errors that stand in each."""
    text, _, said = case.partition("-" * 40 + "\n")
    found, name = {}, "spec.yaml"
    for line in text.splitlines():
        if line.startswith(">>>> "):
            name = line[5:]
            continue
        found[name] = found.get(name, "") + line + "\n"
    for name, text in found.items():
        yield name, text, set(re.findall(rf"^{re.escape(name)}:\d+:\d+: error\[(GEN\d+)\]", said, re.M))


def main(root):
    schema = json.loads((root / "specs/service.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    failures, taken, refused = [], set(), 0

    folder = root / "specs"
    samples = [*folder.glob("*.yaml"), *(folder / "common").rglob("*.yaml"), *(folder / "samples").rglob("*.yaml")]
    for path in samples:
        for error in validator.iter_errors(yaml.load(path.read_text(), Core)):
            failures.append(f"{path.relative_to(root)}: {error.json_path}: {error.message[:200]}")
    cases = sorted((root / "Tests/SpecTests/Cases").glob("*.txt"))
    unseen = {(name, code) for name, codes in UNSEEN.items() for code in codes}
    for path in cases:
        alone = CHECKS_ALONE | UNSEEN.get(path.name, set())
        for name, text, codes in files(path.read_text()):
            try:
                document = read(text)
            except yaml.YAMLError:
                continue
            if not isinstance(document, dict):
                continue
            is_taken = validator.is_valid(document)
            refused += not is_taken
            if is_taken:
                taken |= codes
                unseen -= {(path.name, code) for code in codes}
            if is_taken and codes - alone:
                failures.append(f"{path.name}, {name}: the schema takes what the checks refuse with {sorted(codes - alone)}")
            if not is_taken and not codes:
                failures.append(f"{path.name}, {name}: the schema refuses what the checks take: {next(validator.iter_errors(document)).message[:200]}")
    for name, code in sorted(unseen):
        failures.append(f"{name} is excused from {code}, and has no such finding that the schema does not see")
    for code in sorted(CHECKS_ALONE - taken):
        failures.append(f"{code} stands in no case that the schema takes: it can see it, or a case is missing")
    print(f"schema: {len(samples)} samples taken, {refused} bad files refused, {len(failures)} failures")
    return failures


if __name__ == "__main__":
    found = main(pathlib.Path(sys.argv[1]))
    for failure in found:
        print(failure, file=sys.stderr)
    sys.exit(1 if found else 0)
