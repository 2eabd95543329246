"""Built into every template: what each form carries beside its own fields."""

from django import template
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from handschlag.core.http.acting_for import FIELD

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> str:
    """Django's, and with it the organisation for which the page was made: no form forgets it."""
    token = CsrfTokenNode().render(context)
    organisation = context.get(FIELD)
    if not organisation:
        return token
    return format_html('{}<input type="hidden" name="{}" value="{}">', token, FIELD, organisation)
