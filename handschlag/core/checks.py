"""What keeps the process from starting, each with a sentence that says what to do."""

import ast
import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.db.models import ForeignKey, Model
from django.urls import URLPattern, URLResolver, get_resolver

from handschlag.core import retention
from handschlag.core.capability import CONTRIBUTIONS, capabilities, contributions_module
from handschlag.core.faces import FaceName
from handschlag.core.isolation.declarations import Kind, declared, tables
from handschlag.core.isolation.fields import OwnedForeignKey
from handschlag.core.isolation.schema import owned_models


class UnsoundInstallationError(Exception):
    """The installation would not keep its promises; the message says what to do."""


def ensure_sound(*tags: str) -> None:
    """Stop the start of a process when a check fails."""
    serious = [found for found in run_checks(tags=tags or None) if found.is_serious()]
    if serious:
        raise UnsoundInstallationError(
            "\n".join(f"{found.msg} {found.hint or ''}" for found in serious)
        )


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


@register(Tags.urls)
def every_route_has_a_face(**_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The route '{route}' is at no host: {sorted(view.door.at)}.",
            hint=f"`@page(rule, at=...)` takes some of {', '.join(FaceName)}.",
            id="handschlag.E007",
        )
        for route, view in routes()
        if hasattr(view, "door") and not (view.door.at and {*view.door.at} <= {*FaceName})
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


@register(Tags.models)
def every_owned_table_names_its_organisation(**_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The rows of '{model._meta.label}' belong to an organisation, but its table has no "
            "column `organisation_id` that is NOT NULL.",
            hint="Let the model inherit `OwnedRecord` or `OwnedPart` from "
            "handschlag.platform.organisations.models.",
            id="handschlag.E005",
        )
        for model in owned_models()
        if not _names_its_organisation(model)
    ]


@register(Tags.models)
def every_key_to_an_owned_table_is_composite(**_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"'{model._meta.label}.{field.name}' points at an owned table, so it could point at "
            "a row of another organisation.",
            hint="Use `OwnedForeignKey` from handschlag.core.isolation.fields.",
            id="handschlag.E006",
        )
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey) and not isinstance(field, OwnedForeignKey)
        if _is_owned(field.related_model)
    ]


def _names_its_organisation(model: type[Model]) -> bool:
    return any(f.column == "organisation_id" and not f.null for f in model._meta.local_fields)


def _is_owned(model: Any) -> bool:
    declaration = declared(model)
    return declaration is not None and declaration.kind is Kind.OWNED


def routes(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every route of the installation with its view."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


def _public_names(module: ModuleType | None) -> list[str]:
    """What the module itself defines; what it imports is its own business."""
    if module is None:
        return []
    return [
        name
        for statement in ast.parse(inspect.getsource(module)).body
        for name in _defined(statement)
        if not name.startswith("_") and not name.isupper()
    ]


def _defined(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Assign):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return [statement.target.id]
    return []
