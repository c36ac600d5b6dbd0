"""Colours as numbers: reading, mixing, contrast, and how they look to different eyes."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

RGB = tuple[int, int, int]

# Machado, Oliveira & Fernandes 2009, severity 1.0, for linear RGB.
DEFICIENCIES: Final[dict[str, NDArray[np.float64]]] = {
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}

_TO_XYZ: Final = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE: Final = np.array([0.95047, 1.0, 1.08883])


def from_hex(text: str) -> RGB:
    """Read a colour such as ``"0b101c"``.

    >>> from_hex("ffb042")
    (255, 176, 66)
    """
    return int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)


def mix(one: RGB, other: RGB, share: float) -> RGB:
    """Return the colour that is ``share`` (0 to 1) of the way from ``one`` to ``other``."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def ramp(stops: tuple[RGB, ...], steps: int) -> NDArray[np.uint8]:
    """Return ``steps`` colours from the first stop to the last, shape (steps, 3)."""
    places = np.linspace(0, len(stops) - 1, steps)
    channels = np.array(stops, dtype=np.float64).T
    at = np.arange(len(stops))
    return np.stack([np.interp(places, at, channel) for channel in channels], axis=1).astype(
        np.uint8
    )


def luminance(colour: RGB) -> float:
    """Return the relative luminance, 0 (black) to 1 (white), as WCAG 2 defines it."""
    return float(_linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(one: RGB, other: RGB) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2 defines it.

    >>> round(contrast((0, 0, 0), (255, 255, 255)), 1)
    21.0
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def seen_with(deficiency: str, colour: RGB) -> RGB:
    """Return how a colour looks to eyes with that deficiency.

    Source: Machado, Oliveira & Fernandes 2009, A physiologically-based model for simulation of
    color vision deficiency.
    """
    seen = np.clip(DEFICIENCIES[deficiency] @ _linear(colour), 0, 1)
    encoded = np.where(seen <= 0.0031308, seen * 12.92, 1.055 * seen ** (1 / 2.4) - 0.055)
    red, green, blue = (round(float(channel) * 255) for channel in encoded)
    return red, green, blue


def distance(one: RGB, other: RGB) -> float:
    """Return how different two colours look: CIE76, where 2.3 is just noticeable."""
    return float(np.linalg.norm(_lab(one) - _lab(other)))


def _linear(colour: RGB) -> NDArray[np.float64]:
    """Undo the gamma of sRGB; three channels of 0 to 1."""
    channels = np.array(colour, dtype=np.float64) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _lab(colour: RGB) -> NDArray[np.float64]:
    """Convert to CIE L*a*b* under D65."""
    scaled = (_TO_XYZ @ _linear(colour)) / _WHITE
    root = np.where(scaled > 0.008856, np.cbrt(scaled), scaled * 7.787 + 16 / 116)
    return np.array(
        [116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])], dtype=np.float64
    )
