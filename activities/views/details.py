from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from activities import actions, clashes, permissions, plans, record, reports, signups, trail
from activities.models import Activity
from activities.models.states import State

UPCOMING = (State.DRAFT, State.PROPOSED, State.SUBMITTED, State.RETURNED, State.PUBLISHED)


@login_required
def activity_detail(request, pk):
    user, today = request.user, timezone.localdate()
    named = Activity.objects.visible_to(user).select_related("committee", "type", "alliance", "host", "base")
    activity = get_object_or_404(named.with_report_for(user), pk=pk)
    units = record.units(activity)
    own = next((row for row in units if row.organization_id == user.organization_id), None)
    steps = list(activity.steps.select_related("by__organization"))
    sums = record.totals(units)
    sees_names = permissions.sees_names(user, activity)
    planned = activity.state in UPCOMING and not activity.is_over()
    answers_open = activity.state == State.PUBLISHED and not activity.is_over()
    works = permissions.works_on(user, activity)
    may_report = works and activity.is_over() and activity.state in Activity.OPEN
    signup = signups.overview(activity, user)
    context = {
        "activity": activity,
        "handle": actions.handle(activity, user, own, today),
        "other_actions": actions.other_actions(activity, user, steps),
        "progress": trail.progress(activity, steps),
        "facts": record.facts(activity, sums, plans.duties_met(activity, today)),
        "units": units,
        "sums": sums,
        "is_plan": activity.state in Activity.PLANNING,
        "own": own,
        "answers_open": answers_open,
        "own_may_answer": answers_open and own is not None and permissions.can_answer(user, own),
        "may_answer_for_others": works,
        "sees_names": sees_names,
        "trail": trail.trail(activity, steps, user),
        "may_comment": permissions.can_comment(user, activity),
        "roll": actions.roll(activity, user),
        "clashes": _clashes(activity, units, user) if planned and sees_names else [],
        "summary": None if planned else reports.overview(activity, user, steps),
        "may_report": may_report,
        "signup": signup,
        # Who cannot do anything else here came to sign up: it stands before the facts.
        "signs_up_first": answers_open and signup["may_sign_up"] and not user.is_officer,
    }
    return render(request, "activities/detail.html", context)


def _clashes(activity, units, user):
    found = clashes.clashes_of(activity, [row.organization_id for row in units], user)
    return [clash for clash in found if clash.kind != "work"]
