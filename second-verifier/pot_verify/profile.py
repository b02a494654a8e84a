"""Section 4: the sizes of the code, the queries and the limbs."""

from dataclasses import dataclass
from functools import lru_cache

from .invalid import require

GRINDING = 16


@dataclass(frozen=True)
class Profile:
    limb_width: int        # w
    lane_variables: int    # c
    code_variables: int    # k
    queries: int           # q
    openings: int          # o
    grinding: int = GRINDING

    @property
    def lane_length(self):
        """C."""
        return 1 << self.lane_variables

    @property
    def code_length(self):
        """n."""
        return 1 << self.code_variables

    @property
    def blinding(self):
        """h."""
        return self.openings * self.queries


def choose_profile(weights, openings):
    """The profile for these tensors of weights."""
    parameters = sum(1 << tensor.variables for tensor in weights)
    width = 8 if parameters < 2**15 else 16
    limbs = sum(len(tensor.limbs(width)) << tensor.variables for tensor in weights)
    best = None
    for c in range(6, 19):
        for k in range(c + 2, min(24, c + 8) + 1):
            q = least_queries(1 << c, 1 << k, openings)
            if q is None:
                continue
            cost = _cost(1 << c, 1 << k, k, q, openings, limbs, width)
            if best is None or cost < best[0]:
                best = cost, Profile(width, c, k, q, openings)
    require(best is not None, "no profile fits")
    return best[1]


@lru_cache(maxsize=None)
def least_queries(lane, n, openings):
    """q, or None if the candidate is dropped."""
    for q in range(1, 1001):
        length = lane + openings * q
        if 2 * length > n or 2 * q > n:
            return None
        if (n + length) ** q << 85 <= (2 * n) ** q:
            return q
    return None


def _cost(lane, n, k, q, openings, limbs, width):
    lanes = 2 * -(-limbs // lane) + -(-(limbs + limbs // 2 + 2**width) // lane) + 8
    floor_log = q.bit_length() - 1
    return 8 * q * lanes + 16 * (lane + openings * q) + 4 * 32 * q * (k - floor_log + 1) + lanes * n // 64
