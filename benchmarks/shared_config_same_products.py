"""Several phones on ONE till sell the very same products: what `shared_config` does, on hot stock."""

from . import shared_config


class Benchmark(shared_config.Benchmark):
    same_products = True
