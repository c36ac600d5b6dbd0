"""Writing: a file is there whole or not at all, and a place that can't be written to says so."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from trustsim.errors import WriteFailed


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file under a temporary name, then give it its own.

    Args:
        path: where it is to lie; its folder is made if need be.
        write: fills the file.

    Raises:
        WriteFailed: the place can't be written to, or the disk is full; what was there is intact.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as stream:
                write(stream)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
        finally:
            with suppress(OSError):
                temporary.unlink()
    except OSError as error:
        raise WriteFailed(refusal(path, error)) from error


def write_text(path: Path, text: str) -> None:
    """Write a text file whole, or raise WriteFailed."""
    write_whole(path, lambda stream: stream.write(text.encode("utf-8")))


def make_folder(folder: Path) -> None:
    """Make a folder that can be written to, or raise WriteFailed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteFailed(refusal(folder, error)) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise WriteFailed(f"{folder} can't be written to; choose another folder, or free this one")


def refusal(path: Path, error: OSError) -> str:
    """Say in a sentence why a place can't take a file."""
    reason = (error.strerror or str(error)).lower()
    return f"{path} can't be written: {reason}; make room there, or choose another place"
