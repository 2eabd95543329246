import re
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django_vite.templatetags.django_vite import vite_asset_url

from handschlag.core.prose import prose as html_of
from handschlag.core.ui import components
from handschlag.core.ui.components import Badge, Text, Tone
from handschlag.core.ui.palette import palette

OWN = "own_"
# Characters that no text of ours has.
BEGIN, END = "\ue000", "\ue001"
PLACE = re.compile(f"{BEGIN}([a-z_]+){END}")

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
def in_light(brand: str, token: str) -> str:
    """A colour of the palette of `brand`, for mails: they know no custom properties."""
    return palette(brand).light[token]


@register.filter
def in_dark(brand: str, token: str) -> str:
    return palette(brand).dark[token]


@register.simple_tag
def kept(template_name: str, **values: Any) -> SafeString:
    """As `include … only`, for a part that many pages have: the same values give the same HTML.

    The values must be immutable and say all that is shown. What differs from visitor to visitor
    would only fill the memory: it is called `own_…`, and the part may show it and do nothing
    else with it.
    """
    same = tuple((name, value) for name, value in values.items() if not name.startswith(OWN))
    own = tuple(name for name in values if name.startswith(OWN))
    texts = list(_rendered(template_name, get_language(), same, own))
    texts[1::2] = [conditional_escape(values[name]) for name in texts[1::2]]
    return mark_safe("".join(texts))  # noqa: S308  each is a template's or has been escaped


@lru_cache(maxsize=1_000)
def _rendered(
    name: str, _language: str | None, same: tuple[tuple[str, Any], ...], own: tuple[str, ...]
) -> list[str]:
    """What the template says, and in every second place the name of what is the visitor's own."""
    places = {key: f"{BEGIN}{key}{END}" for key in own}
    return PLACE.split(render_to_string(name, dict(same) | places))


@register.filter
def tone_icon(tone: str) -> str:
    return TONE_ICONS[tone]


@register.simple_tag
def badge(badge: Badge) -> SafeString:
    return _badge(badge.tone, badge.icon, str(badge.text))


@lru_cache(maxsize=500)
def _badge(tone: Tone, icon_name: str, text: str) -> SafeString:
    symbol = icon(icon_name or tone_icon(tone))
    return format_html('<span class="badge tone-{}">{}{}</span>', tone, symbol, text)


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
def prose(text: object) -> SafeString:
    return html_of(str(text))


@register.filter
def dialled(phone: str) -> str:
    """`+49 431 5550-12` as a phone dials it."""
    return "".join(character for character in phone if character.isdigit() or character == "+")
