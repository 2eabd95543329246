"""What a room says about itself, and how the house asks every room the same question."""

import importlib
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from types import ModuleType
from typing import Any, ClassVar, cast

from django.apps import AppConfig, apps

CONTRIBUTIONS = frozenset(
    {
        "cards",
        "demo",
        "desk_panels",
        "desk_sources",
        "finders",
        "forgetting",
        "letters",
        "mail_answers",
        "mail_pictures",
        "menu",
        "panels",
        "personal_data",
        "previews",
        "reactions",
        "retention",
        "rights",
        "samples",
        "subject_actions",
        "subjects",
        "whose_rights",
        "tables",
        "todos",
        "topics",
        "visibility",
    }
)


class Capability(AppConfig):
    """A room of the house. A portal switches `switchable` ones on and off."""

    default = False  # Django would else find two configurations in a room's apps.py and take none
    default_auto_field = "django.db.models.BigAutoField"
    icon: ClassVar[str] = "circle"
    purposes: ClassVar[frozenset[str]] = frozenset({"customer", "service", "supplier"})
    switchable: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        cls.default = True


def capabilities() -> list[Capability]:
    return [config for config in apps.get_app_configs() if isinstance(config, Capability)]


def contributions_module(capability: Capability) -> ModuleType | None:
    return _module(f"{capability.name}.contributions")


@cache
def _module(name: str) -> ModuleType | None:
    return importlib.import_module(name) if find_spec(name) else None


def contributions(kind: str) -> Iterator[tuple[Capability, Any]]:
    """Every room's answer to one question, in the order of INSTALLED_APPS.

    An answer is the module-level name `kind` in the room's `contributions.py`.
    """
    if kind not in CONTRIBUTIONS:
        raise LookupError(f"'{kind}' is no contribution; known are {sorted(CONTRIBUTIONS)}")
    for capability in capabilities():
        module = contributions_module(capability)
        if module is not None and hasattr(module, kind):
            yield capability, getattr(module, kind)


def switchable_labels(purpose: str) -> list[str]:
    return [c.label for c in capabilities() if c.switchable and purpose in c.purposes]


def capability_of(model: type) -> Capability:
    return cast("Capability", apps.get_app_config(model._meta.app_label))  # type: ignore[attr-defined]
