from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from handschlag.core.ids import PublicIdField
from handschlag.core.isolation import credentials, identity
from handschlag.core.isolation.declarations import CURRENT_PERSON
from handschlag.core.text import TranslatedField


class Person(models.Model):
    """Somebody we know: may never have signed in, known from the ERP or by mail.

    `refused_email` is the address of theirs that takes no mail; empty when the last one did.
    """

    isolation = identity(retention="membership", portal=f"id = {CURRENT_PERSON} or is_contact")

    class Kind(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        STAFF = "staff", _("Staff")

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    public_id = PublicIdField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CUSTOMER)
    name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-mail address"), blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    language = models.CharField(_("Language"), max_length=10, blank=True)
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    job_title = models.CharField(max_length=80, blank=True)
    is_contact = models.BooleanField(default=False)
    refused_email = models.EmailField(blank=True, default="", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="identity_person_contact_is_staff",
                condition=models.Q(is_contact=False) | models.Q(kind="staff"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


class LoginManager(BaseUserManager["Login"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Login":
        login = self.model(email=email.lower(), **fields)
        login.set_password(password)
        login.save(using=self._db)
        return login

    def with_address(self, email: str) -> "Login | None":
        """By one statement, whether there is one or not: allauth asks twice for a stranger."""
        return self.filter(email=email.lower()).first()

    def nobody(self) -> None:
        """Ask for a stranger what allauth asks for a login that is under way."""
        self.filter(pk=0).first()


class Login(AbstractBaseUser):
    """Credentials of a person; only the database role `gate` sees them."""

    isolation = credentials(retention="membership")

    person = models.OneToOneField(Person, models.PROTECT, related_name="login")
    email = models.EmailField(_("E-mail address"), unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[LoginManager] = LoginManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="identity_login_email_lower",
                condition=models.Q(email=Lower("email")),
            )
        ]


class FormerAddress(models.Model):
    """What a login had until lately: nobody else may have it while there is a way back."""

    isolation = credentials(retention="security")

    LIFETIME = timedelta(days=7)

    login = models.ForeignKey(Login, models.CASCADE, related_name="former_addresses")
    email = models.EmailField(db_index=True)
    changed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.email


class Session(AbstractBaseSession):
    """A browser at one face; `login` is empty until somebody has signed in there.

    Kept of the browser: its name and system in a word each, no address and no place.
    """

    isolation = credentials(retention="security")

    login = models.ForeignKey(Login, models.CASCADE, null=True, related_name="sessions")
    face = models.CharField(max_length=10)
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    @property
    def handle(self) -> str:
        """What a page calls it by: the key itself would open it."""
        return salted_hmac("handschlag.identity.session", self.session_key).hexdigest()


DEMO_PASSWORD = "handschlag-demo"  # noqa: S105  of the demo's invented people, and of nobody else


class DemoCastMember(models.Model):
    """Somebody whom the sign-in page of a demo offers with one click; empty elsewhere."""

    isolation = credentials(retention="technical")

    login = models.OneToOneField(Login, models.CASCADE, related_name="+")
    host = models.CharField(max_length=253)
    rank = models.PositiveSmallIntegerField()
    line = TranslatedField()

    class Meta:
        constraints = [models.UniqueConstraint("host", "rank", name="identity_democastmember_rank")]

    def __str__(self) -> str:
        return f"{self.rank} {self.host}"
