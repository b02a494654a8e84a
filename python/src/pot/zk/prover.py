"""Proving: a long-lived program, and the functions of the module that share one."""

from __future__ import annotations

import atexit
import base64
import os
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Optional, TypeVar, Union

from pot.zk._arrays import flat, integer, number
from pot.zk._session import Session
from pot.zk.errors import UnusableRequestError, several, unusable
from pot.zk.program import PathLike, find_program
from pot.zk.store import OpeningRecord, OpeningStore, default_store
from pot.zk.types import SGDStepStatement, SGDStepWitness

Hyperparameters = Mapping[str, Any]
HASH_BYTES = 32

_Bytes = (bytes, bytearray, memoryview)
_T = TypeVar("_T")


class Prover:
    """A program that is started when first needed and then kept.

    Any number of threads may use one. If the program dies, the calls that wait for it fail with
    its last words, and the next call starts a fresh one. Interrupting a call (Ctrl-C) stops the
    program, and so does a time-out; other calls in flight then fail too.

        with Prover() as p:
            root = p.commit_weights(hyperparameters, {"fc1.weight": w})["root"]
    """

    def __init__(
        self,
        program: Optional[PathLike] = None,
        *,
        timeout: Optional[float] = None,
        start_timeout: Optional[float] = 300.0,
        env: Optional[Mapping[str, str]] = None,
    ) -> None:
        """
        Args:
            program: the launcher ``pot`` or its folder; see :func:`pot.zk.program.find_program`.
            timeout: seconds that a call may take; None for ever.
            start_timeout: seconds until the program is ready: a checkout is built when first used.
            env: variables set for the program, beside those of this process.
        """
        self._program = program
        self._timeout = timeout
        self._start_timeout = start_timeout
        self._env = None if env is None else {**os.environ, **env}
        self._lock = threading.Lock()
        self._session: Optional[Session] = None
        _provers.add(self)

    def call(
        self,
        command: str,
        request: Mapping[str, Any],
        *,
        on_progress: Optional[Callable[[str], None]] = None,
        timeout: Optional[float] = None,
    ) -> dict[str, Any]:
        """The answer to one request of ``docs/json.md``, tensors as arrays in both directions.

        Args:
            command: commit, step, prove, verify, open, inspect or soundness.
            request: its members.
            on_progress: told of each phase.
            timeout: seconds, instead of the prover's own.

        Raises:
            UntrueStepError: the step is not true.
            UnusableRequestError: the request is unusable.
            InternalFaultError: the program failed, but goes on.
            ProgramCrashedError: the program ended.
            ProverTimeoutError: it took too long, and was stopped.
            ProgramNotFoundError: there is none.
        """
        seconds = self._timeout if timeout is None else timeout
        event = self._running().call(command, request, on_progress=on_progress, timeout=seconds)
        return dict(event["answer"])

    def commit_weights(
        self,
        hyperparameters: Hyperparameters,
        weights: Any,
        *,
        blinding_seed: Optional[bytes] = None,
    ) -> dict[str, Any]:
        """Commits to weights: an object of arrays by name, or all of them in one row."""
        return self._commit(hyperparameters, {"weights": weights}, blinding_seed)

    def commit_batch(
        self,
        hyperparameters: Hyperparameters,
        inputs: Any,
        targets: Any,
        *,
        blinding_seed: Optional[bytes] = None,
    ) -> dict[str, Any]:
        """Commits to a batch."""
        batch = {"inputs": inputs, "targets": targets}
        return self._commit(hyperparameters, {"batch": batch}, blinding_seed)

    def _commit(
        self, hyperparameters: Hyperparameters, data: dict[str, Any], seed: Optional[bytes]
    ) -> dict[str, Any]:
        given = {} if seed is None else {"blinding_seed": seed.hex()}
        return self.call("commit", {"hyperparameters": hyperparameters, **data, **given})

    def step(
        self, hyperparameters: Hyperparameters, weights: Any, inputs: Any, targets: Any
    ) -> dict[str, Any]:
        """The canonical step: ``weights`` by name and ``loss_value``."""
        batch = {"inputs": inputs, "targets": targets}
        return self.call(
            "step", {"hyperparameters": hyperparameters, "weights": weights, "batch": batch}
        )

    def open_weights(
        self,
        hyperparameters: Hyperparameters,
        weights: Any,
        blinding_seed: bytes,
        indices: Sequence[Sequence[Any]],
    ) -> dict[str, Any]:
        """Reveals chosen weights with a ``proof`` (bytes) that shows no other. It spends one
        opening of the commitment."""
        request = {
            "hyperparameters": hyperparameters,
            "weights": weights,
            "blinding_seed": blinding_seed.hex(),
            "indices": [list(index) for index in indices],
        }
        return _with_bytes(self.call("open", request))

    def check_opening(self, root: bytes, proof: bytes) -> dict[str, Any]:
        """Whether an opening is ``valid``, and the ``weights`` that it shows if so."""
        return self.call("open", {"root": hexadecimal(root, "root"), "proof": base64_of(proof)})

    def prove(
        self,
        public_inputs: Mapping[str, Any],
        hyperparameters: Hyperparameters,
        witness: Mapping[str, Any],
        blinding_seeds: Mapping[str, str],
        *,
        params_k: Optional[int] = None,
    ) -> dict[str, Any]:
        """Proves a step, all members as in ``docs/json.md``: ``proof`` (bytes), ``metadata``.
        :func:`prove_sgd_step` finds most of them by itself."""
        request = {
            "public_inputs": public_inputs,
            "hyperparameters": hyperparameters,
            "witness": witness,
            "blinding_seeds": blinding_seeds,
        }
        return _with_bytes(self.call("prove", {**request, **_limit(params_k)}))

    def verify(
        self, public_inputs: Mapping[str, Any], proof: bytes, *, params_k: Optional[int] = None
    ) -> dict[str, Any]:
        """Whether a proof is ``valid``, and the ``reason`` if not."""
        request = {"public_inputs": public_inputs, "proof": base64_of(proof)}
        return self.call("verify", {**request, **_limit(params_k)})

    def inspect(self, proof: bytes) -> dict[str, Any]:
        """What a proof or an opening says of itself. Nothing of it is verified."""
        return self.call("inspect", {"proof": base64_of(proof)})

    def soundness(self, hyperparameters: Hyperparameters) -> dict[str, Any]:
        """The table of errors of a step."""
        return self.call("soundness", {"hyperparameters": hyperparameters})

    def close(self) -> None:
        """Ends the program; a later call would start it again."""
        with self._lock:
            session, self._session = self._session, None
        if session is not None:
            session.close()

    def __enter__(self) -> Prover:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    @property
    def pid(self) -> Optional[int]:
        """The program's process, if it runs."""
        session = self._session
        return session.pid if session is not None and session.alive else None

    def _running(self) -> Session:
        with self._lock:
            if self._session is None or not self._session.alive:
                self._session = Session(
                    [str(find_program(self._program))],
                    start_timeout=self._start_timeout,
                    env=self._env,
                )
            return self._session

    def _forget(self) -> None:
        """In a forked child: the program and its pipes are the parent's."""
        self._lock = threading.Lock()
        session, self._session = self._session, None
        if session is not None:
            session.abandon()
            # Kept, as threads that are not in this process may hold the locks of its pipes.
            _abandoned.append(session)


_provers: weakref.WeakSet[Prover] = weakref.WeakSet()
_abandoned: list[Session] = []
_default: Optional[Prover] = None
_default_lock = threading.Lock()


def _after_fork() -> None:
    global _default_lock
    _default_lock = threading.Lock()
    for prover in list(_provers):
        prover._forget()


os.register_at_fork(after_in_child=_after_fork)


def default_prover() -> Prover:
    """The prover of this process, which module functions use when they are given none."""
    global _default
    with _default_lock:
        if _default is None:
            _default = Prover()
            atexit.register(_default.close)
        return _default


@dataclass(frozen=True)
class ProverConfig:
    """How to prove and verify.

    Attributes:
        prover: the program to use; the process's own if None.
        store: where blinding seeds are looked up; the one in memory if None.
        params_k: refuse work whose largest tensor has more than 2^params_k limbs.
        timeout: seconds; the prover's own if None.
        on_progress: told of each phase.
    """

    prover: Optional[Prover] = None
    store: Optional[OpeningStore] = None
    params_k: Optional[int] = None
    timeout: Optional[float] = None
    on_progress: Optional[Callable[[str], None]] = None

    @staticmethod
    def of(config: Config) -> ProverConfig:
        """A configuration, from one or from a mapping of its attributes."""
        if config is None:
            return ProverConfig()
        if isinstance(config, ProverConfig):
            return config
        try:
            return ProverConfig(**dict(config))
        except TypeError as e:
            known = ", ".join(ProverConfig.__dataclass_fields__)
            raise unusable("config", str(e), f"some of {known}", "correct it") from e

    def call(self, command: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Calls the program as configured."""
        limited = _limit(self.params_k) if command in ("prove", "verify") else {}
        prover = default_prover() if self.prover is None else self.prover
        return prover.call(
            command, {**request, **limited}, on_progress=self.on_progress, timeout=self.timeout
        )


Config = Union[ProverConfig, Mapping[str, Any], None]


class SGDZKProver:
    """Proves SGD steps in zero knowledge."""

    def __init__(self, config: Config = None) -> None:
        self._config = ProverConfig.of(config)

    def prove_sgd_step(
        self,
        statement: SGDStepStatement,
        witness: SGDStepWitness,
        *,
        hyperparameters: Optional[Hyperparameters] = None,
    ) -> bytes:
        """See :func:`prove_sgd_step`."""
        store = default_store() if self._config.store is None else self._config.store
        faults: list[UnusableRequestError] = []
        public = public_inputs(statement, faults)
        records = {
            name: _record(store, name, getattr(statement, attribute), faults)
            for name, attribute in _ROOTS.items()
        }
        declared = hyperparameters
        if declared is None:
            declared = _hyperparameters(store, statement, records, faults)
        secret = _witness(witness, faults)
        if faults:
            raise several(faults)
        request = {
            "public_inputs": public,
            "hyperparameters": declared,
            "witness": secret,
            "blinding_seeds": {
                "w_t": _seed(records["w_t_root"]),
                "w_t1": _seed(records["w_t1_root"]),
                "batch": _seed(records["batch_root"]),
            },
        }
        return base64.b64decode(self._config.call("prove", request)["proof"])


def prove_sgd_step(
    statement: SGDStepStatement,
    witness: SGDStepWitness,
    config: Config = None,
    *,
    hyperparameters: Optional[Hyperparameters] = None,
) -> bytes:
    """The proof that the statement's step was done, about 100 KB and up.

    It spends one opening of each of the three commitments; the same request again gives the same
    bytes and spends nothing. Blinding seeds and hyper-parameters are found by root and hash in the
    opening store, where :class:`pot.zk.builder.ZKWitnessBuilder` keeps them.

    Args:
        statement: what is proven.
        witness: what it is proven from.
        config: a :class:`ProverConfig` or a mapping of its attributes.
        hyperparameters: where the store does not know them.

    Raises:
        UntrueStepError: the weights are not what one step gives; the message says where.
        UnusableRequestError: the request is unusable; all its faults are in one error.
        PotError: the program failed; see :meth:`Prover.call`.
    """
    return SGDZKProver(config).prove_sgd_step(statement, witness, hyperparameters=hyperparameters)


_ROOTS = {"w_t_root": "W_t_root", "batch_root": "batch_root", "w_t1_root": "W_t1_root"}


def public_inputs(
    statement: SGDStepStatement, faults: list[UnusableRequestError]
) -> dict[str, Any]:
    """The statement as the program takes it. Lengths and ranges are for the program to judge."""
    out: dict[str, Any] = {}
    for name, attribute in {**_ROOTS, "hparams_hash": "hparams_hash"}.items():
        out[name] = _collected(hexadecimal, getattr(statement, attribute), attribute, faults)
    for name in ("step_nonce", "step_number", "epoch"):
        out[name] = _collected(integer, getattr(statement, name), name, faults)
    return out


def hexadecimal(value: Any, place: str) -> str:
    """Bytes of whatever length, as the program takes them: it is for it to judge the length."""
    if isinstance(value, _Bytes):
        return bytes(value).hex()
    kind = type(value).__name__
    raise unusable(place, f"a {kind}", f"{HASH_BYTES} bytes", "give bytes")


def base64_of(proof: Any) -> str:
    """A proof as the program takes it."""
    if isinstance(proof, _Bytes):
        return base64.b64encode(proof).decode("ascii")
    raise unusable("proof", f"a {type(proof).__name__}", "the bytes of a proof", "give bytes")


def _with_bytes(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "proof": base64.b64decode(answer["proof"])}


def _limit(params_k: Optional[int]) -> dict[str, Any]:
    return {} if params_k is None else {"params_k": params_k}


def _collected(
    convert: Callable[[Any, str], _T], value: Any, place: str, faults: list[UnusableRequestError]
) -> Optional[_T]:
    """The value converted; None if that cannot be, and then the fault is among the others."""
    try:
        return convert(value, place)
    except UnusableRequestError as fault:
        faults.append(fault)
        return None


def _record(
    store: OpeningStore, name: str, root: Any, faults: list[UnusableRequestError]
) -> Optional[OpeningRecord]:
    if not isinstance(root, _Bytes):
        return None  # already among the faults
    record = store.get(bytes(root))
    if record is None:
        found = f"{bytes(root).hex()[:12]}..., a root without a blinding seed in the opening store"
        if len(root) != HASH_BYTES:
            found = f"{len(root)} bytes"
        faults.append(
            unusable(
                _ROOTS[name],
                found,
                f"the {HASH_BYTES} bytes of a root made here",
                "commit with ZKWitnessBuilder, or give the store that it used",
            )
        )
    return record


def _hyperparameters(
    store: OpeningStore,
    statement: SGDStepStatement,
    records: Mapping[str, Optional[OpeningRecord]],
    faults: list[UnusableRequestError],
) -> Hyperparameters:
    """By their hash; where that is not known, those of the commitments, so that the program can
    say everything that is wrong."""
    if isinstance(statement.hparams_hash, _Bytes):
        known = store.hyperparameters(bytes(statement.hparams_hash))
        if known is not None:
            return known
    for name in ("batch_root", "w_t_root", "w_t1_root"):
        record = records[name]
        if record is not None:
            return record.hyperparameters
    faults.append(
        unusable(
            "hyperparameters",
            "none, and no commitment made here",
            "those of the step",
            "give prove_sgd_step(.., hyperparameters=..)",
        )
    )
    return {}


def _witness(witness: SGDStepWitness, faults: list[UnusableRequestError]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name in ("weights_before", "weights_after", "batch_inputs", "batch_targets"):
        out[name] = _collected(flat, getattr(witness, name), f"witness.{name}", faults)
    for name in ("learning_rate", "loss_value"):
        if getattr(witness, name) is not None:
            out[name] = _collected(number, getattr(witness, name), f"witness.{name}", faults)
    if witness.gradients is not None:
        out["gradients"] = _collected(flat, witness.gradients, "witness.gradients", faults)
    return out


def _seed(record: Optional[OpeningRecord]) -> str:
    assert record is not None  # its absence is a fault, and faults were raised
    return record.blinding_seed
