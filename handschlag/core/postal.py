"""Postal addresses as documents keep them: a copy, so that an old order keeps its address."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from babel import Locale
from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """`country` is an ISO 3166 code; `addition` a department, floor or person."""

    name: str = ""
    addition: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> "PostalAddress":
        return cls(**stored)

    def to_json(self) -> dict[str, str]:
        return {key: value for key, value in asdict(self).items() if value}

    @property
    def lines(self) -> list[str]:
        place = f"{self.postal_code} {self.city}".strip()
        parts = (self.name, self.addition, self.street, place, country_name(self.country))
        return [line for line in parts if line]


def country_name(code: str) -> str:
    """What the reader calls the country; a code that is none stays as it is."""
    names = Locale.parse(get_language() or "de", sep="-").territories
    return names.get(code.upper(), code)
