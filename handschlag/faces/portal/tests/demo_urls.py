"""The addresses of a portal in demo mode, which decides about them when it starts."""

from importlib import import_module

from django.urls import include, path

from handschlag.faces.portal import demo_mail
from handschlag.faces.portal import urls as of_face
from handschlag.platform.identity import demo
from handschlag.platform.identity import urls as of_identity

in_demo = [*of_identity.urlpatterns, path("sign-in/demo/", demo.sign_in, name="demo_sign_in")]
face_in_demo = [*of_face.urlpatterns, path("demo/mail/", demo_mail.mails, name="demo_mail")]
urlpatterns = [
    path("", include((in_demo, "identity"))),
    path("", include((face_in_demo, "portal"))),
    *import_module("handschlag.config.urls").urlpatterns,
]
