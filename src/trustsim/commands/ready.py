"""What a command says before it starts to work on a machine that has no kernels yet."""

from __future__ import annotations

import click


def say_if_cold(*, quiet: bool = False) -> None:
    """Tell whoever waits that the kernels are compiled first; nothing where they are there.

    Args:
        quiet: whether the command speaks to a program, which waits without being told.
    """
    from trustsim.market.jit import PREPARING, is_cold

    if not quiet and is_cold():
        click.echo(PREPARING, err=True)
