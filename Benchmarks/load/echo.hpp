// Each client sends, waits until its text comes back, and sends again; --window of them at once.
#pragma once
#include "exchange.hpp"
#include "stamp.hpp"

class Echo final : public Exchange {
 public:
  using Exchange::Exchange;

 protected:
  void begin(u64 now) override {
    for (Connection& c : swarm_.connections)
      for (int i = 0; i < options_.window && c.state == Connection::open; i++) swarm_.sendText(c, c.sequence++, now);
  }

  void arrived(Connection& c, const u8* payload, size_t length, u64 now) override {
    const u64 sequence = decodeStamp(payload);
    if (payload[length - 1] != filling || sequence >= c.sequence) return swarm_.complain("a payload that nobody sent");
    if (sequence < c.got) {
      duplicates_++;
      return;
    }
    if (sequence > c.got) outOfOrder_++;
    c.got = sequence + 1;
    count(swarm_.epoch + decodeStamp(payload + 8), now);
    completed_++;
    if (sending()) swarm_.sendText(c, c.sequence++, now);
  }

  bool settled() const override { return received_ >= swarm_.sentTexts; }

  void report(Totals& t) const override {
    t.expected = swarm_.sentTexts;
    t.lost = t.lostOnLive = static_cast<i64>(t.expected) - static_cast<i64>(received_);
    t.outOfOrder = outOfOrder_;
    t.duplicates = duplicates_;
  }

 private:
  u64 outOfOrder_ = 0, duplicates_ = 0;
};
