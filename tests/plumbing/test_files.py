"""Documents are whole or absent, named by their content, and gone when erased."""

from hashlib import sha256
from pathlib import Path

import pytest

from majup.plumbing import files


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    return settings.DOCUMENTS_DIR


def test_a_document_is_kept_once_under_the_name_of_its_content(folder):
    digest = files.store(b"%PDF one")
    assert digest == sha256(b"%PDF one").hexdigest()
    assert files.store(b"%PDF one") == digest
    assert files.read(digest) == b"%PDF one"
    assert [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()] == [
        f"{digest[:2]}/{digest[2:]}"
    ]
    assert (folder / digest[:2] / digest[2:]).stat().st_mode & 0o077 == 0


def test_an_erased_document_is_gone_and_erasing_again_is_no_error():
    digest = files.store(b"secret")
    assert files.exists(digest) is True
    files.delete(digest)
    files.delete(digest)
    assert files.exists(digest) is False
    with pytest.raises(FileNotFoundError):
        files.read(digest)


def test_what_the_disk_changed_is_not_handed_out(folder):
    digest = files.store(b"as sent")
    (folder / digest[:2] / digest[2:]).write_bytes(b"as sent?")
    with pytest.raises(OSError, match="damaged"):
        files.read(digest)


def test_a_full_disk_leaves_no_half_document(folder, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.store(b"content")
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "\n", "/" + "0" * 63])
def test_no_name_leads_out_of_the_folder(name):
    for act in (files.read, files.exists, files.delete):
        with pytest.raises(ValueError, match="SHA-256"):
            act(name)
