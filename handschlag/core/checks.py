"""What keeps the process from starting, each with a sentence that says what to do."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

from handschlag.core import retention
from handschlag.core.capability import CONTRIBUTIONS, capabilities, contributions_module
from handschlag.core.isolation.declarations import tables


@register(Tags.models)
def every_table_is_declared(**_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The table '{table}' does not say whose rows it holds.",
            hint="Give its model `isolation = owned(...)`, `shared(...)`, `identity(...)`, "
            "`credentials(...)` or `system(...)`, or name the table in its room's "
            "`contributions.tables`.",
            id="handschlag.E001",
        )
        for table, declaration in tables()
        if declaration is None
    ]


@register(Tags.models)
def every_table_has_a_retention_class(**_: Any) -> list[CheckMessage]:
    known = retention.classes()
    return [
        Error(
            f"The table '{table}' names the retention class '{declaration.retention}', "
            "which nobody declares.",
            hint=f"Use one of {', '.join(sorted(known))}, or add it to your room's "
            "`contributions.retention`.",
            id="handschlag.E002",
        )
        for table, declaration in tables()
        if declaration is not None and declaration.retention not in known
    ]


@register(Tags.urls)
def every_route_has_a_rule(**_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The route '{route}' does not say who may use it.",
            hint="Decorate its view with `@page(rule)` from handschlag.core.http.",
            id="handschlag.E003",
        )
        for route, view in routes()
        if not hasattr(view, "door")
    ]


@register()
def every_contribution_is_known(**_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"{capability.name}.contributions has '{name}', which the house never asks for.",
            hint=f"Known are {', '.join(sorted(CONTRIBUTIONS))}; begin private names with '_'.",
            id="handschlag.E004",
        )
        for capability in capabilities()
        for name in _public_names(contributions_module(capability))
        if name not in CONTRIBUTIONS
    ]


def routes(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every route of the installation with its view."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


def _public_names(module: Any) -> list[str]:
    if module is None:
        return []
    own = {name: value for name, value in vars(module).items() if not name.startswith("_")}
    return [
        name
        for name, value in own.items()
        if getattr(value, "__module__", None) == module.__name__ or name in CONTRIBUTIONS
    ]
