from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django_vite.templatetags.django_vite import vite_asset_url

from handschlag.core.ui import components
from handschlag.core.ui.components import Badge, Cell, Text

register = template.Library()
register.filter("initials", components.initials)

TONE_ICONS = {
    "neutral": "circle-dot",
    "info": "info",
    "success": "circle-check",
    "warning": "clock",
    "danger": "circle-alert",
    "error": "circle-alert",
}
EMPTY_ICONS = {"nothing": "inbox", "no_match": "search-x", "not_permitted": "lock"}


@register.simple_tag
def icon(name: str) -> SafeString | str:
    """An icon beside words; `name` is one of `frontend/icons.json`, empty for none."""
    return _symbol(name) if name else ""


@cache
def _symbol(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        vite_asset_url("icons.svg"),
        name,
    )


@register.filter
def tone_icon(tone: str) -> str:
    return TONE_ICONS[tone]


@register.simple_tag
def badge(badge: Badge) -> SafeString:
    symbol = icon(badge.icon or tone_icon(badge.tone))
    return format_html('<span class="badge tone-{}">{}{}</span>', badge.tone, symbol, badge.text)


@register.simple_tag
def cell(cell: Cell, row_url: str = "") -> SafeString:
    """What stands in one cell; put together in Python, for a list has some hundred cells.

    With `row_url` the text is the link that covers the row.
    """
    parts = [_linked(cell, row_url)]
    if cell.badge:
        parts.append(badge(cell.badge))
    if cell.button:
        parts.append(render_to_string("ui/button.html", {"button": cell.button, "is_small": True}))
    if cell.hint:
        parts.append(format_html(' <span class="cell-hint">{}</span>', cell.hint))
    return format_html_join("", "{}", ((part,) for part in parts))


def _linked(cell: Cell, row_url: str) -> str:
    if row_url:
        return format_html('<a class="row-link" href="{}">{}</a>', row_url, cell.text)
    if cell.url:
        return format_html('<a href="{}">{}</a>', cell.url, cell.text)
    return conditional_escape(str(cell.text))


@register.filter
def empty_icon(kind: str) -> str:
    return EMPTY_ICONS[kind]


@register.simple_block_tag
def card(content: str, title: Text = "", url: str = "", link: Text = "") -> SafeString:
    """`{% card title=… url=… link=… %}…{% endcard %}`: a block of a page with its own heading."""
    more = format_html('<a href="{}">{}</a>', url, link) if url else ""
    head = format_html('<div class="card-head"><h2>{}</h2>{}</div>', title, more) if title else ""
    return format_html('<section class="card">{}{}</section>', head, content)


@register.filter
def dialled(phone: str) -> str:
    """`+49 431 5550-12` as a phone dials it."""
    return "".join(character for character in phone if character.isdigit() or character == "+")
