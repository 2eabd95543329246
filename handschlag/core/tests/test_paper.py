"""What the typesetter makes: a PDF for the archive, tagged, with every text as it was given."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image
from pypdf import PdfReader

from handschlag.core.files.rasters import stored
from handschlag.core.paper.parts import Letterhead, Paper, logo_size
from handschlag.core.paper.typeset import typeset
from handschlag.core.postal import PostalAddress
from handschlag.core.tests.pdf import words
from handschlag.core.ui.components import Cell, Column, Fact, Row, Table, total_row

NOW = datetime(2026, 11, 23, 9, 0, 1, 500, tzinfo=UTC)
COLUMNS = (Column("Pos."), Column("Bezeichnung", phone="title"), Column("Betrag", kind="number"))
BRENNER = PostalAddress("Brenner GmbH", street="Weg 1", postal_code="20457", city="Hamburg")
HOSTILE = (
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0"',
    "*fett* _kursiv_ `roh` = Kopf",
    "\\ $a^2$ <b> @ref // weg /* */",
    '"); #panic("x',
    "{{7*7}} ${7*7} %s",
)


def paper(*names: str) -> Paper:
    rows = tuple(
        Row((Cell(str(at)), Cell(name, hint="Artikel 1"), Cell("1,00\u00a0€")))
        for at, name in enumerate(names, 1)
    )
    totals = (total_row("Nettobetrag", "84,03\u00a0€", 3), total_row("Brutto", "100,00\u00a0€", 3))
    return Paper(
        title="Rechnungskopie RE-77",
        language="de",
        letterhead=Letterhead("Brenner GmbH", BRENNER, "#1F5C4D", ("USt-IdNr. DE123",)),
        recipient=PostalAddress("Kessler GmbH"),
        facts=(Fact("Datum", ("12. November 2026",)),),
        lines=Table("Positionen", COLUMNS, rows, totals),
        notes=("Ein Hinweis.",),
        mark="Kopie, kein Original",
    )


def read(made: Paper) -> PdfReader:
    return PdfReader(io.BytesIO(typeset(made, NOW)))


@pytest.fixture(scope="module")
def short() -> PdfReader:
    return read(paper("Umwälzpumpe"))


def test_paper_says_what_was_given(short: PdfReader) -> None:
    text = words(short)
    for said in ("Rechnungskopie RE-77", "Kessler GmbH", "Umwälzpumpe", "84,03 €", "Ein Hinweis."):
        assert said in text
    assert "Kopie, kein Original" in text
    assert "Seite 1 von 1" in text


def test_paper_is_for_the_archive_and_for_screen_readers(short: PdfReader) -> None:
    root = short.trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "de"
    assert short.metadata
    assert short.metadata.title == "Rechnungskopie RE-77"
    assert short.metadata.author == "Brenner GmbH"


def test_headings_and_tables_are_tagged(short: PdfReader) -> None:
    kinds = set(tags(short.trailer["/Root"]["/StructTreeRoot"]))
    assert {"/H1", "/Table", "/TR", "/TH", "/TD"} <= kinds


def tags(element: object) -> list[str]:
    return [str(kid.get("/S", "")) for kid in elements(element)]


def elements(element: object) -> list[dict[str, object]]:
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        return [kid for part in element for kid in elements(part)]
    if not isinstance(element, dict):
        return []
    return [element, *elements(element.get("/K"))]


def placed(reader: PdfReader) -> list[tuple[str, tuple[float, float]]]:
    """The words of the first page, and where they begin."""
    found: list[tuple[str, tuple[float, float]]] = []
    reader.pages[0].extract_text(
        visitor_text=lambda text, cm, tm, font, size: found.append(
            (text.strip(), (round(tm[4], 1), round(tm[5], 1)))
        )
    )
    return [(word, place) for word, place in found if word]


def with_logo(width: int, height: int) -> Paper:
    out = io.BytesIO()
    Image.new("RGBA", (width, height), "#C2571A80").save(out, "PNG")
    made = paper("Ventil")
    return replace(made, letterhead=replace(made.letterhead, logo=stored(out.getvalue())))


def figures(reader: PdfReader) -> list[str]:
    marked = elements(reader.trailer["/Root"]["/StructTreeRoot"])
    return [str(kid["/Alt"]) for kid in marked if kid.get("/S") == "/Figure"]


def test_logo_is_described_and_the_rest_stays_where_it_was(short: PdfReader) -> None:
    reader = read(with_logo(800, 160))
    assert figures(reader) == ["Logo: Brenner GmbH"]
    assert figures(short) == []
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    plain = read(paper("Ventil"))
    assert [place for word, place in placed(reader) if word != "Brenner GmbH"] == [
        place for word, place in placed(plain) if word != "Brenner GmbH"
    ]


@pytest.mark.parametrize(
    ("dots", "millimetres"),
    [
        ((800, 160), (60, 12)),
        ((800, 40), (60, 3)),
        ((100, 160), (7.5, 12)),
        ((100, 50), (12.7, 6.35)),
    ],
    ids=["largest", "flat", "high", "few dots"],
)
def test_logo_is_as_large_as_it_stays_sharp(
    dots: tuple[int, int], millimetres: tuple[float, float]
) -> None:
    logo = with_logo(*dots).letterhead.logo
    assert logo
    assert logo_size(logo) == millimetres


def test_typefaces_are_embedded_and_nothing_is_called(short: PdfReader) -> None:
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for font in short.pages[0]["/Resources"]["/Font"].values()
    ]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(font) for font in fonts)
    assert not {"/OpenAction", "/AA", "/Names"} & set(short.trailer["/Root"])


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_markup(text: str) -> None:
    made = replace(
        paper(text),
        title=text,
        mark=text,
        notes=(text,),
        recipient=PostalAddress(text),
        facts=(Fact(text, (text,)),),
    )
    reader = read(made)
    assert words(reader).replace(" ", "").count(text.replace(" ", "")) == 7
    assert reader.metadata
    assert reader.metadata.title == text


def test_what_the_typeface_lacks_is_marked() -> None:
    text = words(read(paper("Ventil \U0001f600", "\u202eשלום\u202c", "Zeile\x00\x1b\ufffe zwei\n")))
    assert "Ventil ?" in text
    assert "????" in text
    assert "Zeile zwei" in text


def test_longest_word_stays_on_the_page() -> None:
    reader = read(paper("W" * 400))
    rights: list[float] = []
    for page in reader.pages:
        page.extract_text(visitor_text=lambda text, cm, tm, font, size: rights.append(tm[4]))
    assert "W" * 400 in words(reader).replace(" ", "")
    assert max(rights) < 595


@pytest.mark.parametrize(("language", "said"), [("de", "Seite 2 von 2"), ("en", "Page 2 of 2")])
def test_second_page_begins_with_the_head_of_the_table(language: str, said: str) -> None:
    reader = read(replace(paper(*("Ventil" for _ in range(40))), language=language))
    second = reader.pages[1].extract_text()
    assert said in second
    assert "Bezeichnung" in second
    assert "Kopie, kein Original" in second


def test_totals_and_lines_stay_in_one_piece() -> None:
    for count in range(22, 30):
        pages = [page.extract_text() for page in read(paper(*["Ventil"] * count)).pages]
        assert [page.count("Ventil") for page in pages] == [page.count("Artikel") for page in pages]
        assert [page for page in pages if "Nettobetrag" in page] == [
            page for page in pages if "Brutto" in page
        ]


def test_eleven_hundred_lines_come_once_each_and_in_order() -> None:
    reader = read(paper(*(f"Ventil-{at}-Ende" for at in range(1, 1115))))
    text = words(reader)
    places = [text.index(f"Ventil-{at}-Ende") for at in range(1, 1115)]
    assert places == sorted(places)
    assert f"Seite {len(reader.pages)} von {len(reader.pages)}" in text


def test_home_letters_name_no_country_and_foreign_ones_do() -> None:
    sender = replace(BRENNER, country="DE")
    made = replace(paper("Ventil"), letterhead=Letterhead("Brenner GmbH", sender, "#FFEE00"))
    assert "Deutschland" not in words(read(replace(made, recipient=replace(sender))))
    abroad = replace(made, recipient=PostalAddress("Huber", city="Wien", country="AT"))
    assert "Österreich" in words(read(abroad))


def test_paper_without_lines_is_made() -> None:
    empty = replace(paper(), facts=(), notes=(), lines=Table("Positionen", COLUMNS, ()))
    assert "Rechnungskopie RE-77" in words(read(empty))
