"""Files that came with a mail: kept when they are what they say, else only named with the reason."""

from collections.abc import Iterable

from majup.intake.models import Attachment, Message
from majup.plumbing import files, uploads
from majup.plumbing.mail_message import Attachment as Part

MOST_FILES = 20


def keep(*, message: Message, parts: Iterable[Part]) -> list[Attachment]:
    """Store each of `parts`, or the code of its refusal (uploads.MESSAGES, or "too_many" beyond MOST_FILES)."""
    return [_keep(message, part, is_one_too_many=number > MOST_FILES) for number, part in enumerate(parts, 1)]


def _keep(message: Message, part: Part, *, is_one_too_many: bool) -> Attachment:
    kept = Attachment(
        message=message, name=uploads.safe_name(part.name), content_type=part.content_type, size=len(part.content)
    )
    try:
        if is_one_too_many:
            raise uploads.RefusedError("too_many")
        checked = uploads.check(part.name, part.content)
    except uploads.RefusedError as refusal:
        kept.refused = refusal.code
    else:
        kept.content_type, kept.sha256 = checked.content_type, files.store(checked.content)
    kept.save()
    return kept
