// Short integer names and the one clock that every measurement uses.
#pragma once
#include <cstdint>
#include <ctime>

using u8 = std::uint8_t;
using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;
using i64 = std::int64_t;

constexpr u64 nsPerSecond = 1'000'000'000;

inline u64 nowNs() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<u64>(t.tv_sec) * nsPerSecond + static_cast<u64>(t.tv_nsec);
}

inline u64 toNs(double seconds) { return static_cast<u64>(seconds * 1e9); }
inline double toSeconds(u64 ns) { return static_cast<double>(ns) / 1e9; }
