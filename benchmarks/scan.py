"""Scanning a bar code on a slow phone, from the scanner's text to the line in the sale; a run is 40 scans.

Native scans, by the same reader, what it has loaded as records: no more than 10,000 here.
"""

from . import search

SCANS = 40
SCRIPT = """async (code) => {
    const before = posmodel.getOrder().totalQuantity;
    const started = performance.now();
    await posmodel.env.services.barcode_reader.scan(code);
    while (posmodel.getOrder().totalQuantity === before) {
        if (performance.now() - started > 30000) {
            throw new Error(`${code} was not added`);
        }
        await new Promise((resolve) => setTimeout(resolve));
    }
}"""


class Benchmark(search.Benchmark):
    script = native_script = SCRIPT

    def values(self):
        singles = self.size * 6 // 10
        numbers = self.random.sample(range(1, singles), SCANS)
        return [
            f"690{number:010}"
            if at % 2
            else f"691{(singles + 1 + number % (self.size // 10 - 1)) * 10 + 2:010}"
            for at, number in enumerate(numbers)
        ]
