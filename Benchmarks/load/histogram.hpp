// A log-linear histogram of durations: 64 buckets an octave, so a quantile is off by less than 1.6 %.
#pragma once
#include <vector>

#include "clock.hpp"

class Histogram {
 public:
  void add(u64 value) {
    buckets_[bucket(value)]++;
    count_++;
    sum_ += static_cast<double>(value);
    if (value > largest_) largest_ = value;
  }

  double quantile(double share) const {
    if (count_ == 0) return 0;
    u64 wanted = static_cast<u64>(share * static_cast<double>(count_));
    if (wanted >= count_) wanted = count_ - 1;
    u64 seen = 0;
    for (u32 i = 0; i < buckets_.size(); i++) {
      seen += buckets_[i];
      if (seen > wanted) return middle(i);
    }
    return static_cast<double>(largest_);
  }

  u64 count() const { return count_; }
  double largest() const { return static_cast<double>(largest_); }
  double mean() const { return count_ ? sum_ / static_cast<double>(count_) : 0; }

 private:
  static constexpr u32 perOctave = 64;

  static u32 bucket(u64 value) {
    if (value < perOctave) return static_cast<u32>(value);
    u32 exponent = 63 - static_cast<u32>(__builtin_clzll(value));
    return (exponent - 5) * perOctave + static_cast<u32>((value >> (exponent - 6)) & (perOctave - 1));
  }

  static double middle(u32 index) {
    if (index < perOctave) return index;
    u32 exponent = index / perOctave + 5;
    u64 low = (u64{1} << exponent) + (static_cast<u64>(index % perOctave) << (exponent - 6));
    return static_cast<double>(low) + static_cast<double>(u64{1} << (exponent - 6)) / 2;
  }

  std::vector<u64> buckets_ = std::vector<u64>(perOctave * 64, 0);
  u64 count_ = 0, largest_ = 0;
  double sum_ = 0;
};
