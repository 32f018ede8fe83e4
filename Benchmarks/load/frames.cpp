// RFC 6455 as a client needs it: one prepared masked text frame to send, and a strict reading of the server's frames.
#include <cstring>

#include "stamp.hpp"
#include "swarm.hpp"

static const u8 mask[4] = {0x5a, 0xa5, 0x3c, 0xc3};
static const char acceptKey[] = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";  // RFC 6455's own example, for the key in every request

static u64 wideMask() {
  u64 m;
  std::memcpy(&m, mask, 4);
  std::memcpy(reinterpret_cast<u8*>(&m) + 4, mask, 4);
  return m;
}

void Swarm::buildFrame() {
  const u64 n = static_cast<u64>(options_.bytes);
  frame_.assign(1, 0x81);
  if (n < 126) {
    frame_.push_back(static_cast<u8>(0x80 | n));
  } else if (n < 65536) {
    frame_.insert(frame_.end(), {0x80 | 126, static_cast<u8>(n >> 8), static_cast<u8>(n)});
  } else {
    frame_.push_back(0x80 | 127);
    for (int shift = 56; shift >= 0; shift -= 8) frame_.push_back(static_cast<u8>(n >> shift));
  }
  frame_.insert(frame_.end(), mask, mask + 4);
  headerLength_ = frame_.size();
  for (u64 i = 0; i < n; i++) frame_.push_back(static_cast<u8>(filling ^ mask[i & 3]));
}

void Swarm::sendText(Connection& c, u64 sequence, u64 due) {
  static const u64 m = wideMask();
  const u64 stamps[2] = {encodeStamp(sequence & stampMask) ^ m, encodeStamp((due - epoch) & stampMask) ^ m};
  std::memcpy(frame_.data() + headerLength_, stamps, sizeof stamps);
  sentTexts++;
  send(c, frame_.data(), frame_.size());
}

void Swarm::sendControl(Connection& c, u8 opcode, const u8* payload, size_t length) {
  u8 frame[2 + 4 + 125];
  if (length > 125) length = 125;
  frame[0] = static_cast<u8>(0x80 | opcode);
  frame[1] = static_cast<u8>(0x80 | length);
  std::memcpy(frame + 2, mask, 4);
  for (size_t i = 0; i < length; i++) frame[6 + i] = static_cast<u8>(payload[i] ^ mask[i & 3]);
  send(c, frame, 6 + length);
}

size_t Swarm::handshake(Connection& c, const u8* bytes, size_t length, u64 now) {
  const u8* end = static_cast<const u8*>(memmem(bytes, length, "\r\n\r\n", 4));
  if (!end) {
    if (length > 16384) drop(c, "the handshake's answer is longer than 16 KiB");
    return 0;
  }
  const size_t head = static_cast<size_t>(end - bytes) + 4;
  if (length < 12 || std::memcmp(bytes, "HTTP/1.1 101", 12) || !memmem(bytes, head, acceptKey, sizeof acceptKey - 1)) {
    std::string start(reinterpret_cast<const char*>(bytes), head < 60 ? head : 60);
    drop(c, ("refused: " + start).c_str());
    return length;
  }
  c.state = Connection::open;
  counters.opened++;
  counters.alive++;
  handshakes.add(now - c.startedAt);
  arm(c, false);
  const u32 generation = c.generation;
  if (traffic_) traffic_->opened(c);
  if (c.generation != generation || c.state != Connection::open) return length;
  return head + parse(c, bytes + head, length - head, now);
}

size_t Swarm::parse(Connection& c, const u8* bytes, size_t length, u64 now) {
  size_t at = 0;
  while (length - at >= 2 && c.state == Connection::open) {
    const u8* f = bytes + at;
    u64 payload = f[1];
    size_t header = 2;
    if (__builtin_expect(payload >= 126, 0)) {
      if (payload & 0x80) {
        complain("a server's frame is masked");
        drop(c, "masked frame");
        return length;
      }
      const size_t extra = payload == 126 ? 2 : 8;
      if (length - at < 2 + extra) break;
      payload = 0;
      for (size_t i = 0; i < extra; i++) payload = payload << 8 | f[2 + i];
      header += extra;
    }
    if (payload > readBuffer_.size() - 64) {
      complain("a frame of " + std::to_string(payload) + " bytes");
      drop(c, "frame too large");
      return length;
    }
    if (length - at < header + payload) break;
    counters.frames++;
    if (__builtin_expect(f[0] == 0x81, 1)) message(c, f + header, payload, now);
    else rareFrame(c, f[0], f + header, payload, now);
    at += header + payload;
  }
  return at;
}

/// One whole text. Some hubs join several with newlines; they are taken apart here if the run allows it.
void Swarm::message(Connection& c, const u8* payload, size_t length, u64 now) {
  const size_t expected = static_cast<size_t>(options_.bytes);
  if (!traffic_) return;
  if (__builtin_expect(length == expected, 1)) return traffic_->text(c, payload, length, now);
  if (!options_.newlineBatched) return complain("unexpected message of " + std::to_string(length) + " bytes");
  while (length >= expected && c.state == Connection::open) {
    traffic_->text(c, payload, expected, now);
    if (length == expected) return;
    if (payload[expected] != '\n') break;
    payload += expected + 1;
    length -= expected + 1;
  }
  if (c.state == Connection::open) complain("malformed newline batch");
}

void Swarm::rareFrame(Connection& c, u8 firstByte, const u8* payload, size_t length, u64 now) {
  const u8 opcode = firstByte & 15;
  const bool final = firstByte & 0x80;
  if (firstByte & 0x70) return complain("reserved bits are set");
  if (opcode >= 8 && (!final || length > 125)) return complain("a fragmented or long control frame");
  switch (opcode) {
    case 0:
      if (!c.fragments) return complain("a continuation of nothing");
      counters.fragments++;
      c.fragments->append(reinterpret_cast<const char*>(payload), length);
      if (final) {
        std::unique_ptr<std::string> whole = std::move(c.fragments);
        message(c, reinterpret_cast<const u8*>(whole->data()), whole->size(), now);
      }
      return;
    case 1:
    case 2:
      if (c.fragments) return complain("a new message inside a fragmented one");
      if (final) return message(c, payload, length, now);
      counters.fragments++;
      c.fragments = std::make_unique<std::string>(reinterpret_cast<const char*>(payload), length);
      return;
    case 8:
      counters.closeFrames++;
      closeCodes[length >= 2 ? payload[0] << 8 | payload[1] : 1005]++;
      if (c.closing) return;  // the answer to ours; the end of the stream follows
      sendControl(c, 8, payload, length >= 2 ? 2 : 0);
      if (c.state == Connection::open) drop(c, "close frame");
      return;
    case 9:
      counters.pings++;
      return sendControl(c, 10, payload, length);
    case 10:
      return;
    default:
      return complain("unknown opcode");
  }
}
