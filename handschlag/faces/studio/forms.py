from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.core.files.rasters import Raster, reencoded
from handschlag.faces.studio.languages import field_names, initial, label_in, typed
from handschlag.platform.portals.actions import Look
from handschlag.platform.portals.models import Portal, readable_brand

# On paper, where it is largest, this makes 340 dots per inch.
LOGO_BOX = (800, 160)
PICTURES = "image/png,image/jpeg,image/webp"


class LookForm(forms.Form):
    company_name = forms.CharField(
        label=_("Company"),
        max_length=200,
        error_messages={"required": _("Enter whose portal it is.")},
    )
    brand = forms.CharField(
        label=_("Colour"),
        help_text=_("One colour such as #1F5C4D; all others are made from it."),
        validators=[readable_brand],
        error_messages={"required": _("Enter a colour such as #1F5C4D.")},
        widget=forms.TextInput(attrs={"maxlength": 7, "spellcheck": "false"}),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP, at most 1 MB. It stands on white, also on dark pages."),
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )
    removes_logo = forms.BooleanField(label=_("Show no logo"), required=False)

    def __init__(
        self, portal: Portal, draft: Look | None, data: Any = None, files: Any = None
    ) -> None:
        """Begins from `draft`, whose logo also counts when no other is sent."""
        begun = draft or portal
        names = initial("name", portal, begun.name)
        known = {
            "company_name": begun.company_name,
            "brand": begun.brand,
            "removes_logo": draft is not None and not draft.keeps_logo,
            **names,
        }
        super().__init__(data, files, initial=known)
        self.portal, self.draft = portal, draft
        for code, field in field_names("name", portal).items():
            self.fields[field] = _name_in(code)
        self.order_fields([*names, "company_name", "brand", "logo", "removes_logo"])
        if not portal.logo_digest and not (draft and draft.logo):
            del self.fields["removes_logo"]

    def clean_logo(self) -> Raster | None:
        upload = self.cleaned_data["logo"]
        return reencoded(upload.read(), box=LOGO_BOX) if upload else None

    @property
    def look(self) -> Look:
        values, keeps_logo = self.cleaned_data, not self.cleaned_data.get("removes_logo")
        drafted = self.draft.logo if self.draft and keeps_logo else None
        return Look(
            name=typed("name", self.portal, values),
            company_name=values["company_name"],
            brand=values["brand"],
            logo=values["logo"] or drafted,
            keeps_logo=keeps_logo,
        )


def _name_in(code: str) -> forms.CharField:
    return forms.CharField(
        label=label_in(_("Name of the portal (%(language)s)"), code),
        max_length=60,
        error_messages={"required": _("Enter what the portal is called.")},
    )
