"""What the app's Help shows is the manual of docs/user."""

import doctest

import make_help


def test_the_app_shows_the_manual_as_it_is_today():
    assert make_help.outdated() == []


def test_the_examples_of_the_converter():
    result = doctest.testmod(make_help)
    assert result.attempted
    assert not result.failed
