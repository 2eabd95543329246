"""Reads a PDF as a person would, for tests of the rooms that make some."""

import io

from pypdf import PdfReader


def words_of(pdf: bytes) -> str:
    """All pages in one line, without the places where long words may break."""
    return words(PdfReader(io.BytesIO(pdf)))


def words(reader: PdfReader) -> str:
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.replace("\u200b", "").split())
