#!/usr/bin/env python3
"""selftest.py WSLOAD: the load generator against hubs that cheat, so that its counts can be trusted.

Each hub here does one thing wrong a known number of times: it loses, repeats or swaps deliveries, garbles a payload, cuts
a client off, or delivers late. The generator must count just that. Prints one line a case; exits 1 if a count is wrong.
"""
import asyncio, json, struct, subprocess, sys

ACCEPT = b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="  # RFC 6455's example: the generator always sends that key
VICTIM = 3                                # the client (in order of arrival) that the hub wrongs


class Hub:
    """Sends each text to every client; `cheat(hub, client, frames)` may change what the victim gets, once per broadcast."""

    def __init__(self, cheat=None):
        self.clients, self.cheat, self.broadcasts, self.held = [], cheat, 0, []

    async def serve(self, reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                     b"Sec-WebSocket-Accept: " + ACCEPT + b"\r\n\r\n")
        self.clients.append(writer)
        try:
            while True:
                first, second = await reader.readexactly(2)
                length = second & 127
                if length == 126:
                    length = struct.unpack(">H", await reader.readexactly(2))[0]
                mask = await reader.readexactly(4)
                body = await reader.readexactly(length)
                if first & 15 == 8:
                    break
                self.broadcast(bytes(b ^ mask[i & 3] for i, b in enumerate(body)))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def broadcast(self, text):
        self.broadcasts += 1
        header = bytes([0x81, len(text)]) if len(text) < 126 else b"\x81\x7e" + struct.pack(">H", len(text))
        for number, client in enumerate(list(self.clients)):
            frames = [header + text]
            if self.cheat and number == VICTIM:
                frames = self.cheat(self, client, frames)
            if not client.is_closing():
                for f in frames:
                    client.write(f)


def lose(hub, _, frames):
    return [] if hub.broadcasts in (50, 51, 90) else frames


def repeat(hub, _, frames):
    return frames * 2 if hub.broadcasts in (50, 90) else frames


def swap(hub, _, frames):
    """Holds one delivery back until the same sender's next one (8 senders take turns) has gone out."""
    if hub.broadcasts == 48:
        hub.held = frames
        return []
    if hub.held and hub.broadcasts == 56:
        held, hub.held = hub.held, []
        return frames + held
    return frames


def garble(hub, _, frames):
    return [f[:-1] + b"!" for f in frames] if hub.broadcasts == 50 else frames


def shorten(hub, _, frames):
    return [b"\x81\x02hi"] if hub.broadcasts == 50 else frames


def cut_off(hub, client, frames):
    if hub.broadcasts == 50:
        client.transport.abort()
    return frames


def close_politely(hub, client, frames):
    return [b"\x88\x02\x03\xf5"] if hub.broadcasts == 50 else frames


CLEAN = {"lost": 0, "out_of_order": 0, "dup": 0, "bad": 0, "disconnected": 0, "late": 0}
OPEN_LOOP = ["broadcast", "--rate", "200", "--drain", "1"]
CLOSED_LOOP = ["broadcast", "--window", "4", "--stall", "0.3", "--drain", "1"]
CASES = [
    ("an honest hub, open loop", None, OPEN_LOOP, CLEAN),
    ("an honest hub, closed loop", None, CLOSED_LOOP, CLEAN),
    ("three deliveries lost, open loop", lose, OPEN_LOOP, {**CLEAN, "lost": 3}),
    ("three deliveries lost, closed loop", lose, CLOSED_LOOP, {**CLEAN, "lost": 3}),
    ("two deliveries repeated", repeat, OPEN_LOOP, {**CLEAN, "dup": 2}),
    ("one delivery overtaken", swap, OPEN_LOOP, {**CLEAN, "out_of_order": 1}),
    ("one payload garbled", garble, OPEN_LOOP, {**CLEAN, "bad": 1, "lost": 1}),
    ("one message of another length", shorten, OPEN_LOOP, {**CLEAN, "bad": 1, "lost": 1}),
    ("a client reset", cut_off, OPEN_LOOP, {**CLEAN, "disconnected": 1, "lost": None}),
    ("a client reset, closed loop", cut_off, CLOSED_LOOP, {**CLEAN, "disconnected": 1, "lost": None}),
    ("a client closed with a close frame", close_politely, OPEN_LOOP, {**CLEAN, "disconnected": 1, "close_frames": 1, "lost": None}),
    ("deliveries later than allowed", None, [*OPEN_LOOP, "--late", "0"], {**CLEAN, "late": None}),
]


async def run(wsload, cheat, arguments):
    hub = Hub(cheat)
    server = await asyncio.start_server(hub.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        wsload, *arguments, "--port", str(port), "--clients", "8", "--senders", "8", "--secs", "0.8", "--warmup", "0",
        "--settle", "0", "--json", stdout=subprocess.PIPE)
    out, _ = await asyncio.wait_for(process.communicate(), 30)
    server.close()
    return json.loads(out), process.returncode


async def main():
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # the generator ends with resets
    failures = 0
    for name, cheat, arguments, expected in CASES:
        result, status = await run(sys.argv[1], cheat, arguments)
        # None: some, how many depends on the moment
        wrong = {k: result[k] for k, v in expected.items() if (result[k] < 1 if v is None else result[k] != v)}
        clean = all(v == 0 or k == "late" for k, v in expected.items())
        if (status == 0) != clean:
            wrong["exit status"] = status
        failures += bool(wrong)
        print(f"{'FAILED' if wrong else 'ok':6s} {name}" + (f": expected {expected}, got {wrong}" if wrong else ""))
    print(f"{len(CASES) - failures} passed, {failures} failed")
    return failures > 0


sys.exit(asyncio.run(main()))
