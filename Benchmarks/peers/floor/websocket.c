#include "websocket.h"

#include <stdio.h>
#include <string.h>

#include "sha1.h"

static void base64(const uint8_t digest[20], char out[28]) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  uint8_t padded[21] = {0};
  memcpy(padded, digest, 20);
  for (int i = 0; i < 7; i++) {
    uint32_t v = (uint32_t)padded[3 * i] << 16 | (uint32_t)padded[3 * i + 1] << 8 | padded[3 * i + 2];
    for (int j = 0; j < 4; j++) out[4 * i + j] = letters[v >> (18 - 6 * j) & 63];
  }
  out[27] = '=';
}

size_t upgrade_answer(const char *key, char *out, size_t capacity) {
  uint8_t text[24 + 36], digest[20];
  char accept[28];
  memcpy(text, key, 24);
  memcpy(text + 24, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", 36);
  sha1(text, sizeof text, digest);
  base64(digest, accept);
  int n = snprintf(out, capacity,
                   "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                   "Sec-WebSocket-Accept: %.28s\r\n\r\n",
                   accept);
  return n > 0 ? (size_t)n : 0;
}

int read_frame(const uint8_t *bytes, size_t length, struct frame *f) {
  if (length < 2) return 0;
  size_t payload = bytes[1] & 127, header = 2;
  if (!(bytes[1] & 128) || payload == 127) return -1;
  if (payload == 126) {
    if (length < 4) return 0;
    payload = (size_t)bytes[2] << 8 | bytes[3];
    header = 4;
  }
  if (length < header + 4 + payload) return 0;
  *f = (struct frame){bytes[0], bytes + header, payload, header + 4 + payload};
  return 1;
}

size_t reframe(const struct frame *f, uint8_t *out) {
  size_t header = 2;
  out[0] = f->first;
  out[1] = (uint8_t)f->payload;
  if (f->payload >= 126) {
    out[1] = 126;
    out[2] = (uint8_t)(f->payload >> 8);
    out[3] = (uint8_t)f->payload;
    header = 4;
  }
  const uint8_t *masked = f->mask + 4;
  for (size_t i = 0; i < f->payload; i++) out[header + i] = masked[i] ^ f->mask[i & 3];
  return header + f->payload;
}
