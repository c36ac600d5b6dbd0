"""Files that are either whole or not there, whatever happens while they are written."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from trustsim.errors import WriteFailed

TEMPORARY = ".unfinished-"
"""What the names of files begin with that are not yet whole."""


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a stream to write a file through, which appears under its name only when it is whole.

    A crash leaves either the old file or the new one, never a part; and after a power cut a file
    written earlier is there if one written later is.

    Raises:
        WriteFailed: if it can't be written; whatever was there before is still there.
    """
    temporary = path.with_name(f"{TEMPORARY}{path.name}")
    with writing(path):
        try:
            with temporary.open("wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that appears only when it is whole; see `whole_file`."""
    with whole_file(path) as stream:
        stream.write(content)


def append_line(path: Path, line: str) -> None:
    """Append one line to a file.

    Raises:
        WriteFailed: if it can't be written.
    """
    with writing(path), path.open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")


def make_folder(path: Path) -> None:
    """Make a folder and those above it, if they are not there.

    Raises:
        WriteFailed: if that can't be done.
    """
    with writing(path):
        path.mkdir(parents=True, exist_ok=True)


def remove(path: Path) -> None:
    """Remove a file if it is there.

    Raises:
        WriteFailed: if it can't be removed.
    """
    with writing(path):
        path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says of a file that can't be written into a sentence."""
    try:
        yield
    except OSError as error:
        raise WriteFailed(_sentence(path, error)) from error


def _sentence(path: Path, error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return (
                f"{path} can't be written: the disk is full; make room and run the same command "
                "again, it goes on where it stopped"
            )
        case errno.EROFS | errno.EACCES | errno.EPERM | errno.ENOTDIR | errno.EEXIST | errno.EISDIR:
            return f"{path} can't be written: {reason}; choose another folder"
        case _:
            return f"{path} can't be written: {reason}"
