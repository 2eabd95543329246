"""The rows of a table: put together in Python, for a list has some hundred cells, and a template
would spend more time on them than on all the rest of the page."""

from collections.abc import Iterable
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from handschlag.core.ui.components import Cell, Column, Row, Table, Text
from handschlag.core.ui.templatetags.ui import badge

register = template.Library()

END_OF_ROW = "</tr>\n    "


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    return _joined(_row(table.columns, row) for row in table.rows)


@register.simple_tag
def table_totals(table: Table) -> SafeString:
    return _joined(_total(table.columns, row) for row in table.totals)


def _joined(rows: Iterable[str]) -> SafeString:
    return mark_safe("".join(rows))  # noqa: S308  every text in it is `_escaped`


def _row(columns: tuple[Column, ...], row: Row) -> str:
    """The text of the first cell is the link that covers the row."""
    pairs = zip(columns, row.cells, strict=True)
    cells = [
        _cell(column, cell, "" if place else row.url) for place, (column, cell) in enumerate(pairs)
    ]
    link = ' class="has-link"' if row.url else ""
    return f'<tr role="row"{link}>{"".join(cells)}{END_OF_ROW}'


def _total(columns: tuple[Column, ...], row: Row) -> str:
    """Texts alone, without the headings that a phone shows beside the cells of other rows."""
    pairs = zip(columns, row.cells, strict=True)
    cells = (
        f'<td role="cell" class="{_look(column, cell)}">{_escaped(cell.text)}</td>'
        for column, cell in pairs
    )
    return f'<tr role="row">{"".join(cells)}{END_OF_ROW}'


def _cell(column: Column, cell: Cell, row_url: str) -> str:
    label = f' data-label="{_escaped(column.label)}"' if column.phone == "labelled" else ""
    return f'<td role="cell" class="{_look(column, cell)}"{label}>{_content(cell, row_url)}</td>'


def _look(column: Column, cell: Cell) -> str:
    is_empty = not (cell.text or cell.hint or cell.badge or cell.button)
    place = "hidden" if cell.is_repeated else column.phone
    return f"is-{column.kind} is-{place}{' is-empty' if is_empty else ''}"


def _content(cell: Cell, row_url: str) -> str:
    text = _linked(cell, row_url)
    if cell.badge:
        text += badge(cell.badge)
    if cell.button:
        text += render_to_string("ui/button.html", {"button": cell.button, "is_small": True})
    if cell.hint:
        text += f' <span class="cell-hint">{_escaped(cell.hint)}</span>'
    return text


def _linked(cell: Cell, row_url: str) -> str:
    if row_url:
        return f'<a class="row-link" href="{_escaped(row_url)}">{_escaped(cell.text)}</a>'
    if cell.url:
        return f'<a href="{_escaped(cell.url)}">{_escaped(cell.text)}</a>'
    return _escaped(cell.text)


def _escaped(text: Text) -> str:
    """Without what `django.utils.html` does for lazy texts, which costs more than the escaping."""
    said = str(text)
    return said if isinstance(said, SafeString) else escape(said)
