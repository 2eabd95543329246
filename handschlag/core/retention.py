"""How long rows are kept. Classes are data that rooms contribute; terms begin at year's end."""

from dataclasses import dataclass

from django.utils.functional import Promise

from handschlag.core.capability import contributions


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """`years` None means as long as the installation; `basis` names the legal ground."""

    name: str
    years: int | None
    basis: str | Promise


def classes() -> dict[str, RetentionClass]:
    return {item.name: item for _, items in contributions("retention") for item in items}
