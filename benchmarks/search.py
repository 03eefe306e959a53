"""Searching goods on a slow phone, from the text to the drawn page; a run is 40 searches.

By name, pinyin, style number and bar code, each another. Native searches, by its own way, what it has
loaded as records: no more than 10,000 here, and without the pinyin that it does not know.
"""

from .harness import statistics_of
from .till import phone

NATIVE_UP_TO = 10_000
SEARCHES = 40
OURS = """(text) => {
    const input = document.querySelector(".o_goods_query");
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
}"""
NATIVE = """(text) => {
    posmodel.searchProductWord = text;
    return posmodel.productsToDisplay.length;
}"""


class Benchmark(phone.Benchmark):
    sizes = (10_000, 100_000)
    script = OURS

    def __init__(self, name, size=None):
        super().__init__(name, size)
        self.native_runs = 1 if size and size <= NATIVE_UP_TO else 0
        if not self.native_runs:
            self.native = None

    def values(self):
        numbers = self.random.sample(range(1, self.size * 6 // 10), SEARCHES // 4)
        return [
            value
            for number in numbers
            for value in (
                f"{number}",
                ("ymwj", "pbx", "cmdx", "sjbb")[number % 4] + f" {number % 100}",
                f"ST{number:07}",
                f"690{number:010}",
            )
        ]

    def ours(self, env):
        return self._measure("ours", self.script)

    def native(self, env):
        return self._measure("native", self.native_script)

    native_script = NATIVE

    def _measure(self, role, script):
        with self.phone() as till:
            till.start()
            till.sell()
            till.page.wait_for_timeout(2000)
            times = till.milliseconds(script, self.values())
            told = statistics_of(times)
            self.details[f"{role}: milliseconds"] = told
            return told
