from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect

from activities import permissions, signups
from activities.models import Activity, SignUp
from portal.access import WrongState, require


def _found(request, pk):
    activity = get_object_or_404(Activity.objects.visible_to(request.user), pk=pk)
    require(permissions.can_sign_up(request.user, activity))
    return activity


@login_required
def signup(request, pk):
    """GET comes from a log-in in between: the page has the button."""
    activity = _found(request, pk)
    if request.method == "POST":
        try:
            made = signups.sign_up(activity, by=request.user)
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            _say(request, made)
    return redirect(activity)


@login_required
def signup_withdraw(request, pk):
    activity = _found(request, pk)
    if request.method == "POST":
        try:
            signups.withdraw(activity, by=request.user)
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已取消报名，名额让给候补的同志。")
    return redirect(activity)


def _say(request, made):
    if made.state == SignUp.State.CONFIRMED:
        messages.success(request, "报名成功。不能参加时请回到本页取消，把名额让给别人。")
    else:
        place = signups.place_in_queue(made)
        messages.warning(request, f"名额已满，已列入候补第 {place} 位；有人取消时按先后递补，并在消息里告诉您。")
