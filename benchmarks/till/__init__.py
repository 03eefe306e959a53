"""What the benchmarks of the till share: a shop of any size, and a phone in front of it."""
