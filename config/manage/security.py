"""`make sec`: what scanners find in our code, in what it stands on, and in what was committed by mistake.

A finding that was looked at and is no fault stands in config/security/accepted.json with its reason. An
entry there that fits nothing any more is told as well, so that the list stays true.
"""

import fnmatch
import json
import os
import subprocess
from dataclasses import dataclass

from . import process
from .progress import Failure, step
from .stamps import Stamp

OURS = ("addons", "config", "iot_bridge", "benchmarks")
# detect-secrets looks for secrets in all that is committed, but where random letters are what it is about
NO_SECRETS = r"package-lock\.json|\.pot?$|\.svg$|\.png$|^docs/|benchmarks/results|/static/lib/"


@dataclass(frozen=True)
class Finding:
    tool: str
    rule: str
    path: str
    line: int
    text: str

    def __str__(self):
        return f"{self.tool} {self.rule} {self.path}:{self.line} {self.text}"


class Unreachable(Exception):
    """A list of known faults could not be asked."""


def check(place):
    """Run every scanner; True when nothing is found that was not accepted.

    A list of known faults that cannot be asked is no fault of ours, and told once more at the end.
    """
    _install(place)
    accepted = json.loads((place.config / "security/accepted.json").read_text())
    used, is_clean, unasked = set(), True, []
    for name, scan in SCANS.items():
        with step(name) as line:
            try:
                findings = scan(place)
            except Unreachable as reason:
                line.note = f"NOT CHECKED: {reason}"
                unasked.append(name)
                used |= {index for index, one in enumerate(accepted) if one["tool"] == name}
                continue
            left = []
            for finding in findings:
                fitting = [i for i, entry in enumerate(accepted) if _fits(entry, finding)]
                used.update(fitting)
                if not fitting:
                    left.append(finding)
            line.note = f"{len(left)} findings" if left else f"{len(findings)} accepted"
        for finding in left:
            print(f"  {finding}", flush=True)
        is_clean &= not left
    for index, entry in enumerate(accepted):
        if index not in used:
            is_clean = False
            print(f"  accepted.json: nothing fits any more: {entry['rule']} {entry['path']}")
    if unasked:
        print(f"NOT CHECKED: known faults of the packages used ({', '.join(unasked)})", flush=True)
    return is_clean


def _fits(entry, finding):
    return (
        entry["tool"] == finding.tool
        and entry["rule"] == finding.rule
        and fnmatch.fnmatch(finding.path, entry["path"])
    )


def _bandit(place):
    argv = [_tool(place, "bandit"), "--quiet", "--recursive", *OURS, "--format=json"]
    found = _json(place, [*argv, "--exclude=*/tests/*"])
    return [
        Finding("bandit", one["test_id"], one["filename"], one["line_number"], one["issue_text"])
        for one in found["results"]
    ]


def _semgrep(place):
    rules = place.config / "security/semgrep"
    argv = [_tool(place, "semgrep"), "scan", "--config", rules, "--metrics=off", "--quiet"]
    argv += ["--disable-version-check", "--json", "--exclude=tests", *OURS]
    found = _json(place, argv)
    return [
        Finding(
            "semgrep",
            one["check_id"].rpartition(".")[2],
            one["path"],
            one["start"]["line"],
            one["extra"]["message"],
        )
        for one in found["results"]
    ]


def _secrets(place):
    argv = [_tool(place, "detect-secrets"), "scan", "--exclude-files", NO_SECRETS]
    found = _json(place, argv)
    return [
        Finding("secrets", one["type"], path, one["line_number"], "looks like a secret")
        for path, several in found["results"].items()
        for one in several
    ]


def _pip_audit(place):
    """Ask for known faults of the packages that Odoo and our modules run on."""
    wanted = place.run / "audited.txt"
    lines = (place.config / "requirements.txt").read_text().splitlines()
    wanted.parent.mkdir(parents=True, exist_ok=True)
    wanted.write_text("\n".join(line for line in lines if "==" in line))
    argv = [_tool(place, "pip-audit"), "--requirement", wanted, "--disable-pip", "--no-deps"]
    found = _json(place, [*argv, "--progress-spinner=off", "--format=json"], "pip-audit")
    packages = found["dependencies"]
    if all("skip_reason" in package for package in packages):
        raise Unreachable("the list of known faults of Python packages does not answer here")
    return [
        Finding("pip-audit", fault["id"], package["name"], 0, f"version {package['version']}")
        for package in packages
        for fault in package.get("vulns", ())
    ]


def _npm_audit(place):
    """Ask for known faults of the packages that lint and test; none of them is shipped."""
    found = _json(place, [place.venv / "bin/npm", "audit", "--json"], "npm audit")
    if "vulnerabilities" not in found:
        raise Unreachable("the list of known faults of npm packages does not answer here")
    return [
        Finding("npm-audit", one["severity"], name, 0, str(one.get("range")))
        for name, one in found["vulnerabilities"].items()
    ]


SCANS = {
    "bandit": _bandit,
    "semgrep": _semgrep,
    "secrets": _secrets,
    "pip-audit": _pip_audit,
    "npm-audit": _npm_audit,
}


def _json(place, argv, name=None):
    """Run a scanner and return what it prints; they all end with an error when they find something."""
    env = {
        **os.environ,
        "PYTHONPATH": "",
        # semgrep starts a program that lies beside it
        "PATH": f"{_folder(place)}{os.pathsep}{place.venv / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "SEMGREP_SEND_METRICS": "off",
    }
    words = [os.fspath(word) for word in argv]
    done = subprocess.run(
        words, cwd=place.root, env=env, capture_output=True, text=True, check=False
    )
    try:
        return json.loads(done.stdout)
    except ValueError:
        if name:
            raise Unreachable(f"{name} could not ask: {done.stderr.strip()[-200:]}") from None
        raise Failure(f"{words[0]} failed: {done.stderr.strip()[-1000:]}") from None


def _folder(place):
    return place.local / "sec/bin"


def _tool(place, name):
    return _folder(place) / name


def _install(place):
    wanted = place.config / "requirements-sec.txt"
    stamp = Stamp(place.stamps, "sec", wanted, os.fspath(place.root))
    if stamp.done() and _tool(place, "semgrep").exists():
        return
    with step("scanners"), stamp.making():
        log = place.log / "pip-sec.log"
        folder = place.local / "sec"
        process.run([place.python, "-m", "venv", "--clear", folder], log=log, failure="no room")
        argv = [folder / "bin/python", "-m", "pip", "install", "--quiet", "--no-input"]
        argv += ["--disable-pip-version-check", "--cache-dir", place.cache / "pip", "-r", wanted]
        process.run(argv, log=log, failure="the scanners could not be installed")
