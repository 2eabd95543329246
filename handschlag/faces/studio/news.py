"""The one piece of news on a portal's home."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.core.http import FaceName, page
from handschlag.faces.studio.frame import frame_of
from handschlag.faces.studio.languages import field_names, initial, label_in, long_text, typed
from handschlag.platform.portals.actions import publish_news, withdraw_news
from handschlag.platform.portals.models import News, Portal
from handschlag.platform.portals.queries import branded_portals
from handschlag.platform.portals.rules import brands_portals

LONGEST_TITLE, LONGEST_TEXT = 80, 2000


class NewsForm(forms.Form):
    begins = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    ends = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, portal: Portal, news: News, data: Any = None) -> None:
        known = {
            "begins": news.begins,
            "ends": news.ends,
            **initial("title", portal, news.title),
            **initial("text", portal, news.text),
        }
        super().__init__(data, initial=known)
        self.news = news
        for code, field in field_names("title", portal).items():
            label = label_in(gettext_lazy("Title (%(language)s)"), code)
            self.fields[field] = forms.CharField(label=label, max_length=LONGEST_TITLE)
        for code, field in field_names("text", portal).items():
            label = label_in(gettext_lazy("Text (%(language)s)"), code)
            self.fields[field] = long_text(label, max_length=LONGEST_TEXT)
        words = [field_names(name, portal).values() for name in ("title", "text")]
        self.order_fields([field for names in words for field in names])

    def clean(self) -> None:
        begins, ends = self.cleaned_data.get("begins"), self.cleaned_data.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", ValidationError(_("The last day is before the first one.")))

    @property
    def written(self) -> News:
        portal, values = self.news.portal, self.cleaned_data
        return News(
            portal=portal,
            title=typed("title", portal, values),
            text=typed("text", portal, values),
            begins=values["begins"],
            ends=values["ends"],
        )


@page(brands_portals, at=(FaceName.STUDIO,), methods=("GET", "POST"))
def news(request: Any, host: str) -> HttpResponse:
    portal = get_object_or_404(branded_portals(request.actor).select_related("news"), host=host)
    known: News | None = getattr(portal, "news", None)
    if request.method == "POST" and "withdraw" in request.POST:
        withdraw_news(request.actor, portal=portal)
        return _said(request, portal, _("The news are no longer on the overview."))
    begun = known or News(portal=portal, begins=timezone.localdate())
    form = NewsForm(portal, begun, request.POST or None)
    if request.method == "POST" and form.is_valid():
        publish_news(request.actor, news=form.written)
        return _said(request, portal, _("The news are saved."))
    context = {"form": form, "is_there": known is not None, **frame_of(portal, "news")}
    return render(request, "studio/news.html", context)


def _said(request: Any, portal: Portal, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("studio:news", host=portal.host)
