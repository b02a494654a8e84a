"""Commitments and witnesses from NumPy arrays."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Optional

from pot.zk import _model
from pot.zk._arrays import Array, number
from pot.zk.errors import unusable
from pot.zk.hyperparameters import linear, linear_hyperparameters
from pot.zk.prover import Hyperparameters, Prover, default_prover
from pot.zk.store import OpeningRecord, OpeningStore, default_store

ANY_RATE = 0.01
ANY_BATCH = 1


class ZKWitnessBuilder:
    """Commits to weights and batches, and keeps their blinding seeds in an opening store.

    Without declared hyper-parameters it deduces them: linear layers from the arrays in insertion
    order, mean squared error with the reduction ``half_mean``, plain SGD, attested mode. Roots of
    weights do not depend on batch, rate, loss or mode, so those may be declared later.
    """

    def __init__(
        self,
        hash_function: object = None,
        *,
        hyperparameters: Optional[Hyperparameters] = None,
        store: Optional[OpeningStore] = None,
        prover: Optional[Prover] = None,
    ) -> None:
        """
        Args:
            hash_function: commitments hash with SHA-256: None, ``"sha256"`` or ``hashlib.sha256``.
            hyperparameters: as in ``docs/json.md``; ``formats``, ``mode`` and ``commitment`` may be
                left to the program.
            store: where blinding seeds are kept; the one in memory if None.
            prover: the program to use; the process's own if None.
        """
        if hash_function not in (None, "sha256", hashlib.sha256):
            raise unusable(
                "hash_function", repr(hash_function), "None or hashlib.sha256", "leave it out"
            )
        self._declared = hyperparameters
        self._store = default_store() if store is None else store
        self._prover = prover

    def extract_weights_for_zk(
        self,
        model_state: Mapping[str, Any],
        indices: Optional[Sequence[Sequence[Any]]] = None,
    ) -> dict[str, Any]:
        """Commits to a model's weights and, if asked, opens some of them.

        Args:
            model_state: arrays by name, weights in x out.
            indices: ``(name, index)`` or ``(name, row, column)`` each. Opening spends one of the
                commitment's openings.

        Returns:
            ``root`` (32 bytes), ``hparams_hash``, ``hyperparameters``, ``weights`` (all in one
            row), ``shapes`` by name; with indices also ``indices`` and ``values`` in the order of
            the state and ``proof``, for :func:`pot.zk.verifier.verify_weight_opening`.
        """
        declared = self._declared
        if declared is None:
            layers = _model.deduce_layers(model_state)
            declared = linear_hyperparameters(layers, batch=ANY_BATCH, learning_rate=ANY_RATE)
        shapes = _model.parameter_shapes(declared)
        weights = _model.flatten(model_state, shapes, "weights")
        record = self._commit_weights(declared, weights)
        result = {**_facts(record), "root": _root(record), "weights": weights, "shapes": shapes}
        if indices is not None:
            answer = self._running().open_weights(
                record.hyperparameters, weights, bytes.fromhex(record.blinding_seed), indices
            )
            result["indices"] = [(w["name"], w["index"]) for w in answer["weights"]]
            result["values"] = [w["value"] for w in answer["weights"]]
            result["proof"] = answer["proof"]
        return result

    def build_batch_commitment(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """Commits to a batch.

        Without declared hyper-parameters it is taken to be for one linear layer without bias.

        Args:
            batch: ``inputs`` and ``targets``, samples in rows.

        Returns:
            ``batch_root`` (and ``root``, the same), ``hparams_hash``, ``hyperparameters``,
            ``shapes`` of ``inputs`` and ``targets``.
        """
        inputs, targets = _batch(batch)
        declared = self._declared
        if declared is None:
            layers = [linear("layer1", inputs.shape[1], targets.shape[1], False)]
            declared = linear_hyperparameters(layers, batch=inputs.shape[0], learning_rate=ANY_RATE)
        record = self._commit_batch(declared, inputs, targets)
        shapes = {"inputs": inputs.shape, "targets": targets.shape}
        root = _root(record)
        return {**_facts(record), "root": root, "batch_root": root, "shapes": shapes}

    def extract_sgd_update_witness(
        self,
        weights_before: Mapping[str, Any],
        weights_after: Mapping[str, Any],
        batch_data: Mapping[str, Any],
        learning_rate: float,
    ) -> dict[str, Any]:
        """Commits to all that one step is about. Whether the step is true is for the prover to say.

        Args:
            weights_before: arrays by name, weights in x out.
            weights_after: likewise.
            batch_data: ``inputs`` and ``targets``, samples in rows.
            learning_rate: of the step.

        Returns:
            For the statement ``w_t_root``, ``batch_root``, ``w_t1_root``, ``hparams_hash``; for the
            witness ``weights_before``, ``weights_after``, ``batch_inputs``, ``batch_targets`` (each
            in one row), ``learning_rate``, ``loss_value`` (None where it is not computed here);
            and ``hyperparameters``.
        """
        inputs, targets = _batch(batch_data)
        learning_rate = number(learning_rate, "learning_rate")
        declared = self._declared
        if declared is None:
            layers = _model.deduce_layers(weights_before)
            declared = linear_hyperparameters(
                layers, batch=inputs.shape[0], learning_rate=learning_rate
            )
        shapes = _model.parameter_shapes(declared)
        before = _model.flatten(weights_before, shapes, "weights_before")
        after = _model.flatten(weights_after, shapes, "weights_after")
        batch_record = self._commit_batch(declared, inputs, targets)
        return {
            **_facts(batch_record),
            "w_t_root": _root(self._commit_weights(declared, before)),
            "w_t1_root": _root(self._commit_weights(declared, after)),
            "batch_root": _root(batch_record),
            "weights_before": before,
            "weights_after": after,
            "batch_inputs": inputs.reshape(-1),
            "batch_targets": targets.reshape(-1),
            "learning_rate": learning_rate,
            "loss_value": _model.loss_if_computed_here(declared, before, inputs, targets),
        }

    def _running(self) -> Prover:
        return default_prover() if self._prover is None else self._prover

    def _commit_weights(self, declared: Hyperparameters, weights: Array) -> OpeningRecord:
        return self._keep("weights", self._running().commit_weights(declared, weights))

    def _commit_batch(
        self, declared: Hyperparameters, inputs: Array, targets: Array
    ) -> OpeningRecord:
        return self._keep("batch", self._running().commit_batch(declared, inputs, targets))

    def _keep(self, kind: str, answer: Mapping[str, Any]) -> OpeningRecord:
        record = OpeningRecord(
            root=answer["root"],
            blinding_seed=answer["opening"]["blinding_seed"],
            kind=kind,
            hparams_hash=answer["hparams_hash"],
            hyperparameters=answer["hyperparameters"],
        )
        self._store.put(record)
        return record


def _batch(batch: Mapping[str, Any]) -> tuple[Array, Array]:
    if set(batch) != {"inputs", "targets"}:
        raise unusable("batch", f"the members {sorted(batch)}", "inputs and targets", "give both")
    inputs = _model.matrix(batch["inputs"], "batch.inputs")
    targets = _model.matrix(batch["targets"], "batch.targets")
    if inputs.shape[0] != targets.shape[0]:
        raise unusable(
            "batch",
            f"{inputs.shape[0]} inputs and {targets.shape[0]} targets",
            "one target for each input",
            "give both, samples in rows",
        )
    return inputs, targets


def _root(record: OpeningRecord) -> bytes:
    return bytes.fromhex(record.root)


def _facts(record: OpeningRecord) -> dict[str, Any]:
    return {
        "hparams_hash": bytes.fromhex(record.hparams_hash),
        "hyperparameters": record.hyperparameters,
    }
