"""A WebSocket client of the standard library alone: as much of RFC 6455 as a test needs."""

import base64
import json
import os
import socket
import struct


class WebSocket:
    """One connection; `status` is that of the handshake, and `body` what a refusal came with."""

    def __init__(self, port, path, origin=None, protocol=None):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=5)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade",
                 f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
        if origin:
            lines.append(f"Origin: {origin}")
        if protocol:
            lines.append(f"Sec-WebSocket-Protocol: {protocol}")
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.buffer = b""
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        self.status = int(head.split()[1])

    def _more(self):
        data = self.socket.recv(65536)
        if not data:
            raise EOFError("the connection ended")
        self.buffer += data

    def _take(self, count):
        while len(self.buffer) < count:
            self._more()
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def send(self, payload, opcode=None):
        if opcode is None:
            opcode = 2 if isinstance(payload, bytes) else 1
        if not isinstance(payload, (bytes, str)):
            payload = json.dumps(payload)
        data = payload if isinstance(payload, bytes) else payload.encode()
        mask = os.urandom(4)
        size = bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0x80 | 126]) + struct.pack(">H", len(data))
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(data))
        self.socket.sendall(bytes([0x80 | opcode]) + size + mask + masked)

    def receive(self):
        """The next message: text, bytes, or ("close", code)."""
        while True:
            first, second = self._take(2)
            count = second & 0x7F
            if count == 126:
                count = struct.unpack(">H", self._take(2))[0]
            data = self._take(count)
            match first & 0x0F:
                case 1: return data.decode()
                case 2: return data
                case 8: return ("close", struct.unpack(">H", data[:2])[0] if data else None)

    def json(self):
        return json.loads(self.receive())

    def close(self):
        self.socket.close()
