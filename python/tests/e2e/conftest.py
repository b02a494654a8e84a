"""The real program, with a ledger of its own. Where it is missing, tests fail."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from pot.zk.prover import Prover, default_prover


@pytest.fixture(scope="session", autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A ledger for these tests alone; set before any program starts."""
    folder = tmp_path_factory.mktemp("state")
    os.environ["POT_STATE"] = str(folder)
    yield folder
    default_prover().close()


@pytest.fixture(scope="session")
def prover(state: Path) -> Iterator[Prover]:
    with Prover() as p:
        yield p


@pytest.fixture
def draw() -> np.random.Generator:
    """Fresh numbers for each test, from a printed seed."""
    seed = random.randrange(1 << 32)
    print("seed", seed)
    return np.random.default_rng(seed)
