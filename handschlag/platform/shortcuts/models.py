from django.db import models

from handschlag.core.isolation import owned
from handschlag.platform.identity.models import Person
from handschlag.platform.organisations.models import OwnedRecord

LONGEST_QUERY = 400
LONGEST_NAME = 60


class Shortcut(OwnedRecord):
    """An entry of the menu, or a filtered list of it, that a person has put on home.

    `query` is the list's address without `?`, its keys in a fixed order; without a `name` it is
    called after what it shows.
    """

    isolation = owned(retention="membership", portal_writes=True, of_person=True)

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    url_name = models.CharField(max_length=80)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", "person", "url_name", "query", name="shortcuts_once"
            ),
            models.UniqueConstraint("organisation", "public_id", name="shortcuts_shortcut_public"),
        ]

    def __str__(self) -> str:
        return f"{self.url_name}?{self.query}"
