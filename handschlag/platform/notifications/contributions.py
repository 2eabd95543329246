from django.utils.translation import gettext_lazy as _

from handschlag.core.journal import Event
from handschlag.core.reactions import Reaction
from handschlag.core.retention import RetentionClass
from handschlag.core.topics import declared_topics
from handschlag.platform.notifications.actions import DIGEST, NOTICE, forget
from handschlag.platform.notifications.demo import fill
from handschlag.platform.notifications.jobs import tell_of
from handschlag.platform.notifications.letters import digest, notice
from handschlag.platform.notifications.models import RETENTION
from handschlag.platform.notifications.personal_data import held_on
from handschlag.platform.notifications.queries import notifications_for


def _is_news(kind: type[Event]) -> bool:
    return any(kind in topic.kinds for topic in declared_topics().values())


letters = {NOTICE: notice, DIGEST: digest}
reactions = [Reaction(tell_of, _is_news)]
retention = [RetentionClass(RETENTION, 1, _("Told to somebody, who has read it or could have"))]
subjects = {"notifications.notification": notifications_for}

forgetting = forget
personal_data = held_on

demo = fill
