from handschlag.core.capability import Capability


class Unsound(Capability):
    name = "handschlag.core.tests.unsound"
    label = "unsound"
