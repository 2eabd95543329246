"""What has no key to its organisation hangs on something that has one."""

from django.apps import apps

from handschlag.core.isolation.fields import OwnedForeignKey
from handschlag.platform.organisations.models import OwnedPart


def test_every_part_hangs_on_its_whole() -> None:
    """The key to it holds the organisation, and is not optional."""
    parts = [model for model in apps.get_models() if issubclass(model, OwnedPart)]
    loose = [
        part._meta.label
        for part in parts
        if not any(isinstance(f, OwnedForeignKey) and not f.null for f in part._meta.local_fields)
    ]
    assert len(parts) >= 5
    assert loose == []
