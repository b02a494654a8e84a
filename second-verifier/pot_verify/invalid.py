"""The one exception of this package: the proof is not valid, and why."""


class Invalid(Exception):
    """Raised wherever a proof, a statement or hyper-parameters break a rule of docs/protocol.md."""


def require(condition, reason):
    """Raises Invalid with the reason unless the condition holds."""
    if not condition:
        raise Invalid(reason)
