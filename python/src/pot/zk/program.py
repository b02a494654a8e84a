"""Finds the program: the launcher ``pot`` of a checkout or of a bundle."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Optional, Union

from pot.zk.errors import ProgramNotFoundError

LAUNCHER = "pot"

PathLike = Union[str, "os.PathLike[str]"]


def find_program(explicit: Optional[PathLike] = None) -> Path:
    """The launcher, looked for in this order.

    1. ``explicit``: the launcher itself, or the folder that holds it;
    2. the environment variable ``POT_HOME``: likewise;
    3. the bundle inside this package;
    4. the checkout that this package lies in;
    5. the ``PATH``.

    Args:
        explicit: a path that must lead to the program: nothing else is tried then.

    Raises:
        ProgramNotFoundError: it is in none of these places, or not where it was said to be.
    """
    home = os.environ.get("POT_HOME")
    if explicit is not None:
        return _given(Path(explicit), "the program given")
    if home:
        return _given(Path(home), "POT_HOME")
    bundle = Path(__file__).resolve().parent / "_program" / LAUNCHER
    looked = [f"the package ({bundle})"]
    if _runs(bundle):
        return bundle
    checkout = _checkout()
    looked.append(f"the folders above {Path(__file__).resolve().parent} (no checkout)")
    if checkout is not None:
        return checkout
    on_path = shutil.which(LAUNCHER)
    looked.append("PATH")
    if on_path is not None:
        return Path(on_path)
    raise ProgramNotFoundError(
        "no program: looked at the argument (none), POT_HOME (not set), "
        + ", ".join(looked)
        + "; install this package with pip from a checkout, or set POT_HOME to one"
    )


def _runs(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _given(path: Path, what: str) -> Path:
    launcher = path / LAUNCHER if path.is_dir() else path
    if not _runs(launcher):
        raise ProgramNotFoundError(
            f"no program: {what} is {path}, and there is no executable {launcher}; "
            f"name the launcher {LAUNCHER}, or the folder that holds it"
        )
    return launcher.resolve()


def _checkout() -> Optional[Path]:
    for folder in Path(__file__).resolve().parents:
        launcher = folder / LAUNCHER
        if _runs(launcher) and (folder / "pom.xml").is_file():
            return launcher
    return None
