// SHA-1 of at most 119 bytes: all that a WebSocket handshake needs.
#pragma once
#include <stddef.h>
#include <stdint.h>

void sha1(const uint8_t *message, size_t length, uint8_t digest[20]);
