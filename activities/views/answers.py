from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from activities import permissions
from activities.forms.answers import AnswerForm
from activities.models import Activity
from portal.access import WrongState, require
from portal.asked import whole_number


@login_required
def participation_answer(request, pk):
    """An officer answers for the own unit; staff and the alliance's heads for the one named by ?unit."""
    activities = Activity.objects.visible_to(request.user).with_names().select_related("committee")
    activity = get_object_or_404(activities, pk=pk)
    asked = request.GET.get("unit")
    unit = whole_number(asked) if asked else request.user.organization_id
    if unit is None:
        raise Http404
    rows = activity.participations.select_related("organization", "activity")
    participation = get_object_or_404(rows, organization=unit)
    require(permissions.can_answer(request.user, participation))
    form = AnswerForm(request.POST if request.method == "POST" else None, participation=participation)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(by=request.user)
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已答复：{participation.organization}{participation.get_answer_display()}。")
        return redirect(activity)
    context = {"activity": activity, "participation": participation, "form": form}
    return render(request, "activities/answer.html", context, status=422 if form.is_bound else 200)
