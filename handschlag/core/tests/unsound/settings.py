"""The house's settings and one unsound room."""

from importlib import import_module

HOUSE = vars(import_module("handschlag.config.settings"))
globals().update({name: value for name, value in HOUSE.items() if name.isupper()})

INSTALLED_APPS = [*HOUSE["INSTALLED_APPS"], "handschlag.core.tests.unsound"]
ROOT_URLCONF = "handschlag.core.tests.unsound.urls"
