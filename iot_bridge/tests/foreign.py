"""Programs of others that read what the bridge writes."""

import shutil
import subprocess
import sys
from pathlib import Path


def run_node(script, data):
    """What SCRIPT, beside this file, writes when it reads DATA."""
    node = Path(sys.executable).with_name("node")
    argv = [node if node.is_file() else shutil.which("node"), Path(__file__).with_name(script)]
    done = subprocess.run(argv, input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
