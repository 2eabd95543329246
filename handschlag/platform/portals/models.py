import re
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from handschlag.core.files.rasters import Raster, stored
from handschlag.core.isolation import identity, shared
from handschlag.core.isolation.declarations import CURRENT_ORGANISATION
from handschlag.core.mail.pictures import Shown, shown
from handschlag.core.text import TranslatedField
from handschlag.core.ui.palette import Measured, UnreadablePalette, palette
from handschlag.platform.organisations.models import Organisation

HEX_COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("Enter a colour such as #1F5C4D."))
LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"
HOST = re.compile(rf"{LABEL}(\.{LABEL})*")
DEFAULT_BRAND = "#1F5C4D"


def readable_brand(brand: str) -> None:
    """Whether a palette can be made from the colour in which every pair is far enough apart."""
    HEX_COLOUR(brand)
    try:
        palette(brand)
    except UnreadablePalette as unreadable:
        raise ValidationError(_not_readable(unreadable.bad)) from None


def _not_readable(bad: Measured) -> str:
    light = _("On light pages “%(pair)s” would reach %(ratio)s : 1 and needs %(needed)s : 1.")
    dark = _("On dark pages “%(pair)s” would reach %(ratio)s : 1 and needs %(needed)s : 1.")
    ratio, needed = floatformat(bad.ratio, 2), floatformat(bad.pair.needed, 1)
    numbers = {"pair": bad.pair.label, "ratio": ratio, "needed": needed}
    wish = _("Choose another colour.")
    return f"{wish} {(dark if bad.is_dark else light) % numbers}"


def default_languages() -> list[str]:
    return ["de", "en"]


class Portal(models.Model):
    """One site under one host name with its own brand, admission and capabilities."""

    isolation = shared(retention="installation")

    class Purpose(models.TextChoices):
        CUSTOMER = "customer", _("Customer portal")
        SERVICE = "service", _("Service portal")
        SUPPLIER = "supplier", _("Supplier portal")

    class Admission(models.TextChoices):
        OPEN = "open", _("Open")
        INVITATION = "invitation", _("By invitation")
        APPROVAL = "approval", _("With approval")

    host = models.CharField(max_length=253, unique=True)
    name = TranslatedField()
    company_name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.CUSTOMER)
    admission = models.CharField(max_length=10, choices=Admission, default=Admission.INVITATION)
    brand = models.CharField(max_length=7, default=DEFAULT_BRAND, validators=[readable_brand])
    logo_digest = models.CharField(max_length=12, blank=True)
    languages = models.JSONField(default=default_languages)
    default_language = models.CharField(max_length=10, default="de")
    time_zone = models.CharField(max_length=60, default="Europe/Berlin")
    switched_off = models.JSONField(default=list, blank=True)
    menu_order = models.JSONField(default=list, blank=True)
    menu_hidden = models.JSONField(default=list, blank=True)
    legal_kinds = models.JSONField(default=list, blank=True)
    imprint_url = models.URLField(blank=True)
    privacy_url = models.URLField(blank=True)
    accessibility_url = models.URLField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="portals_portal_host_lower",
                condition=Q(host=Lower("host")),
            )
        ]

    def __str__(self) -> str:
        return self.host

    @property
    def logo_url(self) -> str:
        """Changes with the picture; empty for a portal that has none."""
        return reverse("portals:logo", args=[self.logo_digest]) if self.logo_digest else ""

    @property
    def picture(self) -> Raster | None:
        """The logo itself; asks the database for it."""
        return stored(bytes(self.logo.png)) if self.logo_digest else None

    @property
    def mail_logo(self) -> Shown | None:
        """For `ui/mail/frame.html`; asks the database for the picture."""
        picture = self.picture
        return shown("logo", self.pk, picture) if picture else None

    @property
    def legal_links(self) -> tuple[tuple[Any, str], ...]:
        """What every page's foot leads to: the texts that were written here, else elsewhere."""
        elsewhere = {"imprint": self.imprint_url, "privacy": self.privacy_url}
        own = {kind: reverse("portals:legal", args=[kind]) for kind in self.legal_kinds}
        urls = elsewhere | own
        texts = [(kind.label, urls[kind]) for kind in LegalText.Kind if urls.get(kind)]
        statement = [(_("Accessibility"), self.accessibility_url)]
        return tuple(texts + (statement if self.accessibility_url else []))

    def clean(self) -> None:
        known = dict(settings.LANGUAGES)
        if not HOST.fullmatch(self.host):
            raise ValidationError(_("Enter a host name such as portal.example.com."))
        if not set(self.languages) <= set(known) or self.default_language not in self.languages:
            raise ValidationError(
                _("A portal can speak %(languages)s, and one of its languages by default."),
                params={"languages": ", ".join(known)},
            )
        if self.time_zone not in available_timezones():
            raise ValidationError(_("Enter a time zone such as Europe/Berlin."))


class Logo(models.Model):
    """A portal's picture as it is sent to browsers: re-encoded, without what came with the file."""

    isolation = shared(retention="installation")

    portal = models.OneToOneField(Portal, models.CASCADE, related_name="logo")
    png = models.BinaryField()


class LegalText(models.Model):
    """One version of what a portal must say about its company; the newest one is shown."""

    isolation = shared(retention="installation")

    class Kind(models.TextChoices):
        IMPRINT = "imprint", _("Imprint")
        PRIVACY = "privacy", _("Privacy")
        TERMS = "terms", _("Terms and conditions")

    portal = models.ForeignKey(Portal, models.CASCADE, related_name="legal_texts")
    kind = models.CharField(max_length=10, choices=Kind)
    version = models.PositiveIntegerField()
    text = TranslatedField()
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("portal", "kind", "version", name="portals_legaltext_version")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class News(models.Model):
    """The one piece of news on a portal's home, from the first day to the last."""

    isolation = shared(retention="installation")

    portal = models.OneToOneField(Portal, models.CASCADE, related_name="news")
    title = TranslatedField()
    text = TranslatedField()
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="portals_news_days",
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")),
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    def is_on(self, day: date) -> bool:
        return self.begins <= day and (self.ends is None or day <= self.ends)


class PortalOrganisation(models.Model):
    """Where an organisation may enter."""

    isolation = identity(retention="membership", portal=f"organisation_id = {CURRENT_ORGANISATION}")

    portal = models.ForeignKey(Portal, models.CASCADE, related_name="admissions")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="portals")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", "portal", name="portals_portalorganisation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}@{self.portal_id}"
