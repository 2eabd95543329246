"""Reads a PDF as a person would, for tests of the rooms that make some."""

import io

from pypdf import PdfReader


def words_of(pdf: bytes) -> str:
    """All pages in one line, without the places where long words may break."""
    return words(PdfReader(io.BytesIO(pdf)))


def words(reader: PdfReader) -> str:
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.replace("\u200b", "").split())


def pictures_on(pdf: bytes) -> list[tuple[int, int]]:
    """How many pixels wide and high each picture of the first page is."""
    return [picture.image.size for picture in PdfReader(io.BytesIO(pdf)).pages[0].images]  # type: ignore[union-attr]
