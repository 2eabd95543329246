"""What whoever manages an organisation's members can choose for one of them."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from handschlag.core.actor import Actor, Scope
from handschlag.platform.organisations import giving
from handschlag.platform.organisations.changing_access import Access
from handschlag.platform.organisations.colleagues import REACHES
from handschlag.platform.organisations.models import Membership, Role
from handschlag.platform.organisations.queries import sites_of
from handschlag.platform.organisations.rights import labels_of
from handschlag.platform.organisations.rules import MANAGE_MEMBERS

NOT_OFFERED = _("Choose from what is offered here: it has changed meanwhile.")


class AccessForm(forms.Form):
    """Offers nothing that `by` could not give."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one role. To take everything away, remove the access."),
            "invalid_choice": NOT_OFFERED,
        },
    )
    scope = forms.ChoiceField(
        label=_("What they see"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how much they see."), "invalid_choice": NOT_OFFERED},
    )
    sites = forms.MultipleChoiceField(
        label=_("Sites"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one site."),
            "invalid_choice": NOT_OFFERED,
        },
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._roles = {str(role.pk): role for role in giving.givable(by)}
        self._sites = {site.public_id: site for site in sites_of(by)}
        self._choose("roles", [(key, _described(role)) for key, role in self._roles.items()])
        self._choose("scope", _reaches(by, has_sites=bool(self._sites)))
        self._choose("sites", [(key, site.name) for key, site in self._sites.items()])
        self.fields["sites"].required = self.data.get("scope", Scope.SITE) == Scope.SITE
        if not self._sites:
            del self.fields["sites"]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def access(self) -> Access:
        """What was chosen; sites only where they matter."""
        scope = Scope(self.cleaned_data["scope"])
        sites = self.cleaned_data.get("sites", []) if scope is Scope.SITE else []
        return Access(
            roles=[self._roles[key] for key in self.cleaned_data["roles"]],
            scope=scope,
            sites=[self._sites[key] for key in sites],
        )


def chosen(member: Membership) -> dict[str, Any]:
    """The form's beginning: what the member may do now."""
    return {
        "roles": [str(role.pk) for role in member.roles.all()],
        "scope": member.scope,
        "sites": [link.site.public_id for link in member.site_links.all()],
    }


def _reaches(by: Actor, *, has_sites: bool) -> list[tuple[str, Any]]:
    """No further than `by` reaches, the widest first."""
    own = by.scope_of(MANAGE_MEMBERS) or Scope.OWN
    return [
        (scope.value, REACHES[scope])
        for scope in reversed(Scope)
        if scope.reach <= own.reach and (has_sites or scope is not Scope.SITE)
    ]


def _described(role: Role) -> str:
    """Its name with what it lets somebody do."""
    words = " · ".join(labels_of(given.right for given in role.rights.all()))
    return format_html('<span>{}<span class="cell-hint">{}</span></span>', role, words)
