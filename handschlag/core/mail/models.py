from django.db import models

from handschlag.core.isolation import system


class OutgoingMail(models.Model):
    """A mail on its way. Every role may put one in, only the system reads it.

    Its words are blanked once the mail server has taken it: subject and text can hold a
    sign-in code. One with a `letter` holds none: it is written when it leaves, of `reference`.
    """

    isolation = system(retention="technical", append=True)

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        REFUSED = "refused"  # the address takes no mail
        FAILED = "failed"  # given up after a day
        WITHDRAWN = "withdrawn"  # nobody was left to be told

    id = models.UUIDField(primary_key=True)
    recipient = models.EmailField(blank=True)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    sender_name = models.CharField(max_length=120, blank=True)
    letter = models.CharField(max_length=80, blank=True)
    reference = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.id} {self.state}"
