"""Addresses as people write them."""

import re

PUNCTUATION = ", ，、;"


def tidy_lines(address, city=""):
    """Return the lines of an address without what a missing part leaves behind.

    A country's format puts commas between all parts, whether an address has them or not. A city that
    is a province too is named once.

    >>> tidy_lines("中国, \\n广东省, 深圳市, 福华路 1 号 ,\\n\\n")
    ['中国', '广东省, 深圳市, 福华路 1 号']
    >>> tidy_lines("100 Nanjing Road\\n, Shanghai, , 200000")
    ['100 Nanjing Road', 'Shanghai, 200000']
    >>> tidy_lines("上海市 上海市 滨江大道", "上海市")
    ['上海市 滨江大道']
    >>> tidy_lines(" , \\n")
    []
    """
    if city:
        address = re.sub(rf"{re.escape(city)}[\s,]+(?={re.escape(city)})", "", address)
    lines = (re.sub(r"\s*,(\s*,)+", ",", line).strip(PUNCTUATION) for line in address.splitlines())
    return [re.sub(r"\s+,", ",", line) for line in lines if line]
