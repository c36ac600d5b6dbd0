"""Pictures that were drawn once and may be wanted again, within a bound in bytes."""

from collections import OrderedDict
from collections.abc import Hashable

import pygame


class Kept:
    """Keeps pictures; those not wanted for longest go where they would take too much room.

    Args:
        most_bytes: Memory that all of them together may take.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._pictures: OrderedDict[Hashable, pygame.Surface] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pictures)

    def get(self, key: Hashable) -> pygame.Surface | None:
        """Return a picture, if it is here."""
        picture = self._pictures.get(key)
        if picture is not None:
            self._pictures.move_to_end(key)
        return picture

    def keep(self, key: Hashable, picture: pygame.Surface) -> pygame.Surface:
        """Keep a picture, and return it."""
        self._forget(key)
        self._pictures[key] = picture
        self.bytes += bytes_of(picture)
        while self.bytes > self.most_bytes and len(self._pictures) > 1:
            self._forget(next(iter(self._pictures)))
        return picture

    def clear(self) -> None:
        """Throw everything away."""
        self._pictures.clear()
        self.bytes = 0

    def _forget(self, key: Hashable) -> None:
        """Throw a picture away."""
        if (picture := self._pictures.pop(key, None)) is not None:
            self.bytes -= bytes_of(picture)


def bytes_of(picture: pygame.Surface) -> int:
    """Return the memory that a picture takes, and what it takes to note it."""
    return picture.get_pitch() * picture.height + 500
