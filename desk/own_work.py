"""What I handed on and what I did last, in all parts of the portal: activities, brands, contests. One query each.

sent_off(user), done(user) -> [Row]
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, F, IntegerField, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

from activities.models import Activity, Step
from activities.models.states import State as ActivityState
from alliances.models import Alliance
from assessments.models import Contest, ContestStep, Entry
from branches.brand_querysets import written_by
from branches.models import Brand, BrandStep, BrandVersion
from branches.models.brand_states import WAITING
from branches.models.brand_states import State as BrandState

ROWS = 20
ON_THE_WAY = (ActivityState.PROPOSED, ActivityState.SUBMITTED, ActivityState.REPORTED)
PARTS = {  # part: what the list calls it where there is no other word, its page, the words of its states
    "activity": ("活动", "activity-detail", ActivityState),
    "brand": ("品牌", "brand-detail", BrandState),
    "contest": ("大比武", "contest-detail", Contest.State),
    "entry": ("参评品牌", "entry-detail", Entry.State),
}
COLUMNS = ("of_part", "of_key", "of_kind", "of_title", "of_whose", "of_state", "of_since", "of_at")
ALLIANCE = ("ally_key", "ally_name", "ally_mark", "ally_place")


@dataclass(frozen=True)
class Row:
    kind: str
    title: str
    href: str
    alliance: Alliance | None
    whose: str
    state: str
    since: datetime
    is_activity: bool  # those of no alliance are the committee's own


def sent_off(user):
    """Somebody else has it now, what waits longest first."""
    host = Q(host=user.organization_id, host__isnull=False)
    activities = Activity.objects.visible_to(user).filter(Q(created_by=user) | host, state__in=ON_THE_WAY)
    versions = BrandVersion.objects.visible_to(user).filter(state__in=WAITING)
    versions = versions.filter(Q(created_by=user) | written_by(user, "brand__"))
    unit = Q(organization=user.organization_id, organization__isnull=False)
    entries = Entry.objects.visible_to(user).filter(Q(entered_by=user) | unit, state="entered")
    rows = _activities(activities, "", F("state_since")).union(
        _brands(versions, "", F("state_since")),
        _lined(
            entries, "entry", "pk", title=F("version__name"), whose=_owner("brand__"), state=F("state"),
            since=F("entered_at"), at=F("entered_at"),
        ),
        all=True,
    )  # fmt: skip
    return [_row(*values) for values in rows.order_by("of_at", "of_key")[:ROWS]]


def done(user):
    """What I took a step in, the last one first."""
    steps = Step.objects.visible_to(user).filter(by=user)
    brand_steps = BrandStep.objects.filter(by=user, brand__in=Brand.objects.visible_to(user))
    contest_steps = ContestStep.objects.filter(by=user, contest__in=Contest.objects.visible_to(user))
    rows = _activities(steps, "activity__", F("at")).union(
        _brands(brand_steps, "version__", F("at")),
        _lined(
            contest_steps, "contest", "contest", title=F("contest__title"), whose=Value(""), state=F("contest__state"),
            since=F("contest__state_since"), at=F("at"),
        ),
        all=True,
    )  # fmt: skip
    found = {}
    for values in rows.order_by("-of_at", "-of_key")[: ROWS * 3]:
        found.setdefault(values[:2], values)
    return [_row(*values) for values in list(found.values())[:ROWS]]


def _activities(rows, to, at):
    """The first of the union: its alliance says of which kind the empty columns of the others are."""
    return _lined(
        rows, "activity", f"{to}pk", kind=F(f"{to}type__name"), title=F(f"{to}title"),
        whose=F(f"{to}host__short_name"), state=F(f"{to}state"), since=F(f"{to}state_since"), at=at,
        alliance=f"{to}alliance",
    )  # fmt: skip


def _brands(rows, to, at):
    """A line without a version speaks of what is published."""
    owner = _owner("brand__")
    title = Case(When(of_name="", then=Concat(owner, Value("的品牌"))), default="of_name", output_field=CharField())
    rows = rows.annotate(of_name=Coalesce(f"{to}name", "brand__published__name", Value("")))
    return _lined(
        rows, "brand", "brand", title=title, whose=owner,
        state=Coalesce(f"{to}state", "brand__published__state", Value("")),
        since=Coalesce(f"{to}state_since", "brand__published__state_since", at), at=at,
    )  # fmt: skip


def _owner(to):
    unit = Concat(f"{to}organization__short_name", Coalesce(f"{to}branch__name", Value("")))
    return Coalesce(f"{to}alliance__name", unit, output_field=CharField())


def _lined(rows, part, key, *, title, whose, state, since, at, kind=None, alliance=""):
    text = {"kind": kind or Value(""), "title": title, "whose": whose, "state": state}
    columns = {f"of_{name}": Cast(Coalesce(what, Value("")), CharField()) for name, what in text.items()}
    columns |= {"of_part": Value(part), "of_key": Cast(F(key), IntegerField()), "of_since": since, "of_at": at}
    return rows.order_by().annotate(**columns, **_ally(alliance)).values_list(*COLUMNS, *ALLIANCE)


def _ally(to):
    fields = (("key", "pk", IntegerField), ("name", "name", CharField), ("mark", "mark", CharField),
              ("place", "order_number", IntegerField))  # fmt: skip
    return {f"ally_{name}": Cast(F(f"{to}__{field}") if to else Value(None), kind()) for name, field, kind in fields}


def _row(part, key, kind, title, whose, state, since, at, ally, name, mark, place):
    word, page, states = PARTS[part]
    return Row(
        kind=kind or word,
        title=title,
        href=reverse(page, args=[key]),
        alliance=Alliance(pk=ally, name=name, mark=mark, order_number=place) if ally else None,
        whose=whose,
        state=states(state).label if state else "",
        since=since,
        is_activity=part == "activity",
    )
