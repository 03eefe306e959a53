"""The pictures of the cashier's manual, taken again from the demo chain."""

import os
import shutil
import subprocess

from . import templates


def take(place, account, databases, only):
    """Run `python -m support.pictures`, then put what it took into docs/ and the app's help.

    A picture whose scene failed stays as it was. Returns the exit code.
    """
    taken = place.local / "pictures"
    shutil.rmtree(taken, ignore_errors=True)
    account.own(taken)
    env = {
        **account.environment(),
        **databases.environment,
        "PYTHONPATH": os.pathsep.join(map(os.fspath, (place.config, place.root / "tests"))),
        "RETAIL_CONF": os.fspath(place.conf),
        "RETAIL_DEMO_TEMPLATE": templates.DEMO,
    }
    argv = [os.fspath(place.python), "-m", "support.pictures", f"--to={taken}"]
    argv += [f"--only={only}"] if only else []
    done = subprocess.run(argv, cwd=place.root, env=env, check=False, **account.switch())
    for picture in taken.glob("??/*.png"):
        if not picture.name.startswith("failed-"):
            shutil.copyfile(
                picture, place.root / "docs/images/cashier" / picture.parent.name / picture.name
            )
    script = place.config / "make_help.py"
    subprocess.run([os.fspath(place.python), os.fspath(script)], cwd=place.root, check=True)
    return done.returncode
