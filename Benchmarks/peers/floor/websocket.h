// The little of RFC 6455 that the floor speaks.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Writes the answer to an upgrade with this 24-character key; returns its length.
size_t upgrade_answer(const char *key, char *out, size_t capacity);

struct frame {
  uint8_t first;        // FIN and opcode
  const uint8_t *mask;  // 4 bytes; the payload follows
  size_t payload;       // length
  size_t size;          // of the whole frame
};

// Reads one masked frame. 1: there it is; 0: more bytes are needed; -1: not what a client may send here.
int read_frame(const uint8_t *bytes, size_t length, struct frame *f);

// Encodes the frame again, unmasked, for a client; `out` has room for its size. Returns the length.
size_t reframe(const struct frame *f, uint8_t *out);
