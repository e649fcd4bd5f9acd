"""What does the page of one activity show to this person: facts, progress, units, trail, and what to do now?"""

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from activities.models import Participation
from activities.models.states import PLANNING
from activities.when import day_words
from alliances.models import Seat

ROLES = {"lead": "片长", "deputy": "副片长", "member": "成员", "chamber": "商（协）会"}
RANKS = ["lead", "deputy", "member", "chamber"]


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
        {"label": "时间", "pieces": activity.when.split()},
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
