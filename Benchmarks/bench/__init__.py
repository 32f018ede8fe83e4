"""The benchmarks: interleaved runs of our service and its peers, and the tables that come out of them."""
