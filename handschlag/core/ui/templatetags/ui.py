from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_vite.templatetags.django_vite import vite_asset_url

from handschlag.core.ui import components
from handschlag.core.ui.components import Text

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
    if not name:
        return ""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        vite_asset_url("icons.svg"),
        name,
    )


@register.filter
def tone_icon(tone: str) -> str:
    return TONE_ICONS[tone]


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
