"""Puts the program into the package: from the checkout around it, or from an sdist."""

import shutil
import subprocess
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

HERE = Path(__file__).resolve().parent
LAUNCHER = HERE.parent / "pot"
PACKED = HERE / "_program"


def put_program(target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    if PACKED.is_dir():
        shutil.copytree(PACKED, target)
    elif LAUNCHER.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        done = subprocess.run([str(LAUNCHER), "bundle", str(target)])
        if done.returncode != 0:
            raise SystemExit(
                f"pot-zk: {LAUNCHER} bundle ended with status {done.returncode}; what it printed "
                "above says why"
            )
        # The JVM's archive is of a jar in its place, which a package does not keep.
        (target / "pot-zk.aot").unlink(missing_ok=True)
    else:
        raise SystemExit(
            f"pot-zk: no program to bundle: there is neither {LAUNCHER} nor {PACKED}; "
            "install from a checkout of the project, or from its source distribution"
        )


class BuildWithProgram(build_py):
    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            put_program(Path(self.build_lib) / "pot" / "zk" / "_program")


class SourceWithProgram(sdist):
    def make_release_tree(self, base_dir: str, files: list) -> None:
        super().make_release_tree(base_dir, files)
        put_program(Path(base_dir) / "_program")


setup(cmdclass={"build_py": BuildWithProgram, "sdist": SourceWithProgram})
