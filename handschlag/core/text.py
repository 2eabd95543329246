"""What a company writes, in several languages."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language


class Translated(dict[str, str]):
    """Texts by language code; reads as the reader's language, else the default, else any."""

    def __str__(self) -> str:
        return self.in_language(get_language() or settings.LANGUAGE_CODE)

    def in_language(self, language: str) -> str:
        for code in (language, language.partition("-")[0], settings.LANGUAGE_CODE):
            if self.get(code):
                return self[code]
        return next((text for text in self.values() if text), "")


class TranslatedField(models.JSONField):
    """A `Translated`, stored as jsonb by language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"default": Translated, "blank": True, **options})

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Translated:
        return Translated(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> Translated:
        return Translated(super().to_python(value) or {})
