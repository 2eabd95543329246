from django.db import models

from handschlag.core.isolation import system


class OutgoingMail(models.Model):
    """A mail on its way. Every role may put one in, only the system reads it.

    Its words are blanked once the mail server has taken it: subject and text can hold a
    sign-in code.
    """

    isolation = system(retention="technical", append=True)

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"

    id = models.UUIDField(primary_key=True)
    recipient = models.EmailField()
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    sender_name = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.id} {self.state}"
