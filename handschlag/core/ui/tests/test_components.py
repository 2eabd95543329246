import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.signals import template_rendered
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from handschlag.core.ui import components as c
from handschlag.core.ui import pages
from handschlag.core.ui.templatetags import ui

HOUSE = Path(pages.__file__).parents[2]
TEMPLATES = HOUSE / "core/ui/templates"
MISSING = "⟨missing %s⟩"
SHELLS = {"ui/bare.html"}


class Page(HTMLParser):
    """Tags with their attributes, as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def values(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.tags if name in attributes]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Parts that another test has rendered would not be rendered again."""
    ui._rendered.cache_clear()


@pytest.fixture
def _says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", MISSING)


@pytest.fixture
def _no_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the portal's slots: what the components need, they are given."""
    processors = (lambda request: {},)
    monkeypatch.setattr(engines["django"].engine, "template_context_processors", processors)


def component_page(language: str = "de") -> HttpResponse:
    request = RequestFactory().get("/components/")
    request.actor = SimpleNamespace(person_id=None)
    request.face = SimpleNamespace(name="portal")
    with translation.override(language):
        return pages.components(request)


@pytest.fixture
def html(_no_slots: None) -> str:
    return component_page().content.decode()


@pytest.fixture
def rendered_templates() -> Iterator[set[str]]:
    names: set[str] = set()

    def note(template: object, **_: object) -> None:
        names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


@pytest.mark.usefixtures("_no_slots")
def test_component_page_shows_every_component(rendered_templates):
    component_page()

    parts = {f"ui/{path.name}" for path in TEMPLATES.glob("ui/*.html")} - SHELLS
    assert parts - rendered_templates == set()


@pytest.mark.usefixtures("_no_slots", "_says_what_is_missing")
@pytest.mark.parametrize("language", ["de", "en"])
def test_component_page_misses_no_variable(language):
    html = component_page(language).content.decode()

    assert "⟨missing" not in html
    assert f'<html lang="{language}"' in html


def test_component_page_has_no_inline_style_script_or_handler(html):
    page = Page(html)

    assert page.values("style") == []
    assert [name for _, a in page.tags for name in a if name.startswith(("on", "hx-on"))] == []
    assert [a for tag, a in page.tags if tag == "script" and "src" not in a] == []
    assert "data:" not in html
    assert "<style" not in html


def test_every_id_stands_once_and_every_reference_has_its_target(html):
    page = Page(html)
    ids = page.values("id")

    assert len(ids) == len(set(ids))
    references = {
        word
        for name in ("aria-describedby", "aria-labelledby", "for")
        for v in page.values(name)
        for word in v.split()
    }
    assert references - set(ids) == set()


def test_every_icon_of_the_house_is_in_the_sprite(html):
    known = set(re.findall(r'"([\w-]+)"', (HOUSE / "core/ui/frontend/icons.json").read_text()))
    written = {
        name
        for path in HOUSE.rglob("*.html")
        for name in re.findall(r'{% icon "([\w-]+)" %}', path.read_text())
    }
    shown = set(re.findall(r'\.svg#([\w-]+)"', html)) - {"mark"}

    assert (written | shown | set(ui.TONE_ICONS.values()) | set(ui.EMPTY_ICONS.values())) <= known


@pytest.mark.usefixtures("_says_what_is_missing")
@pytest.mark.parametrize(
    "name", ["400", "403", "404", "413", "429", "500", "503", "maintenance", "csrf"]
)
def test_error_page_needs_nothing_but_its_reference(name):
    with translation.override("de"):
        html = render_to_string(f"ui/errors/{name}.html", {"reference": "7F3K-92QX"})

    assert "⟨missing" not in html
    assert 'Fehlernummer <strong class="number">7F3K-92QX</strong>' in html
    assert html.count("<h1>") == 1


def test_title_says_error_when_the_form_was_refused():
    refused = SimpleNamespace(errors={"name": ["Fehlt"]})

    with translation.override("de"):
        assert "<title>Fehler: " in render_to_string("ui/bare.html", {"form": refused})
        assert "<title>Fehler: " not in render_to_string("ui/bare.html", {"form": None})


@pytest.mark.parametrize(
    ("chosen", "attribute"),
    [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ("system", "")],
)
def test_theme_is_set_by_the_server(chosen, attribute):
    with translation.override("de"):
        html = render_to_string("ui/bare.html", {"theme": chosen})

    assert f'<html lang="de"{attribute}>' in html


def test_words_of_people_are_escaped():
    evil = "<img src=x onerror=alert(1)>"
    table = c.Table(evil, (c.Column(evil),), (c.Row((c.Cell(evil, evil),), f'/"{evil}'),))

    html = render_to_string("ui/table.html", {"table": table})

    assert [tag for tag, _ in Page(html).tags if tag == "img"] == []
    assert html.count("&lt;img") == 5


def test_totals_of_a_table_are_its_foot():
    total = c.Row((c.Cell(), c.Cell("Total"), c.Cell("12,00 <")))
    columns = (c.Column("No."), c.Column("Name"), c.Column("Sum", "number", "labelled"))

    html = render_to_string("ui/table.html", {"table": c.Table("Lines", columns, (), (total,))})

    foot = html.partition("<tfoot")[2]
    assert '<td role="cell" class="is-number is-labelled">12,00 &lt;</td>' in foot
    assert "data-label" not in foot


def test_kept_part_is_shown_anew_for_other_values_and_languages():
    def shown(label: str, language: str) -> str:
        menu = c.Menu(label, (c.MenuEntry(_("Orders"), "/"),))
        with translation.override(language):
            return ui.kept("ui/menu.html", menu=menu)

    first = shown("2026", "de")

    assert shown("2026", "de") == first
    assert ui._rendered.cache_info().hits == 1
    assert "2025" in shown("2025", "de")
    assert "Bestellungen" in first
    assert "Orders" in shown("2026", "en")


def test_kept_part_shows_what_is_the_visitors_own_and_keeps_nothing_of_it():
    def shown(name: str) -> str:
        return ui.kept("ui/page/themes.html", theme="dark", own_path=name, own_token="t")

    assert 'value="/a?b=&lt;1&gt;"' in shown("/a?b=<1>")
    other = shown("\ue000own_token\ue001")
    assert "/a?b" not in other
    assert 'value="\ue000own_token\ue001"' in other
    assert ui._rendered.cache_info().misses == 1


def test_table_refuses_a_row_that_does_not_fit_its_columns():
    table = c.Table("Orders", (c.Column("Order"), c.Column("Date")), (c.Row((c.Cell("1"),)),))

    with pytest.raises(ValueError, match="shorter"):
        render_to_string("ui/table.html", {"table": table})


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Petra Lindner", "PL"), ("Anna Maria von Weber", "AW"), ("Kessler", "K"), ("", "")],
)
def test_initials_are_of_the_first_and_the_last_word(name, letters):
    assert c.initials(name) == letters


def test_phone_number_is_dialled_without_its_spaces():
    assert ui.dialled("+49 (431) 5550-12") == "+49431555012"


def test_pager_knows_an_empty_query_from_none():
    assert c.pager("", None) == c.Pager(older_url="?", newer_url="")
