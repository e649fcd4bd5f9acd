"""What does the page of one activity show to this person: facts, progress, units, trail, and what to do now?"""

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from activities import permissions
from activities.holders import holder
from activities.models import Participation, Step
from activities.models.states import PLANNING, PUBLIC, WAITING, State
from activities.when import day_words, moment_words
from alliances.models import Seat

ROLES = {"lead": "片长", "deputy": "副片长", "member": "成员", "chamber": "商（协）会"}
RANKS = ["lead", "deputy", "member", "chamber"]


def handle(activity, user, participation, day):
    """The box “现在由您办理”, or None for whoever cannot act now. `participation` is that of the person's own unit."""
    now = holder(activity)
    actions = _actions(activity, user) if now else []
    if actions:
        return {"what": now.task, "note": _waiting(activity, now, day), "actions": actions}
    waits_for_answer = participation and participation.answer == Participation.Answer.NONE and user.is_officer
    if waits_for_answer and activity.state == State.PUBLISHED and not activity.is_over():
        answer = {"label": "答复", "href": reverse("participation-answer", args=[activity.pk]), "primary": True}
        return {"what": "答复邀请", "note": "说明是否参加、来几个人；活动开始前可以改。", "actions": [answer]}
    return None


def _waiting(activity, now, day):
    waited = now.days_waited(day)
    words = [f"{moment_words(now.since)}起"]
    if waited:
        words.append(f"已等 {waited} 天")
    if now.until:
        words.append(f"期限{now.until.month}月{now.until.day}日")
    if activity.state == State.SUBMITTED:
        words.append("审定通过即再次确认八项规定事项")
    return "，".join(words)


def _actions(activity, user):
    state, works = activity.state, permissions.works_on(user, activity)
    if state == State.PROPOSED and permissions.can_review(user, activity):
        return [_post("审核通过", "activity-review", activity), _to("退回修改", "activity-return", activity)]
    if state == State.SUBMITTED and permissions.can_publish(user, activity):
        mend = _to("代录补正", "activity-edit", activity, quiet=True)
        return [_post("审定通过", "activity-publish", activity), _to("退回修改", "activity-return", activity), mend]
    if state == State.REPORTED and permissions.can_accept(user, activity):
        mend = _to("代录补正", "report-edit", activity, quiet=True)
        back = _to("退回修改", "activity-return-report", activity)
        return [_post("审定通过", "activity-accept", activity), back, mend]
    if not works:
        return []
    if state in (State.DRAFT, State.RETURNED):
        words = "继续填写" if state == State.DRAFT else "修改计划"
        drop = _to("作废", "activity-cancel", activity, quiet=True)
        late = [_to("写总结", "report-edit", activity)] if activity.is_late_record else []
        return [_to(words, "activity-edit", activity, primary=True), *late, drop]
    if state == State.PUBLISHED:
        return [_to("写总结", "report-edit", activity, primary=True), _to("点名", "roll-call", activity)]
    if state == State.REPORT_RETURNED:
        return [_to("修改总结", "report-edit", activity, primary=True)]
    return []


def other_actions(activity, user):
    """What may be done although nothing waits: quiet buttons at the head of the page."""
    if not permissions.works_on(user, activity):
        return []
    if activity.state == State.PUBLISHED:
        edit = _to("修改", "activity-edit", activity)
        if activity.is_over():
            return [edit]
        return [edit, _to("改期", "activity-postpone", activity), _to("取消活动", "activity-cancel", activity)]
    if activity.state in (State.PROPOSED, State.SUBMITTED, State.REPORTED) and not user.is_staff:
        return [_post("撤回", "activity-withdraw", activity, primary=False)]
    return []


def _post(label, name, activity, primary=True):
    """The button knows which revision was on the page, so that nothing unseen is approved."""
    return {"label": label, "post": f"{reverse(name, args=[activity.pk])}?seen={activity.revision}", "primary": primary}


def _to(label, name, activity, **look):
    return {"label": label, "href": reverse(name, args=[activity.pk]), **look}


def roll(activity, user):
    """The sheet to print before it begins, the roll call from then on; for who works on it."""
    if (
        activity.state not in PUBLIC
        or activity.state == State.CANCELLED
        or not permissions.can_call_roll(user, activity)
    ):
        return None
    begun = activity.starts_at <= timezone.now()
    return _to("点名册", "roll-call", activity) if begun else _to("签到表", "sign-in-sheet", activity)


def units(activity):
    """The invited units by their seat on the day: the own alliance first, then partners and guests. One query."""
    day = timezone.localdate(activity.starts_at)
    seat = Seat.objects.on(day).filter(organization=OuterRef("organization"))
    own = seat.filter(alliance=activity.alliance_id)
    rows = activity.participations.select_related("organization", "answered_by__organization").annotate(
        own_role=Subquery(own.values("role")[:1]),
        other_alliance=Subquery(seat.values("alliance__name")[:1]),
        other_order=Coalesce(Subquery(seat.values("alliance__order_number")[:1]), 0),
    )
    found = list(rows.order_by("organization__order_number", "pk"))
    for row in found:
        row.activity = activity
        row.seat_words = _seat_words(row)
        row.kind, row.words = _answer(activity, row)
    return sorted(found, key=lambda row: (RANKS.index(row.own_role) if row.own_role else 9, row.other_order))


def _answer(activity, row):
    """Before it is out nobody was asked yet; whoever came without an answer came."""
    if row.answer == Participation.Answer.LEAVE:
        return "idle", "请假"
    if row.answer == Participation.Answer.ATTENDING:
        return "done", "参加"
    if row.present_count:
        return "done", "到场"
    if activity.state in PLANNING:
        return "idle", "拟邀请"
    return "idle" if activity.is_over() else "wait", "未答复"


def _seat_words(row):
    if row.own_role:
        return ROLES[row.own_role]
    if row.other_alliance:
        return f"{row.other_alliance.removesuffix('党建联盟')}特邀"
    return "特邀"


def totals(rows):
    """Counts over the units: 单位次 and people are different things."""
    attending = [row for row in rows if row.answer == Participation.Answer.ATTENDING]
    present = [row.present_count for row in rows if row.present_count is not None]
    return {
        "invited": len(rows),
        "attending": len(attending),
        "leave": sum(row.answer == Participation.Answer.LEAVE for row in rows),
        "open": sum(row.answer == Participation.Answer.NONE for row in rows),
        "expected": sum(row.expected_count or 0 for row in attending),
        "present": sum(present) if present else None,
        "came": sum(count > 0 for count in present) if present else len(attending),
    }


def facts(activity, sums, duties):
    """基本情况 in two columns, the 八项规定 last and wide."""
    forms, partners = _forms_and_partners(activity)
    people = []
    if activity.expected_count is not None:
        people.append(f"预计 {activity.expected_count} 人")
    if sums["present"] is not None:
        people.append(f"实到 {sums['present']} 人")
    found = [
        {"label": "时间", "value": activity.when},
        {"label": "地点", "value": activity.place_name},
        {"label": "牵头单位", "value": str(activity.host or activity.committee)},
        {"label": "活动形式", "value": "、".join(forms)},
        {"label": "参加人数", "value": "，".join(people)},
    ]
    if duties:
        href = f"{reverse('duty-matrix')}?year={duties[0]['duty'].year}"
        found.append({"label": "对应任务", "value": "、".join(map(_duty_words, duties)), "href": href})
    else:
        found.append({"label": "活动类型", "value": str(activity.type)})
    if partners:
        found.append({"label": "联办联盟", "value": "、".join(partners), "wide": True})
    if activity.plan:
        found.append({"label": "活动安排", "value": activity.plan, "wide": True})
    return [*found, *_spending(activity)]


def _forms_and_partners(activity):
    """Their names, both lists by one query."""
    forms = activity.forms.order_by().values_list(Value("form"), "order_number", "name")
    partners = activity.partners.order_by().values_list(Value("partner"), "order_number", "name")
    rows = list(forms.union(partners, all=True).order_by("order_number"))
    joined = [name.removesuffix("党建联盟") for kind, _, name in rows if kind == "partner"]
    return [name for kind, _, name in rows if kind == "form"], joined


def _duty_words(met):
    return f"{met['period'].label}{met['duty'].type.name}"


def _spending(activity):
    if activity.is_late_record and not activity.funding:
        return [{"label": "记录", "value": f"补录，{day_words(timezone.localtime(activity.recorded_at))}录入"}]
    budget = f"{activity.budget:,.2f}".removesuffix(".00")
    money = f"预算 {budget} 元" + (f"，{activity.get_funding_display()}" if activity.funding else "")
    travel = "，".join(filter(None, [activity.get_transport_display(), activity.get_meals_display()]))
    if activity.austerity_approved_by_id:
        pledge = "提交人与审定人均已确认：不到景区游览，不发纪念品，不超标准用餐用车"
    elif activity.austerity_confirmed:
        pledge = "提交人已确认，审定人还要再确认一次"
    else:
        pledge = "尚未确认"
    return [
        {"label": "经费", "value": money},
        {"label": "交通用餐", "value": travel},
        {"label": "八项规定", "value": pledge, "wide": True},
    ]


def progress(activity, steps):
    """The way in words and dates; the step that waits is the current one. Nothing for what was cancelled."""
    state = activity.state
    if state in (State.CANCELLED, State.DROPPED):
        return []
    first = {step.verb: step.at for step in steps}  # newest first, so the oldest stays
    last = {step.verb: step.at for step in reversed(steps)}
    out = next((step.at for step in reversed(steps) if step.state == State.PUBLISHED), None)
    planned = [("计划提交", first.get(Step.Verb.SUBMIT), state in (State.DRAFT, State.RETURNED))]
    planned.append(("审定发布", out, state in (State.PROPOSED, State.SUBMITTED)))
    over = activity.is_over()
    reports = [
        ("开展", activity.starts_at, state == State.PUBLISHED and not over),
        ("总结报送", last.get(Step.Verb.REPORT), state in (State.PUBLISHED, State.REPORT_RETURNED) and over),
        ("总结审定", last.get(Step.Verb.ACCEPT), state == State.REPORTED),
        ("办结", last.get(Step.Verb.ACCEPT), False),
    ]
    way = reports if activity.is_late_record and out is None else planned + reports
    return _marked(way, activity)


def _marked(way, activity):
    """Done steps with their day, the current one with the day it arrived when it waits for somebody else."""
    state = activity.state
    current = next((place for place, (_, _, now) in enumerate(way) if now), len(way))
    if state == State.DRAFT and len(way) == 4:
        current = 1  # a late record waits for its report
    arrived = f"{_short_day(activity.state_since)}送达" if state in WAITING else ""
    return [
        {
            "label": label,
            "note": _short_day(at) if place < current or label == "开展" else arrived if place == current else "",
            "state": "done" if place < current else "now" if place == current else "",
        }
        for place, (label, at, _) in enumerate(way)
    ]


def _short_day(at):
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{local.month}月{local.day}日"


def trail(activity, steps, user):
    """Who has it now, then every line, newest first. Names of persons are for those who work on it."""
    with_names = sees_names(user, activity)
    now = holder(activity)
    entries = []
    if now:
        until = f"，期限{now.until.month}月{now.until.day}日" if now.until else ""
        when = f"{moment_words(now.since)}起{until}"
        entries.append({"strong": activity.status["label"], "what": now.name, "when": when, "state": "now"})
    return entries + [_entry(step, with_names) for step in steps if not _is_in_the_table(step)]


def _is_in_the_table(step):
    """That a unit comes stands in the table of units; who answered for it belongs into the trail."""
    return step.verb == Step.Verb.ANSWER and not step.is_for_unit


def sees_names(user, activity):
    return permissions.can_comment(user, activity)


def _entry(step, with_names):
    verb, said, back = step.get_verb_display(), step.reason, step.verb in Step.RETURNS
    unit = step.by.unit if step.by else "系统"
    if step.verb in (Step.Verb.ANSWER, Step.Verb.LEAVE, Step.Verb.ROLL_CALL):
        what, said = said or verb, ""
    else:
        what = f"{unit} {verb}" if not back else unit
    if step.is_for_unit:
        what += f"（{unit}代录）"
    who = step.by.name if step.by and with_names else ""
    return {
        "strong": verb if back else "",
        "what": what,
        "when": moment_words(step.at),
        "who": who,
        "reason": said,
        "state": "back" if back else "",
    }
