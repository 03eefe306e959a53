"""A data set that is missing is seen: in CI nothing passes by not running."""

import pytest

from support.catalogue import real_catalogue


@pytest.fixture
def nowhere(tmp_path):
    return {"catalogue": tmp_path / "items.csv.gz"}


def test_under_ci_a_missing_catalogue_fails(nowhere, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"items\.csv\.gz"):
        real_catalogue(nowhere)


def test_elsewhere_it_is_skipped_and_named(nowhere, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"items\.csv\.gz"):
        real_catalogue(nowhere)


def test_a_catalogue_that_is_there_is_taken(nowhere, monkeypatch):
    monkeypatch.setenv("CI", "true")
    nowhere["catalogue"].touch()
    assert real_catalogue(nowhere) == nowhere
