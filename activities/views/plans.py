from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from activities import clashes, permissions, plans
from activities.forms.plans import PlanForm
from activities.models import Activity
from activities.models.states import PLANNING, State
from activities.prompts.planning import fill_in, prompt_for
from alliances.models import Alliance
from portal.access import EditConflict, WrongState, require
from portal.asked import whole_number


@login_required
def activity_create(request):
    require(permissions.can_plan(request.user))
    if request.method == "POST":
        kept = _kept(request)
        if kept and kept.state != State.DRAFT:
            messages.info(request, "这项活动已经保存过了。")
            return redirect(kept)
        return _save(request, kept or _new(request, _copied(request)))
    copied, day = _copied(request), parse_day(request.GET.get("date"))
    initial = {"date": day} if day else {}
    form = PlanForm(instance=_new(request, copied), user=request.user, copied=copied, initial=initial)
    return _page(request, form)


@login_required
def activity_edit(request, pk):
    activity = _found(request, pk)
    require(permissions.can_edit(request.user, activity))
    try:
        activity.require_editable(request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect(activity)
    if request.method == "POST":
        return _save(request, activity)
    return _page(request, PlanForm(instance=activity, user=request.user))


@login_required
@require_POST
def activity_autosave(request, pk=None):
    """A draft keeps itself; 409 when somebody else saved meanwhile, 422 when it says too little."""
    require(permissions.can_plan(request.user))
    activity = _found(request, pk) if pk else _kept(request) or _new(request, _copied(request))
    if activity.pk:
        require(permissions.can_edit(request.user, activity))
    if activity.state not in (State.DRAFT, State.RETURNED):
        return JsonResponse({"message": f"现在是“{activity.get_state_display()}”，不再自动保存。"}, status=409)
    form = PlanForm(request.POST, instance=activity, user=request.user, draft=True)
    if not form.is_valid():
        return JsonResponse({"message": "填好主题和日期以后，草稿自动保存。"}, status=422)
    try:
        form.save()
    except (WrongState, IntegrityError) as refusal:
        message = str(refusal) if isinstance(refusal, WrongState) else "这份草稿刚刚保存过。"
        return JsonResponse({"message": message}, status=409)
    saved_at = timezone.localtime()
    return JsonResponse({"saved_at": f"{saved_at:%H:%M}", "version": activity.revision})


@login_required
def activity_clashes(request):
    """The notes under date and time while somebody fills in the form; nothing is saved."""
    require(permissions.can_plan(request.user))
    activity = _shown(request) or _new(request, _copied(request))
    form = PlanForm(request.GET, instance=activity, user=request.user, draft=True)
    form.is_valid()
    return render(request, "activities/_clashes.html", {"clashes": _clashes(form)})


def _visible(request):
    activities = Activity.objects.visible_to(request.user)
    return activities.select_related("committee", "type", "alliance", "host", "base")


def _found(request, pk):
    return get_object_or_404(_visible(request), pk=pk)


def _new(request, copied):
    """What the address asks for: ?alliance, ?type, ?copy, ?prompt; anything that makes no sense is left out."""
    alliance = plans.alliance_for(request.user, _number(request, "alliance"))
    plan = plans.new_plan(request.user, alliance, type_id=_number(request, "type"), copied=copied)
    prompt = prompt_for(request.user, _number(request, "prompt"))
    return fill_in(plan, prompt) if prompt else plan


def _copied(request):
    chosen = _number(request, "copy")
    return _visible(request).filter(pk=chosen).first() if chosen else None


def parse_day(text):
    try:
        return parse_date(text or "")
    except ValueError:
        return None


def _number(request, name):
    value = request.GET.get(name, "")
    return whole_number(value)


def _kept(request):
    """The draft that autosave or a first click has made of this very form."""
    kept = _shown(request)
    return kept if kept and kept.created_by_id == request.user.pk else None


def _shown(request):
    """The activity that is open in the form, whoever began it."""
    try:
        uid = UUID((request.POST or request.GET).get("uid", ""))
    except ValueError:
        return None
    return _visible(request).filter(uid=uid).first()


def _save(request, activity):
    before = activity.state
    draft = "draft" in request.POST
    form = PlanForm(request.POST, instance=activity, user=request.user, draft=draft)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        with transaction.atomic():
            form.save()
    except EditConflict as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=409)
    except IntegrityError:
        messages.info(request, "这份草稿刚刚保存过，没有重复保存。")
        return redirect("activity-list")
    except WrongState as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=422)
    return _go_on(request, activity, before, draft)


def _go_on(request, activity, before, draft):
    if before not in (State.DRAFT, State.RETURNED):
        messages.success(request, "修改已保存。" if before in PLANNING else "修改已保存，日历已同步更新。")
        return redirect(activity)
    if draft:
        messages.success(request, "草稿已保存。")
        return redirect("activity-edit", activity.pk)
    if activity.is_late_record:
        messages.success(request, "补录已保存，请写总结。")
        return redirect("report-edit", activity.pk)
    try:
        activity.submit(by=request.user)
    except WrongState as refusal:
        messages.error(request, f"草稿已保存，但没有提交：{refusal}")
        return redirect("activity-edit", activity.pk)
    published = activity.state == State.PUBLISHED
    messages.success(
        request, "已发布，并已通知受邀单位。" if published else f"已提交，现在是“{activity.get_state_display()}”。"
    )
    return redirect(activity)


def _clashes(form):
    """For the time and units that stand in the form now."""
    plan = form.instance
    if plan.starts_at is None or plan.ends_at is None:
        return []
    units = form.data.getlist("units") if form.is_bound else form["units"].initial or []
    chosen = {whole_number(str(unit)) for unit in units} - {None}
    return clashes.clashes_of(plan, chosen, form.user)


def _page(request, form, status=200):
    plan, user = form.instance, request.user
    today = timezone.localdate()
    needs_lead = plan.needs_first_review(user)
    staff_chooses = user.is_staff and plan.pk is None
    context = {
        "form": form,
        "activity": plan,
        "conflict": status == 409,
        "clashes": _clashes(form),
        "submit": plans.next_step(plan, user, needs_lead),
        "may_draft": plan.state in (State.DRAFT, State.RETURNED),
        "duties": plans.duties_met(plan, today),
        "last": plans.last_of_its_kind(plan, user),
        "returned": plans.last_return(plan),
        "alliances": Alliance.objects.filter(committee=plan.committee_id).on(today) if staff_chooses else None,
        "needs_lead": needs_lead,
    }
    return render(request, "activities/form.html", context, status=status)
