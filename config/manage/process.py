"""Other programs: run them as the right user, keep what they say, and fail in one line."""

import os
import re
import shutil
import subprocess

from .progress import Failure

TELLING = re.compile(
    r"(E: |ERROR: |npm error (?!A complete log)|[\w.]+(Error|Exception|Violation|Failure)\b).*\S"
)
UNREACHABLE = re.compile(
    r"Could not (resolve|connect)|(Temporary failure in|Could not resolve|Failed to resolve) .*name"
    r"|Connection refused|Network is unreachable|No route to host|[Tt]imed out|ENOTFOUND|EAI_AGAIN"
    r"|ECONNREFUSED|ETIMEDOUT"
)


def run(argv, *, log, failure, account=None, env=None, cwd=None, on_line=None, stdin=None):
    """Run to the end with the output in the file `log`; `on_line` sees each line.

    Raises Failure with `failure`, the last thing the program said, and where the rest is.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        process = start(argv, account, env, cwd, subprocess.PIPE, stdin)
        try:
            for line in process.stdout:
                output.write(line)
                output.flush()
                if on_line:
                    on_line(line)
        except BaseException:
            process.terminate()
            raise
        finally:
            process.stdout.close()
            code = process.wait()
    if code:
        hint = "no network? " if UNREACHABLE.search(log.read_text(errors="replace")) else ""
        raise Failure(f"{failure}: {hint}{last_words(log)} (see {log})")


def capture(argv, *, failure, account=None, env=None, stdin=None):
    """Run to the end and return what it printed."""
    process = start(argv, account, env, None, subprocess.PIPE, stdin)
    output, _ = process.communicate()
    if process.returncode:
        raise Failure(f"{failure}: {_last(output.splitlines())}")
    return output


def answers(argv, account=None):
    """True when the program ends well; its output does not matter."""
    try:
        process = start(argv, account, None, None, subprocess.DEVNULL, None)
    except Failure:
        return False
    return process.wait() == 0


def start(argv, account, env, cwd, stdout, stdin):
    argv = [os.fspath(part) for part in argv]
    try:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd=cwd or "/",
            **_identity(account, env),
        )
    except (FileNotFoundError, PermissionError) as error:
        # what is missing is called forbidden where a folder of PATH may not be read
        there = shutil.which(argv[0])
        said = "may not be run by this user" if there else "is missing on this machine"
        raise Failure(f"{argv[0]} {said}") from error
    if stdin is not None:
        process.stdin.write(stdin)
        process.stdin.close()
        process.stdin = None
    return process


def _identity(account, env):
    if account is None:
        return {"env": {**os.environ, **(env or {})}}
    return {"env": {**account.environment(), **(env or {})}, **account.switch()}


def last_words(log):
    """The line of a log that most likely tells what went wrong: an exception, else the last one."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines()]
    return _last([line for line in lines if TELLING.match(line)] or lines)


def _last(lines):
    spoken = [line.strip() for line in lines if line.strip()]
    return spoken[-1] if spoken else "it said nothing"
