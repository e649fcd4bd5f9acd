from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from activities.calendars.feeds import fingerprint, ics_of
from activities.calendars.ics import calendar
from activities.calendars.pages import agenda_page, month_page, year_page
from activities.forms.feeds import FeedForm
from activities.models import Activity, Feed
from portal.access import WrongState

ICS = "text/calendar; charset=utf-8"


@login_required
def calendar_month(request):
    return render(request, "activities/calendar_month.html", month_page(request.user, request.GET, timezone.now()))


@login_required
def calendar_agenda(request):
    return render(request, "activities/calendar_agenda.html", agenda_page(request.user, request.GET, timezone.now()))


@login_required
def calendar_year(request):
    return render(request, "activities/calendar_year.html", year_page(request.user, request.GET, timezone.now()))


@login_required
def feed_list(request):
    form = FeedForm(request.POST or None, user=request.user, asked=request.GET)
    if request.method == "POST" and form.is_valid():
        try:
            feed = Feed.subscribe(by=request.user, **form.cleaned())
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已建立“{feed}”。把下面的地址加到手机或电脑日历里即可。")
        return redirect("feed-list")
    feeds = Feed.objects.visible_to(request.user).filter(revoked_at=None)
    context = {"form": form, "rows": [form.describe(feed) for feed in feeds], "limit": Feed.LIMIT}
    return render(request, "activities/feed_list.html", context)


@login_required
def feed_revoke(request, pk):
    feed = get_object_or_404(Feed.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        try:
            feed.revoke(by=request.user)
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已停用“{feed}”。手机里的旧订阅不会再更新，可以删掉。")
        return redirect("feed-list")
    context = {
        "heading": f"停用订阅“{feed}”",
        "what": "停用后，这个地址立即失效，不能恢复；需要时另建一个。",
        "submit": "停用",
        "leave": reverse("feed-list"),
    }
    return render(request, "confirm.html", context)


@require_safe
def feed_ics(request, token):
    """The token is the key: no log-in, for calendar programs have none."""
    feed = get_object_or_404(Feed.objects.live().with_rights(), token=token)
    today = timezone.localdate()
    mark = fingerprint(feed, today)
    response = get_conditional_response(request, mark.etag, mark.last_modified)
    if response is None:
        response = HttpResponse(ics_of(feed, today), content_type=ICS)
        response["Content-Disposition"] = content_disposition_header(False, f"{feed.name}.ics")
    response["ETag"], response["Last-Modified"] = mark.etag, mark.http_date
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


@login_required
@require_safe
def activity_ics(request, pk):
    visible = Activity.objects.visible_to(request.user)
    activity = get_object_or_404(visible, pk=pk)
    if activity.precision == Activity.Precision.MONTH:
        messages.error(request, "这项活动只知道月份，还不能加入日历。")
        return redirect(activity)
    response = HttpResponse(calendar(activity.title, visible.filter(pk=pk)), content_type=ICS)
    response["Content-Disposition"] = content_disposition_header(True, f"{activity.title}.ics")
    response["Cache-Control"] = "private"
    return response
