"""Puts bytes into the storage folder and hands them out again."""

import hashlib
import os
import tempfile
from pathlib import Path

import puremagic
from django.conf import settings
from django.http import FileResponse, Http404

from handschlag.core.files.models import StoredFile

SANDBOX = "default-src 'none'; sandbox"
UNKNOWN = "application/octet-stream"
UNNAMED = "file"
LONGEST_NAME, LONGEST_SUFFIX = 200, 20


def store(
    organisation_id: int, name: str, content: bytes, *, state: StoredFile.State
) -> StoredFile:
    """Keep `content` for an organisation; its media type is read from the bytes, not the name."""
    stored = StoredFile(
        organisation_id=organisation_id,
        name=cleaned_name(name),
        media_type=sniff(content),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        state=state,
    )
    _write_once(stored.path, content)
    stored.save()
    return stored


def respond(stored: StoredFile) -> FileResponse:
    """The file as an attachment that no browser runs. The caller's gate has been passed."""
    if stored.state != StoredFile.State.CLEAN:
        raise Http404
    response = FileResponse(
        stored.path.open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.media_type,
    )
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def cleaned_name(name: str) -> str:
    """The last part of a path, without what would break a header, at most 200 characters."""
    printable = "".join(c for c in name.replace("\\", "/") if c.isprintable())
    last = Path(printable.rpartition("/")[2].strip(". ") or UNNAMED)
    suffix = last.suffix[:LONGEST_SUFFIX]
    return last.stem[: LONGEST_NAME - len(suffix)] + suffix


def sniff(content: bytes) -> str:
    if not content:
        return UNKNOWN
    try:
        return puremagic.from_string(content, mime=True) or UNKNOWN
    except puremagic.PureError:
        return UNKNOWN


def ensure_folder() -> None:
    """Make the storage folder where it is missing, for the account of the processes alone."""
    Path(settings.FILES).mkdir(mode=0o700, parents=True, exist_ok=True)


def _write_once(path: Path, content: bytes) -> None:
    """On disk, whole, before the row that names it is committed."""
    if path.exists():
        return
    ensure_folder()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
