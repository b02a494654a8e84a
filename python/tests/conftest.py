"""What all tests share."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    """A launcher ``pot`` that starts the stand-in."""
    launcher = tmp_path / "pot"
    launcher.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{HERE / "stand_in.py"}" "$@"\n')
    launcher.chmod(launcher.stat().st_mode | stat.S_IXUSR)
    return launcher
