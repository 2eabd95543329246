"""The roles that every installation begins with, made of the rights that rooms declare."""

from django.utils.translation import gettext, override

from handschlag.core.actor import Scope
from handschlag.core.text import Translated
from handschlag.platform.organisations.models import Role, RoleRight
from handschlag.platform.organisations.rights import ADMINISTERS_DESK, Preset, declared_rights

LANGUAGES = ("de", "en")


def install() -> tuple[int, int]:
    """How many roles and rights were missing."""
    known = {role.preset: role for role in Role.objects.exclude(preset="")}
    missing = [preset for preset in (*Preset, ADMINISTERS_DESK) if preset not in known]
    known |= {preset: _create(preset) for preset in missing}
    wanted = [
        RoleRight(role=known[preset], right=right.key, scope=right.scope)
        for right in declared_rights().values()
        for preset in sorted(right.presets)
    ]
    wanted += [
        RoleRight(role=known[ADMINISTERS_DESK], right=right, scope=Scope.SUBTREE)
        for right in declared_rights()
    ]
    before = RoleRight.objects.filter(role__in=known.values()).count()
    RoleRight.objects.bulk_create(wanted, ignore_conflicts=True)
    return len(missing), RoleRight.objects.filter(role__in=known.values()).count() - before


def _create(preset: str) -> Role:
    is_for_customers = preset != ADMINISTERS_DESK
    return Role.objects.create(
        preset=preset, name=_name(preset), customer_assignable=is_for_customers
    )


def _name(preset: str) -> Translated:
    names = Translated()
    for language in LANGUAGES:
        with override(language):
            names[language] = {
                Preset.READER: gettext("Reading"),
                Preset.BUYER: gettext("Purchasing"),
                Preset.APPROVER: gettext("Approval"),
                Preset.ACCOUNTANT: gettext("Accounting"),
                Preset.ADMINISTRATOR: gettext("Administration"),
                ADMINISTERS_DESK: gettext("Administration of the desk"),
            }[preset]
    return names
