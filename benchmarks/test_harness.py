import doctest

import pytest

from benchmarks import __main__, harness, search


@pytest.mark.parametrize("module", [harness, search])
def test_the_examples_hold(module):
    assert doctest.testmod(module).failed == 0


def test_a_name_that_is_none_is_refused_with_those_there_are(capsys):
    with pytest.raises(SystemExit):
        __main__.arguments(["no_such_benchmark"])
    assert "replenishment_figures" in capsys.readouterr().err


def test_without_a_configuration_it_says_what_is_missing():
    with pytest.raises(SystemExit, match="RETAIL_CONF"):
        __main__.main(["replenishment_figures", "--conf", "", "--template", "t"])
