"""Where the host has put this machine's two cores.

A virtual machine's cores may share a physical core for some seconds and lie in different parts of the chip in the next;
a message over loopback costs two or three times as much then, on every server alike. tools/corehop.c tells the two apart
by how long a cache line takes there and back. Every run notes it; within a repetition of a case the peers run in one
placement: a run waits a while for the host to come back, and one during which the host moved is repeated.
"""
import json, os, statistics, subprocess, time

from . import machine
from .peers import BUILD

SAME = 1.7  # hops within this factor of each other are one placement


def hop(nice=-10):
    """Nanoseconds of a cache line's way from the server's core to the load's and back; 0 on one core."""
    if machine.SERVER_CORE is None:
        return 0.0
    r = subprocess.run([os.path.join(BUILD, "corehop"), str(machine.SERVER_CORE), str(machine.LOAD_CORE)], capture_output=True,
                       text=True, preexec_fn=machine.new_process(nice))
    return json.loads(r.stdout)["hop_ns"]


def choose(wanted, nice):
    """The hop to measure at: what is usual just now, or the nearest or farthest that is seen in 20 s."""
    seen = []
    end = time.monotonic() + (1 if wanted == "usual" else 20)
    while time.monotonic() < end:
        seen.append(hop(nice))
        time.sleep(0.3)
    return {"near": min, "far": max, "usual": statistics.median}[wanted](seen)


def same(a, b):
    return a == b or (min(a, b) > 0 and max(a, b) / min(a, b) <= SAME)


def wait_for(reference, patience, nice):
    """The hop as it is once it is the reference's, or when patience (s) has run out."""
    end = time.monotonic() + patience
    while True:
        now = hop(nice)
        if same(now, reference) or time.monotonic() >= end:
            return now
        time.sleep(0.5)
