"""Keeps the garbage collector off the frame's path while a week plays."""

import gc


def hold_collector() -> None:
    """Collect once, set what is alive aside for good, and collect no more.

    Call before a film begins: a collection over everything that a game keeps alive takes longer
    than a frame may.
    """
    gc.collect()
    gc.freeze()
    gc.disable()


def release_collector() -> None:
    """Let the collector work again, after the film."""
    gc.enable()
    gc.unfreeze()
