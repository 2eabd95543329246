"""Fields that are there once for each language that a portal speaks."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language_info

from handschlag.core.text import Translated
from handschlag.platform.portals.models import Portal


def field_names(name: str, portal: Portal) -> dict[str, str]:
    """By language the name of its field."""
    return {code: f"{name}_{code}" for code in portal.languages}


def initial(name: str, portal: Portal, text: Mapping[str, str]) -> dict[str, str]:
    return {field: text.get(code, "") for code, field in field_names(name, portal).items()}


def typed(name: str, portal: Portal, values: Mapping[str, Any]) -> Translated:
    names = field_names(name, portal)
    return Translated({code: values[field] for code, field in names.items() if values[field]})


def label_in(label: Any, code: str) -> str:
    """`label` has a place for the language's name."""
    return str(label) % {"language": get_language_info(code)["name_translated"]}


def long_text(label: str, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 12})
    return forms.CharField(label=label, widget=area, **options)
