"""Files are kept whole, known by their content, and handed out so that no browser runs them."""

from pathlib import Path

import pytest
from django.http import Http404
from pytest_django import Settings

from handschlag.core.actor import Actor, ActorKind, system_actor
from handschlag.core.files import storage
from handschlag.core.files.models import StoredFile
from handschlag.core.isolation import acting

BY = system_actor("test")
CLEAN = StoredFile.State.CLEAN
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PAGE = b"<html><script>alert(1)</script></html>"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.FILES = tmp_path
    return tmp_path


def store(content: bytes = PDF, name: str = "Rechnung.pdf", organisation: int = 10) -> StoredFile:
    with acting(BY):
        return storage.store(organisation, name, content, state=CLEAN)


def test_file_lies_under_its_hash_in_its_organisations_folder(folder: Path) -> None:
    stored = store()
    assert stored.path.read_bytes() == PDF
    assert stored.path.relative_to(folder).parts[0] == "10"
    assert stored.path.name == stored.sha256
    assert [path for path in folder.rglob("*") if path.is_file()] == [stored.path]


def test_folder_is_open_to_the_house_alone(settings: Settings, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "var" / "files"
    stored = store()
    assert settings.FILES.stat().st_mode & 0o777 == 0o700
    assert stored.path.stat().st_mode & 0o777 == 0o600


def test_same_content_of_two_organisations_lies_apart() -> None:
    assert store(organisation=10).path != store(organisation=20).path


def test_same_content_is_written_once() -> None:
    first = store()
    before = first.path.stat().st_ino
    assert store(name="Kopie.pdf").path.stat().st_ino == before


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (PAGE, "text/html"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 64, "image/png"),
        (b"nothing known", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_media_type_comes_from_the_content(content: bytes, media_type: str) -> None:
    assert store(content, "harmless.pdf").media_type == media_type


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\Angebot.pdf", "Angebot.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
        ("..", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("a." + "x" * 300, "a." + "x" * 19),
        ("Prüfbericht „neu“.pdf", "Prüfbericht „neu“.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
    ],
)
def test_name_cannot_break_out(name: str, cleaned: str) -> None:
    assert store(name=name).name == cleaned


@pytest.mark.parametrize("content", [PDF, PAGE])
def test_response_is_an_attachment_that_no_browser_runs(content: bytes) -> None:
    response = storage.respond(store(content, 'Übersicht "neu".html'))
    assert b"".join(response) == content
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    response.close()


@pytest.mark.parametrize("state", [StoredFile.State.PENDING, StoredFile.State.QUARANTINED])
def test_unchecked_file_is_not_handed_out(state: StoredFile.State) -> None:
    with acting(BY):
        stored = storage.store(10, "x.pdf", PDF, state=state)
    with pytest.raises(Http404):
        storage.respond(stored)


def test_file_is_seen_by_its_organisation_alone() -> None:
    stored = store()
    for organisation, seen in ((10, True), (20, False)):
        with acting(Actor(kind=ActorKind.PERSON, person_id=1, organisation_id=organisation)):
            assert StoredFile.objects.filter(pk=stored.pk).exists() is seen


def test_interrupted_write_leaves_nothing_half(folder: Path, monkeypatch: object) -> None:
    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        store()
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    with acting(BY):
        assert StoredFile.objects.count() == 0
