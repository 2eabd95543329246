from django.utils.translation import gettext_lazy as _

from handschlag.core.isolation import credentials, shared, system
from handschlag.core.retention import RetentionClass

retention = [
    RetentionClass("installation", None, _("Part of the installation itself")),
    RetentionClass("membership", None, _("As long as the organisation is a customer")),
    RetentionClass("invoice", 8, _("Vouchers, § 147 AO and § 257 HGB")),
    RetentionClass("commercial_letter", 6, _("Commercial letters, § 147 AO and § 257 HGB")),
    RetentionClass("document", 8, _("Files that belong to vouchers")),
    RetentionClass("journal", 10, _("Record of changes")),
    RetentionClass("security", 1, _("Sign-ins, sessions and attempts")),
    RetentionClass("technical", 1, _("Queues and staging")),
]

tables = {
    "django_migrations": shared(retention="installation"),
    "django_content_type": shared(retention="installation"),
    "auth_permission": shared(retention="installation"),
    "auth_group": shared(retention="installation"),
    "auth_group_permissions": shared(retention="installation"),
    "core_cache": credentials(retention="technical"),
    "procrastinate_jobs": system(retention="technical"),
    "procrastinate_events": system(retention="technical"),
    "procrastinate_periodic_defers": system(retention="technical"),
    "procrastinate_workers": system(retention="technical"),
}
