from django.urls import path

from handschlag.faces.portal import demo_mail, pages
from handschlag.platform.identity.demo import is_demo

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("robots.txt", pages.robots, name="robots"),
]
if is_demo():
    urlpatterns.append(path("demo/mail/", demo_mail.mails, name="demo_mail"))
