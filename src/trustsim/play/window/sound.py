"""Sounds made of tones at start-up; silent where there is no sound card."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np
import pygame
from numpy.typing import NDArray

RATE: Final = 44_100


class Noise(StrEnum):
    """Every sound of the game; each has a caption ``sound.<name>``."""

    PRESS = "press"
    CHOOSE = "choose"
    REFUSE = "refuse"
    PUBLISH = "publish"
    SHARE = "share"
    LEAP = "leap"
    TURN_AWAY = "turn_away"
    DOOR_CLOSES = "door_closes"
    DOOR_OPENS = "door_opens"
    SALE = "sale"
    WEEK_ENDS = "week_ends"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True)
class Tone:
    """One note that starts at once and dies away.

    Attributes:
        pitch: In Hz.
        start: Seconds after the sound's beginning.
        length: Seconds until it has faded to a twentieth.
        loudness: From 0 to 1.
        overtones: Loudness of each overtone against the one below.
        bend: Factor by which the pitch changes over the length.
    """

    pitch: float
    start: float = 0.0
    length: float = 0.15
    loudness: float = 0.25
    overtones: float = 0.35
    bend: float = 1.0


NOISES: Final[Mapping[Noise, tuple[Tone, ...]]] = {
    Noise.PRESS: (Tone(660, length=0.06, loudness=0.12),),
    Noise.CHOOSE: (Tone(880, length=0.05, loudness=0.09),),
    Noise.REFUSE: (Tone(220, length=0.12, loudness=0.18, overtones=0.5),),
    Noise.PUBLISH: (Tone(392, 0.0, 0.25), Tone(523, 0.08, 0.25), Tone(659, 0.16, 0.4)),
    Noise.SHARE: (Tone(1047, length=0.09, loudness=0.07, bend=1.06),),
    Noise.LEAP: (Tone(587, 0.0, 0.3), Tone(880, 0.09, 0.3), Tone(1175, 0.18, 0.5, 0.2)),
    Noise.TURN_AWAY: (Tone(311, length=0.35, loudness=0.14, bend=0.82),),
    Noise.DOOR_CLOSES: (
        Tone(98, 0.0, 0.5, 0.4, 0.6, 0.7),
        Tone(147, 0.02, 0.25, 0.2, 0.7, 0.7),
    ),
    Noise.DOOR_OPENS: (Tone(247, 0.0, 0.3, 0.2, bend=1.2), Tone(370, 0.12, 0.4, 0.2)),
    Noise.SALE: (Tone(1319, 0.0, 0.2, 0.12), Tone(1760, 0.06, 0.35, 0.12)),
    Noise.WEEK_ENDS: (Tone(523, 0.0, 0.5, 0.18), Tone(392, 0.15, 0.6, 0.18)),
    Noise.WON: tuple(Tone(p, i * 0.11, 0.6, 0.2) for i, p in enumerate((523, 659, 784, 1047))),
    Noise.LOST: tuple(
        Tone(p, i * 0.18, 0.7, 0.2, bend=0.97) for i, p in enumerate((392, 330, 262))
    ),
}


def wave(tones: tuple[Tone, ...]) -> NDArray[np.int16]:
    """Return the samples of a sound, mono, at 44.1 kHz."""
    seconds = max(tone.start + 1.3 * tone.length for tone in tones)
    total = np.zeros(int(seconds * RATE) + 1)
    for tone in tones:
        sound = _tone(tone)
        at = int(tone.start * RATE)
        total[at : at + len(sound)] += sound[: len(total) - at]
    return (np.tanh(total) * 32_000).astype(np.int16)


def _tone(tone: Tone) -> NDArray[np.float64]:
    """Return one note: a few overtones under an exponential that begins softly."""
    time = np.arange(int(1.3 * tone.length * RATE)) / RATE
    share = np.minimum(time / tone.length, 1.0)
    phase = 2 * np.pi * np.cumsum(tone.pitch * tone.bend**share) / RATE
    body = sum(
        (tone.overtones**k * np.sin((k + 1) * phase) for k in range(4)), start=np.zeros_like(time)
    )
    envelope = np.exp(-3.0 * time / tone.length) * np.minimum(time / 0.004, 1.0)
    # The last hundredth is faded out so that nothing clicks.
    fade = np.minimum((time[-1] - time) / 0.01, 1.0) if len(time) else time
    return np.asarray(tone.loudness * body * envelope * fade)


@dataclass
class Sounds:
    """Plays the sounds, if there is a sound card and they are switched on.

    Attributes:
        is_on: The switch.
        volume: From 0 to 1.
    """

    is_on: bool = True
    volume: float = 0.6
    _made: dict[Noise, pygame.mixer.Sound] = field(default_factory=dict, init=False)
    has_card: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """Open the sound card and make the sounds."""
        try:
            pygame.mixer.init(RATE, -16, 1, 512)
        except pygame.error:
            return
        opened = pygame.mixer.get_init()
        channels = opened[2] if opened else 1
        for noise, tones in NOISES.items():
            samples = wave(tones)
            shaped = samples if channels == 1 else np.repeat(samples[:, None], channels, axis=1)
            self._made[noise] = pygame.mixer.Sound(buffer=np.ascontiguousarray(shaped).tobytes())
        self.has_card = True

    def play(self, noise: Noise) -> None:
        """Play a sound; several at once are mixed."""
        if self.is_on and (sound := self._made.get(noise)) is not None:
            sound.set_volume(self.volume)
            sound.play()
