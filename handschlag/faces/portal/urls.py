from django.conf import settings
from django.urls import path

from handschlag.faces.portal import demo_mail, pages

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("robots.txt", pages.robots, name="robots"),
    path(".well-known/security.txt", pages.security_txt, name="security_txt"),
]
if settings.IS_DEMO:
    urlpatterns.append(path("demo/mail/", demo_mail.mails, name="demo_mail"))
