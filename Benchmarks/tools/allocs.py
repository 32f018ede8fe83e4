#!/usr/bin/env python3
"""allocs.py PAGE TRACE BINARY [--count 2000]: which code allocates in a running server.

The server runs with alloccount.so preloaded, ALLOC_PAGE=PAGE and ALLOC_TRACE=TRACE (see alloccount.c). Asks for the call
stacks of the next COUNT allocations, waits until they are there or 10 s have gone, and prints the commonest stacks with
names from BINARY's symbols. Put the server under the load whose allocations you want to see first.
"""
import argparse, collections, mmap, re, struct, subprocess, time

TO_TRACE = 6 * 8  # the page's seventh word


def request(page_path, count):
    with open(page_path, "r+b") as f, mmap.mmap(f.fileno(), 4096) as page:
        page[TO_TRACE:TO_TRACE + 8] = struct.pack("<Q", count)
        end = time.time() + 10
        while struct.unpack("<Q", page[TO_TRACE:TO_TRACE + 8])[0] and time.time() < end:
            time.sleep(0.05)
        page[TO_TRACE:TO_TRACE + 8] = bytes(8)


def names(binary, addresses):
    """The function at each address of the binary, demangled."""
    if not addresses:
        return {}
    answer = subprocess.run(["addr2line", "-f", "-e", binary, *addresses], capture_output=True, text=True).stdout
    symbols = answer.splitlines()[::2]
    try:
        plain = subprocess.run(["swift", "demangle", "--compact"], input="\n".join(symbols), capture_output=True, text=True).stdout.splitlines()
        if len(plain) == len(symbols):
            symbols = plain
    except FileNotFoundError:
        pass
    return dict(zip(addresses, symbols))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("page"), p.add_argument("trace"), p.add_argument("binary")
    p.add_argument("--count", type=int, default=2000)
    p.add_argument("--depth", type=int, default=12)
    o = p.parse_args()
    request(o.page, o.count)
    with open(o.trace, errors="replace") as f:
        stacks = [s.splitlines() for s in f.read().split("\n\n") if s.strip()]
    own = re.compile(re.escape(o.binary.rsplit("/", 1)[-1]) + r"\(\+(0x[0-9a-f]+)\)")
    addresses = sorted({m.group(1) for s in stacks for line in s if (m := own.search(line))})
    known = names(o.binary, addresses)

    def readable(line):
        m = own.search(line)
        if m:
            return known.get(m.group(1), m.group(1))
        return re.sub(r"^.*/([^/(]+)\(([^)]*)\).*$", r"\1: \2", line)

    common = collections.Counter(tuple(readable(l) for l in s[:o.depth]) for s in stacks)
    print(f"{len(stacks)} allocations")
    for stack, count in common.most_common(15):
        print(f"\n{count} ({100 * count / len(stacks):.1f} %)")
        for line in stack:
            print("    " + line[:160])


if __name__ == "__main__":
    main()
