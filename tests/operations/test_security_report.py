"""What `make sec` says where lists of known faults cannot be asked, and where something is found."""

import json

from manage import security
from manage.place import Place


def report(monkeypatch, capsys, scans):
    """Return whether CHECK is content, and what it printed, with scanners that answer as told."""
    monkeypatch.setattr(security, "_install", lambda place: None)
    monkeypatch.setattr(security, "SCANS", scans)
    is_clean = security.check(Place.here())
    return is_clean, capsys.readouterr().out


def unreachable(place):
    raise security.Unreachable("the list does not answer here")


def accepted(tool):
    """Return a scanner that finds what accepted.json knows of a tool, and nothing else."""
    entries = json.loads((Place.here().config / "security/accepted.json").read_text())
    found = [
        security.Finding(tool, entry["rule"], entry["path"].replace("*", "x"), 1, "")
        for entry in entries
        if entry["tool"] == tool
    ]
    return lambda place: found


def test_lists_that_were_not_asked_are_told_in_the_last_line(monkeypatch, capsys):
    scans = {tool: accepted(tool) for tool in security.SCANS}
    scans |= {"pip-audit": unreachable, "npm-audit": unreachable}
    is_clean, said = report(monkeypatch, capsys, scans)
    assert is_clean, said
    last = said.strip().splitlines()[-1]
    assert last == "NOT CHECKED: known faults of the packages used (pip-audit, npm-audit)"


def test_all_asked_says_nothing_of_it_and_a_new_finding_is_told(monkeypatch, capsys):
    scans = {tool: accepted(tool) for tool in security.SCANS}
    is_clean, said = report(monkeypatch, capsys, scans)
    assert is_clean, said
    assert "NOT CHECKED" not in said
    fault = security.Finding("pip-audit", "CVE-1", "somepackage", 0, "version 1")
    is_clean, said = report(monkeypatch, capsys, scans | {"pip-audit": lambda place: [fault]})
    assert not is_clean
    assert "CVE-1" in said
