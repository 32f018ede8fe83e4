"""Compares the WebSocket engine with wsproto on random streams, valid and not, cut at random places.

    differential.py PROBE [STREAMS [SEED]]

With permessage-deflate in four of ten streams: both sides' context takeover, windows of 9 to 15 bits, messages of several
blocks, and answers deflated once as a hub's broadcasts are. Both are servers. They must see the same messages, pings, pongs and closes in the same order, fail at the same frame with the
same close code, and what the engine sends must be read by a wsproto client as it was. Streams differ with the seed, which
is printed; a difference prints the stream's own seed, which alone repeats it: differential.py PROBE 1 SEED.

Where wsproto is known to differ, the generator stays away or the verdict is mapped:
- it refuses close code 1014 (bad gateway, in the IANA registry), which the engine takes;
- a control frame within a fragmented compressed message makes it forget the compression (so none is put there);
- it waits for a header's extended length before it judges RSV and mask, and for payload before it judges the order of
  fragments, so within a cut-off frame the engine may fail earlier. Then wsproto must come to the same verdict once the
  frame is whole;
- Python's decoder finds a surrogate with its third byte, the engine with its second: control frames may lie between;
- it takes a compressed message that ends within a block as far as it goes, which the engine refuses with 1007, and does
  not go on after a block with BFINAL, as RFC 7692 has it. So where bits of compressed data were flipped, one of both may
  fail with 1007 and the other go on.
"""

import random
import struct
import subprocess
import sys
import zlib

from wsproto.events import BytesMessage, CloseConnection, Ping, Pong, TextMessage
from wsproto.connection import Connection, ConnectionType
from wsproto.extensions import PerMessageDeflate

WORDS = ["a", "hello ", "é", "€", "𐍈", "\U0010ffff", "The quick brown fox. ", '{"type":"message","text":"hi"}', "\x00", "\x7f"]


def frame(rng, opcode, payload, fin=True, rsv=0, masked=True, form=None, claimed=None):
    length = len(payload) if claimed is None else claimed
    first = (0x80 if fin else 0) | rsv << 4 | opcode
    mask_bit = 0x80 if masked else 0
    if form is None:
        form = 0 if length < 126 else 1 if length < 65536 else 2
    if form == 0:
        header = bytes([first, mask_bit | min(length, 125)])
    elif form == 1:
        header = bytes([first, mask_bit | 126]) + struct.pack("!H", length & 0xFFFF)
    else:
        header = bytes([first, mask_bit | 127]) + struct.pack("!Q", length)
    if not masked:
        return header + payload
    mask = rng.choice([bytes(4), rng.randbytes(4)])
    return header + mask + bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))


def payload_of(rng, text):
    size = rng.choice([0, 1, 2, 5, 20, 20, 60, 200, 3000])
    if not text:
        return rng.randbytes(rng.randint(0, size * 5))
    data = "".join(rng.choice(WORDS) for _ in range(rng.randint(0, size))).encode()
    if rng.random() < 0.06 and data:
        at = rng.randrange(len(data))
        fault = rng.choice([b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x80", b"\xf0\x8f"])
        data = data[:at] + fault + data[at:]
    return data


class Generator:
    """One stream of frames, with the flags it is meant for."""

    def __init__(self, seed):
        self.rng = rng = random.Random(seed)
        self.deflate = rng.random() < 0.4
        self.server_takeover = rng.random() < 0.5
        self.client_takeover = rng.random() < 0.5
        self.server_bits = rng.choice([15, 15, rng.randint(9, 15)])
        self.client_bits = rng.choice([15, 15, rng.randint(9, 15)])
        self.broadcasts = rng.random() < 0.4
        self.compressor = None
        self.texts = []
        self.faulty_deflate = False
        out = bytearray()
        for _ in range(rng.randint(1, 8)):
            out += self.item()
        self.stream = bytes(out)
        if rng.random() < 0.25 and self.stream and not self.deflate:
            at = rng.randrange(len(self.stream))
            self.stream = self.stream[:at] + bytes([self.stream[at] ^ 1 << rng.randrange(8)]) + self.stream[at + 1 :]
        self.cut_off = len(self.stream)
        if rng.random() < 0.25 and self.stream:
            self.cut_off = rng.randrange(len(self.stream))
        self.cuts = sorted(rng.randint(0, self.cut_off) for _ in range(rng.choice([0, 1, 3, 10])))
        if rng.random() < 0.1:
            self.cuts = list(range(self.cut_off))

    @property
    def flags(self):
        letters = "e"
        if self.deflate:
            letters += "d" + ("s" if self.server_takeover else "") + ("c" if self.client_takeover else "")
            letters += ("b" if self.broadcasts else "") + f"/{self.server_bits}/{self.client_bits}"
        return letters

    def control(self):
        rng = self.rng
        kind = rng.random()
        if kind < 0.7:
            return frame(rng, rng.choice([9, 10]), rng.randbytes(rng.choice([0, 1, 60, 125])))
        if kind < 0.8:
            return frame(rng, rng.choice([9, 10]), bytes(126))
        code = rng.choice([1000, 1000, 1001, 1003, 1007, 1011, 1012, 1013, 3000, 4999, 0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535])
        body = rng.choice([b"", b"\x03", struct.pack("!H", code) + rng.choice([b"", b"bye", "é€".encode(), b"\xff", b"\xe2\x82"])])
        return frame(rng, 8, body)

    def item(self):
        rng = self.rng
        kind = rng.random()
        if kind < 0.2:
            return self.control()
        if kind < 0.27:
            return self.fault()
        text = rng.random() < 0.6
        data = payload_of(rng, text)
        if text:
            self.texts.append(data)
        compressed = self.deflate and rng.random() < 0.7
        if compressed:
            data = self.deflated(data)
        pieces = [data]
        if rng.random() < 0.4:
            cuts = sorted(rng.randint(0, len(data)) for _ in range(rng.randint(1, 4)))
            pieces = [data[start:end] for start, end in zip([0] + cuts, cuts + [len(data)])]
        out = b""
        for index, piece in enumerate(pieces):
            last = index == len(pieces) - 1
            out += frame(rng, (1 if text else 2) if index == 0 else 0, piece, fin=last, rsv=4 if compressed and index == 0 else 0)
            if not last and not compressed and rng.random() < 0.3:
                out += self.control()
        return out

    def deflated(self, data):
        rng = self.rng
        if self.compressor is None or not self.client_takeover:
            self.compressor = zlib.compressobj(rng.choice([0, 1, 6, 9]), zlib.DEFLATED, -self.client_bits)
        out = b""
        if rng.random() < 0.2:  # several blocks in a message
            cut = rng.randint(0, len(data))
            out = self.compressor.compress(data[:cut]) + self.compressor.flush(rng.choice([zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH]))
            data = data[cut:]
        out += self.compressor.compress(data) + self.compressor.flush(zlib.Z_SYNC_FLUSH)
        if not data and out == b"":
            out = b"\x00\x00\x00\xff\xff"
        out = out[:-4]
        if rng.random() < 0.06 and len(out) > 3:
            self.faulty_deflate = True
            at = rng.randrange(len(out))
            out = out[:at] + bytes([out[at] ^ 1 << rng.randrange(8)]) + out[at + 1 :]
        return out

    def fault(self):
        rng = self.rng
        data = rng.randbytes(rng.choice([0, 3, 130]))
        self.faulty_deflate = self.deflate  # RSV1 before bytes that are no DEFLATE
        return rng.choice(
            [
                lambda: frame(rng, rng.randrange(16), data),
                lambda: frame(rng, rng.choice([0, 1, 2]), data, fin=rng.random() < 0.5),
                lambda: frame(rng, rng.choice([1, 2, 8, 9]), data[:3], rsv=rng.randint(1, 7)),
                lambda: frame(rng, 2, data, masked=False),
                lambda: frame(rng, 9, data[:3], fin=False),
                lambda: frame(rng, 2, data, form=rng.choice([1, 2])),
                lambda: frame(rng, 2, b"", form=2, claimed=rng.choice([1 << 63, (1 << 64) - 1])),
            ]
        )()


def extension(case):
    deflate = PerMessageDeflate()
    offer = "permessage-deflate"
    if not case.server_takeover:
        offer += "; server_no_context_takeover"
    if not case.client_takeover:
        offer += "; client_no_context_takeover"
    offer += f"; server_max_window_bits={case.server_bits}; client_max_window_bits={case.client_bits}"
    deflate.finalize(offer)
    return [deflate] if case.deflate else []


def verdict_of(case, stream, cuts):
    """What wsproto makes of a stream: its events in the probe's words, and how the connection stands."""
    connection = Connection(ConnectionType.SERVER, extension(case))
    events, message, state = [], [], "open"
    start = 0
    for cut in list(cuts) + [len(stream)]:
        if state != "open":
            break
        connection.receive_data(stream[start:cut])
        start = cut
        for event in connection.events():
            if isinstance(event, (TextMessage, BytesMessage)):
                message.append(event.data.encode() if isinstance(event, TextMessage) else bytes(event.data))
                if event.message_finished:
                    events.append(("text:" if isinstance(event, TextMessage) else "binary:") + b"".join(message).hex())
                    message = []
            elif isinstance(event, Ping):
                events.append("ping:" + bytes(event.payload).hex())
            elif isinstance(event, Pong):
                events.append("pong:" + bytes(event.payload).hex())
            elif isinstance(event, CloseConnection):
                failed = connection.state.name == "OPEN"
                events.append(f"failed:{int(event.code)}" if failed else f"close:{int(event.code)}:{(event.reason or '').encode().hex()}")
                state = "closed"
                break
    return events, state


def read_back(case, sent):
    """What a wsproto client reads of all that the engine sent."""
    connection = Connection(ConnectionType.CLIENT, extension(case))
    events, message = [], []
    for data in sent:
        connection.receive_data(data)
        for event in connection.events():
            if isinstance(event, (TextMessage, BytesMessage)):
                message.append(event.data.encode() if isinstance(event, TextMessage) else bytes(event.data))
                if event.message_finished:
                    events.append(("text:" if isinstance(event, TextMessage) else "binary:") + b"".join(message).hex())
                    message = []
            elif isinstance(event, Pong):
                events.append("pong:" + bytes(event.payload).hex())
            elif isinstance(event, CloseConnection):
                assert connection.state.name == "REMOTE_CLOSING", event
                events.append(f"close:{int(event.code)}")
    return events


def due(events):
    """What a server owes the client for these events: each message back, a pong for a ping, a close for a close."""
    answers = []
    for event in events:
        kind, _, rest = event.partition(":")
        if kind in ("text", "binary"):
            answers.append(event)
        elif kind == "ping":
            answers.append("pong:" + rest)
        elif kind in ("close", "failed"):
            answers.append("close:" + rest.partition(":")[0])
    return answers


def judge(case, line):
    """None if both agree, else what differs."""
    words = line.split(" ")
    state = words.pop()
    events = [word for word in words if not word.startswith("sent:")]
    sent = [bytes.fromhex(word[5:]) for word in words if word.startswith("sent:")]
    stream = case.stream[: case.cut_off]
    theirs, their_state = verdict_of(case, stream, case.cuts)
    same = (events, state) == (theirs, their_state)
    if not same and state == "closed" and their_state == "open" and events[:-1] == theirs:
        # Zeros end whatever frame is open, and are no frame of their own.
        theirs, their_state = verdict_of(case, case.stream + bytes(70000), [])
        same = events == theirs[: len(events)] and their_state == "closed"
    if not same and events[-1:] == theirs[-1:] == ["failed:1007"] and b"\xed" in b"".join(case.texts):
        between = theirs[len(events) - 1 : -1]
        same = events[:-1] == theirs[: len(events) - 1] and all(event[:5] in ("ping:", "pong:") for event in between)
    if not same and case.faulty_deflate:
        common = min(len(ends) - ends[-1:].count("failed:1007") for ends in (events, theirs))
        same = events[:common] == theirs[:common] and "failed:1007" in events[common:] + theirs[common:]
    if not same:
        return f"ours {events} {state}\n  theirs {theirs} {their_state}"
    answers = read_back(case, sent)
    if answers != due(events):
        return f"sent {answers}\n  due {due(events)}"
    return None


def main():
    probe = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.SystemRandom().randrange(1 << 32)
    cases = [(seed + index, Generator(seed + index)) for index in range(count)]
    lines = [
        f"{case.flags} {','.join(map(str, case.cuts)) or '-'} {case.stream[: case.cut_off].hex() or '-'}" for _, case in cases
    ]
    process = subprocess.run([probe], input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=300)
    answers = process.stdout.splitlines()
    if process.returncode != 0 or len(answers) != count:
        sys.exit(f"differential: the probe ended with {process.returncode} after {len(answers)} of {count} streams\n{process.stderr[-2000:]}")
    differences, failures, messages = 0, 0, 0
    for (own_seed, case), answer in zip(cases, answers):
        failures += " failed:" in " " + answer
        messages += answer.count("text:") + answer.count("binary:")
        difference = judge(case, answer)
        if difference:
            differences += 1
            if differences <= 5:
                print(f"seed {own_seed} ({case.flags}, cuts {case.cuts[:12]}):\n  {difference[:1500]}\n  {case.stream[: case.cut_off].hex()[:400]}")
    print(f"differential: {count} streams from seed {seed}: {messages} messages, {failures} streams that fail, {differences} differences")
    sys.exit(1 if differences or count > 100 and not (failures and messages) else 0)


if __name__ == "__main__":
    main()
