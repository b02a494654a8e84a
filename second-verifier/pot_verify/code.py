"""Section 5: the positions of a codeword."""

from .field import GENERATOR, P


def code_point(position, variables):
    """x_j = 7 omega^rev(j), with n = 2^variables positions."""
    omega = pow(GENERATOR, (P - 1) >> variables, P)
    reversed_bits = int(format(position, f"0{variables}b")[::-1], 2)
    return GENERATOR * pow(omega, reversed_bits, P) % P
