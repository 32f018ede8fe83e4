// A payload begins with two stamps: the message's sequence number and the time it was due. A stamp is a 48-bit number in
// 8 printable characters ('0' to 'o', 6 bits each): valid UTF-8, and neither a space nor a newline, so that a hub that
// trims or joins messages leaves it alone.
#pragma once
#include <cstring>

#include "clock.hpp"

constexpr u64 stampMask = (u64{1} << 48) - 1;
constexpr int smallestPayload = 24;  // two stamps and some filling
constexpr u8 filling = '~';          // stands after the stamps up to the payload's end; its last byte is checked

inline u64 encodeStamp(u64 value) {
  u64 x = (value & 0xffffff) | ((value & 0xffffff000000) << 8);
  x = (x & 0x00000fff00000fff) | ((x & 0x00fff00000fff000) << 4);
  x = (x & 0x003f003f003f003f) | ((x & 0x0fc00fc00fc00fc0) << 2);
  return x + 0x3030303030303030;
}

inline u64 decodeStamp(const u8* text) {
  u64 x;
  std::memcpy(&x, text, sizeof x);
  x -= 0x3030303030303030;
  x = (x & 0x003f003f003f003f) | ((x & 0x3f003f003f003f00) >> 2);
  x = (x & 0x00000fff00000fff) | ((x & 0x0fff00000fff0000) >> 4);
  return (x & 0xffffff) | ((x >> 32) << 24);
}
