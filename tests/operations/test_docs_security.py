"""The page about OWASP ASVS names what there is: files, tests in them, rules of `make sec`."""

import re

import pytest

from manage.place import Place

ROOT = Place.here().root
PAGE = ROOT / "docs/security/asvs.md"
ROW = re.compile(r"\| (\d+\.\d+\.\d+) \|")
NAMED = re.compile(r"`(test_\w+\.py|\w+\.test\.js|make sec)`((?:(?:: |, )`(?!test_|make )[^`]+`)*)")


def rows():
    return [line for line in PAGE.read_text(encoding="utf-8").splitlines() if ROW.match(line)]


def texts_of(name):
    """The texts of all test files with this name; several modules have one of the same name."""
    found = [*(ROOT / "addons").rglob(name), *(ROOT / "tests").rglob(name)]
    if name.endswith(".py"):
        return [" ".join(re.findall(r"def (test_\w+)", file.read_text("utf-8"))) for file in found]
    return [file.read_text("utf-8") for file in found]


@pytest.mark.parametrize("row", rows(), ids=lambda row: ROW.match(row)[1])
def test_what_a_row_names_exists(row):
    rules = (ROOT / "config/security/semgrep/odoo.yaml").read_text("utf-8")
    named = NAMED.findall(row)
    assert len(named) == len(re.findall(r"`(?:test_\w+\.py|\w+\.test\.js|make sec)`", row))
    for file, fragments in named:
        texts = [rules] if file == "make sec" else texts_of(file)
        assert texts, f"{file} is nowhere"
        for fragment in re.findall(r"`([^`]+)`", fragments):
            assert any(fragment in text for text in texts), f"{file}: {fragment}"


def test_each_requirement_has_one_row():
    numbers = [ROW.match(row)[1] for row in rows()]
    assert len(numbers) == len(set(numbers))
    assert numbers == sorted(numbers, key=lambda number: [*map(int, number.split("."))])
    chapters = {int(number.split(".")[0]) for number in numbers}
    assert chapters == set(range(1, 17)) - {10}
