"""Postal addresses as documents keep them: a copy, so that an old order keeps its address."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass


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
        return [
            line for line in (self.name, self.addition, self.street, place, self.country) if line
        ]
