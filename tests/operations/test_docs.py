"""What the documents point to is there."""

import re

import pytest

from manage.place import Place

ROOT = Place.here().root
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])
LINK = re.compile(r"\]\((?!\w+:|#)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page):
    targets = [page.parent / target for target in LINK.findall(page.read_text("utf-8"))]
    assert not [str(target) for target in targets if not target.exists()]


def test_every_page_is_in_the_list_of_pages():
    index = ROOT / "docs/README.md"
    listed = {(index.parent / link).resolve() for link in LINK.findall(index.read_text("utf-8"))}
    missing = set(ROOT.glob("docs/**/*.md")) - listed - {index}
    assert not [str(page.relative_to(ROOT)) for page in missing]


def test_P8_3_the_acceptance_table_names_tests_that_exist():
    table = (ROOT / "docs/acceptance.md").read_text("utf-8")
    sources = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for folder in ("addons", "tests", "benchmarks", "iot_bridge")
        for path in (ROOT / folder).rglob("*.py")
    }
    everything = "".join(sources.values())
    files = re.findall(r"`([\w/]+\.py)`", table)
    names = re.findall(r"`(test_\w+)`", table)
    assert files
    assert names
    assert not [file for file in files if not {file, f"addons/{file}"} & sources.keys()]
    assert not [name for name in names if f"def {name}(" not in everything]
