"""Jobs of the offer stage."""

from procrastinate.contrib.django import app

from majup.plumbing import files


@app.task(queue="upkeep")
def delete_pdf(sha256: str) -> None:
    """Take the PDF of an erased letter from the disk; asked for in the erasure's transaction: no kill loses it."""
    files.delete(sha256)
