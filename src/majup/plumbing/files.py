"""Documents on disk, each named by the SHA-256 of its content, outside the database and its backups.

A name never changes its content, so a half-written or doubled document cannot exist; erasure deletes the file.
"""

import os
import re
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from django.conf import settings

NAME = re.compile(r"[0-9a-f]{64}")


def path_of(digest: str) -> Path:
    """Raises ValueError for anything but 64 hexadecimal digits, so no input can leave the folder."""
    if not NAME.fullmatch(digest):
        raise ValueError("not a SHA-256 in hexadecimal digits")
    return Path(settings.DOCUMENTS_DIR) / digest[:2] / digest[2:]


def store(content: bytes) -> str:
    """Keep `content`, safe on disk when this returns, and return its digest; doing it again changes nothing."""
    digest = sha256(content).hexdigest()
    target = path_of(digest)
    if target.exists():
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{uuid4().hex}")
    try:
        _write(unfinished, content)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    _sync(target.parent)
    return digest


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(digest: str) -> bytes:
    """Raises FileNotFoundError when it was erased or never kept, OSError when the disk changed it."""
    content = path_of(digest).read_bytes()
    if sha256(content).hexdigest() != digest:
        raise OSError(f"document {digest} is damaged on disk")
    return content


def exists(digest: str) -> bool:
    return path_of(digest).exists()


def delete(digest: str) -> None:
    """Erase the document; nothing happens when it is gone already."""
    path_of(digest).unlink(missing_ok=True)
