"""The twin's chance: the keyed hash in plain Python integers, and the bell curve."""

from __future__ import annotations

import math
import struct

from trustsim.market.chance import Purpose

ALL = 2**64 - 1
GOLDEN = 0x9E3779B97F4A7C15
ODD = 0xD1B54A32D192ED03

NUMBER = {purpose.name.lower(): int(purpose) for purpose in Purpose}


def scrambled(x: int) -> int:
    """Return 64 bits of which each depends on every bit of ``x``."""
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & ALL
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & ALL
    return x ^ (x >> 31)


class Chance:
    """All the luck of one run."""

    def __init__(self, seed: int) -> None:
        self.start = scrambled((seed * GOLDEN + 0x5851F42D4C957F2D) & ALL)

    def draw(self, purpose: str, day: int, post: int, receiver: int = 0, sender: int = 0) -> float:
        """Return the number in [0, 1) that belongs to one event."""
        key = scrambled((self.start + NUMBER[purpose] * GOLDEN) & ALL)
        key = scrambled(key ^ ((day * ODD + GOLDEN) & ALL))
        key = scrambled(key ^ ((post * GOLDEN + ODD) & ALL))
        whole = scrambled((key + receiver * GOLDEN + sender * ODD) & ALL)
        return (whole >> 11) / 2**53

    def bell(self, purpose: str, day: int, post: int) -> float:
        """Return the standard normal number that belongs to one event."""
        return quantile(self.draw(purpose, day, post))


# Acklam's rational approximation of the normal quantile, coefficients from the highest power down.
MIDDLE_TOP = (-39.69683028665376, 220.9460984245205, -275.9285104469687,
              138.3577518672690, -30.66479806614716, 2.506628277459239)  # fmt: skip
MIDDLE_LOW = (-54.47609879822406, 161.5858368580409, -155.6989798598866,
              66.80131188771972, -13.28068155288572, 1.0)  # fmt: skip
TAIL_TOP = (-0.007784894002430293, -0.3223964580411365, -2.400758277161838,
            -2.549732539343734, 4.374664141464968, 2.938163982698783)  # fmt: skip
TAIL_LOW = (0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1.0)


def quantile(u: float) -> float:
    """Return the number under which a share ``u`` of the bell curve lies."""
    u = min(max(u, 1e-12), 1.0 - 1e-12)
    if 0.02425 <= u <= 0.97575:
        q = u - 0.5
        return polynomial(MIDDLE_TOP, q * q) * q / polynomial(MIDDLE_LOW, q * q)
    q = math.sqrt(-2.0 * math.log(min(u, 1.0 - u)))
    z = polynomial(TAIL_TOP, q) / polynomial(TAIL_LOW, q)
    return z if u < 0.5 else -z


def polynomial(coefficients: tuple[float, ...], x: float) -> float:
    """Return the value of a polynomial at ``x``."""
    value = 0.0
    for coefficient in coefficients:
        value = value * x + coefficient
    return value


def single(x: float) -> float:
    """Round to the single precision in which the engine keeps some of its numbers."""
    rounded: float = struct.unpack("f", struct.pack("f", x))[0]
    return rounded
