"""Everything that can go wrong, each with the program's own message and exit code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional


class PotError(Exception):
    """The family of all errors of this package.

    Attributes:
        message: one line: where, what was found, what was expected, what to do.
        exit_code: what the program's exit status says of it: 1 not true, 2 unusable, 3 internal.
        field: the place at fault.
        found: what was there.
        expected: what should be.
        action: what to do.
        faults: where several faults are reported together, each as a mapping of the four above.
        stderr: what the program printed, where it ended.
    """

    exit_code = 3

    def __init__(
        self,
        message: str,
        *,
        field: str = "",
        found: str = "",
        expected: str = "",
        action: str = "",
        faults: Sequence[Mapping[str, str]] = (),
        stderr: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.found = found
        self.expected = expected
        self.action = action
        self.faults = list(faults)
        self.stderr = stderr


class UntrueStepError(PotError):
    """The request is well formed, but the step it claims is not what happened."""

    exit_code = 1


class UnusableRequestError(PotError, ValueError):
    """The request cannot be worked on: malformed, out of range, over a budget, contradictory."""

    exit_code = 2


class InternalFaultError(PotError):
    """The program or the machine failed."""


class ProgramNotFoundError(PotError):
    """The program is in none of the places where it is looked for; the message lists them."""


class ProgramCrashedError(PotError):
    """The program ended, or said something that it should not, while it was needed.

    Attributes:
        status: its exit status, negative for the signal that ended it; None where we stopped it,
            or where it never started.
    """

    def __init__(self, message: str, *, status: Optional[int] = None, stderr: str = "") -> None:
        super().__init__(message, stderr=stderr)
        self.status = status


class ProverTimeoutError(PotError, TimeoutError):
    """The program did not answer in time and was stopped."""


def unusable(field: str, found: str, expected: str, action: str) -> UnusableRequestError:
    """An unusable request, worded as the program words it."""
    return UnusableRequestError(
        f"{field}: found {found}; expected {expected}; {action}",
        field=field,
        found=found,
        expected=expected,
        action=action,
    )


def several(faults: Sequence[UnusableRequestError]) -> UnusableRequestError:
    """All faults of one request in one error; the fault itself, where there is one alone."""
    if len(faults) == 1:
        return faults[0]
    parts = [f"({i}) {fault.message}" for i, fault in enumerate(faults, 1)]
    return UnusableRequestError(
        f"{len(faults)} faults: " + ". ".join(parts),
        field=", ".join(fault.field for fault in faults),
        faults=[
            {"field": f.field, "found": f.found, "expected": f.expected, "action": f.action}
            for f in faults
        ],
    )


def from_answer(error: Mapping[str, Any]) -> PotError:
    """The error that the program reports."""
    kinds: dict[int, type[PotError]] = {1: UntrueStepError, 2: UnusableRequestError}
    kind = kinds.get(error.get("code", 3), InternalFaultError)
    return kind(
        str(error.get("message", "an error without a message")),
        field=str(error.get("field", "")),
        found=str(error.get("found", "")),
        expected=str(error.get("expected", "")),
        action=str(error.get("action", "")),
        faults=list(error.get("faults", ())),
    )
