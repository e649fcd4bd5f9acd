"""The ballot on a phone: a code instead of a log-in. Nobody looks who is signed in, nothing is kept but counts."""

from contextlib import suppress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from assessments.forms.reviews import VoteForm
from assessments.reviews import voting
from portal.access import WrongState

MOST_WRONG = 100  # wrong codes a minute from one address: a whole hall may share one
AT_A_TIME = 60  # seconds
TOO_MANY = "输错的次数太多，请一分钟后再试。"


@never_cache
def vote(request):
    """The code, then the ballot, then thanks; each POST carries the code, no session holds it."""
    if request.method != "POST":
        return render(request, "assessments/reviews/vote_code.html", {"code": ""})
    code = request.POST.get("code", "")[:40]
    if _too_many_wrong(request):
        return render(request, "assessments/reviews/vote_code.html", {"code": "", "refusal": TOO_MANY}, status=429)
    try:
        group = voting.group_of(code)
    except WrongState as refusal:
        _count_wrong(request)
        context = {"code": code, "refusal": str(refusal)}
        return render(request, "assessments/reviews/vote_code.html", context, status=422)
    meeting = group.meeting
    speakers = list(meeting.speakers.select_related("organization", "branch__organization"))
    data = request.POST if "cast" in request.POST else None
    form = VoteForm(data, speakers=speakers, levels=list(meeting.levels.all()))
    if data and form.is_valid():
        try:
            voting.cast(code, form.choices)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "assessments/reviews/vote_done.html", {"meeting": meeting})
    context = {"meeting": meeting, "group": group, "form": form, "code": code}
    return render(request, "assessments/reviews/vote.html", context, status=422 if form.is_bound else 200)


def _key(request):
    return f"vote-wrong-{get_adapter().get_client_ip(request)}"


def _too_many_wrong(request):
    return (cache.get(_key(request)) or 0) >= MOST_WRONG


def _count_wrong(request):
    if not cache.add(_key(request), 1, AT_A_TIME):
        with suppress(ValueError):  # it ran out this very moment
            cache.incr(_key(request))
