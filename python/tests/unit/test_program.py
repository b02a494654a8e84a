"""Where the program is looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from pot.zk import program
from pot.zk.errors import ProgramNotFoundError
from pot.zk.program import find_program


def launcher(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "pot"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def installed_nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A package without a checkout around it and without a bundle."""
    package = tmp_path / "site" / "pot" / "zk"
    package.mkdir(parents=True)
    monkeypatch.setattr(program, "__file__", str(package / "program.py"))
    monkeypatch.delenv("POT_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return package


def test_nowhere(installed_nowhere: Path) -> None:
    with pytest.raises(ProgramNotFoundError) as e:
        find_program()
    for place in ("argument", "POT_HOME", str(installed_nowhere / "_program"), "checkout", "PATH"):
        assert place in str(e.value)
    assert "\n" not in str(e.value)


def test_on_the_path(tmp_path: Path) -> None:
    found = launcher(tmp_path / "bin")
    assert find_program() == found


def test_a_checkout_comes_before_the_path(tmp_path: Path) -> None:
    launcher(tmp_path / "bin")
    found = launcher(tmp_path)
    assert find_program() != found, "a folder without pom.xml is no checkout"
    (tmp_path / "pom.xml").touch()
    assert find_program() == found


def test_the_bundle_comes_before_a_checkout(tmp_path: Path, installed_nowhere: Path) -> None:
    launcher(tmp_path)
    (tmp_path / "pom.xml").touch()
    found = launcher(installed_nowhere / "_program")
    assert find_program() == found


def test_pot_home_comes_before_the_bundle(
    tmp_path: Path, installed_nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    launcher(installed_nowhere / "_program")
    found = launcher(tmp_path / "home")
    monkeypatch.setenv("POT_HOME", str(tmp_path / "home"))
    assert find_program() == found


def test_an_argument_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POT_HOME", "/nowhere")
    found = launcher(tmp_path / "mine")
    assert find_program(found) == found
    assert find_program(str(tmp_path / "mine")) == found


def test_what_is_named_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    launcher(tmp_path / "bin")
    with pytest.raises(ProgramNotFoundError, match="/nowhere"):
        find_program("/nowhere")
    monkeypatch.setenv("POT_HOME", str(tmp_path / "empty"))
    with pytest.raises(ProgramNotFoundError, match="POT_HOME"):
        find_program()
