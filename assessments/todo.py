"""What of the contests waits for a person? Sheets to sign for judges, the next act for staff, entering for officers.

One line a contest. lines_for and item_of make the lines of the list, rows_for the rows to count (see portal.todo).
"""

from datetime import date

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.db.models import Value as V
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils import timezone

from assessments.models import Contest, Entry, Judge, Objection, Sheet, Stage
from branches.models import Brand
from portal.todo import end_of, line

PART = "contest"
KINDS = {  # kind: what it is called, what the button says, how urgent beside the others' items, the page
    "score": ("评委打分", "去评分", 0.1, "judge-desk"),
    "object": ("异议答复", "答复", 0.9, "contest-detail"),
    "accept": ("参评受理", "受理", 1.3, "contest-entries"),
    "close": ("征集截止", "办理", 1.4, "contest-detail"),
    "judge": ("组织评审", "办理", 1.4, "contest-detail"),
    "show": ("结果公示", "办理", 1.5, "contest-detail"),
    "award": ("表彰决定", "办理", 1.6, "contest-detail"),
    "enter": ("品牌参评", "报送", 2.6, "contest-enter"),
    "setup": ("比赛筹备", "设置", 6.3, "contest-setup"),
}
State = Contest.State


def lines_for(user, day=None):
    """As portal.todo.LINE. What stands under `owner` are the words beside the title."""
    waits = _waits(user, day)
    kind = Case(*(When(asked, then=V(name)) for name, asked in waits.items()), default=V(""), output_field=CharField())
    rows = _contests(user, waits).annotate(waits_as=kind)
    words = Case(
        When(waits_as="score", then=_count(_sheets(user), "judge__contest", "份待签交")),
        When(waits_as="accept", then=_count(_entered(), "contest", "个待受理")),
        When(waits_as="enter", then=Concat(V("征集到"), Cast("entries_until", CharField()))),
        default="committee__short_name",
        output_field=CharField(),
    )
    since = Case(
        When(waits_as="score", then=_first(_sheets(user), "judge__contest", "turn__stage__opened_at")),
        When(waits_as="accept", then=_first(_entered(), "contest", "entered_at")),
        default="state_since",
        output_field=DateTimeField(),
    )
    since = Coalesce(since, "state_since")
    term = V(0, output_field=IntegerField())
    return rows.order_by().values_list(V(PART), Cast("waits_as", CharField()), "pk", "title", words, since, term)


def item_of(values, today):
    _, name, pk, title, words, since, _ = values
    kind, verb, urgency, page = KINDS[name]
    until = None
    if name == "enter":
        until = date.fromisoformat(words.removeprefix("征集到"))
        words = "从已发布的品牌中选报"
    return line(
        thing=None,
        title=title,
        alliance=None,
        kind=kind,
        verb=verb,
        href=reverse(page, args=[pk]),
        whose=words,
        since=since,
        until=until,
        urgency=urgency,
        today=today,
        plain=True,
    )


def rows_for(user, day=None):
    return [_contests(user, _waits(user, day))]


def _contests(user, waits):
    if not waits:
        return Contest.objects.none()
    asked = Q()
    for condition in waits.values():
        asked |= condition
    return Contest.objects.visible_to(user).filter(asked)


def _waits(user, day):
    """Kind: on which contests it waits for this person; the first that fits is shown."""
    if user.committee_id is None:
        return {}
    today = timezone.localdate(end_of(day))
    of_contest = {"contest": OuterRef("pk")}
    waits = {"score": Q(state=State.JUDGING) & Q(Exists(_sheets(user).filter(judge__contest=OuterRef("pk"))))}
    if user.is_staff:
        entered = Q(Exists(_entered().filter(**of_contest)))
        unsigned = Sheet.objects.filter(state=Sheet.State.OPEN, turn__stage__state=Stage.State.OPEN)
        # Whoever judges is not told when the others have signed.
        judging = Judge.objects.filter(user=user.pk, removed_at=None, stages__state=Stage.State.OPEN)
        busy = Q(Exists(unsigned.filter(turn__stage__contest=OuterRef("pk")))) | Q(Exists(judging.filter(**of_contest)))
        objections = Objection.objects.filter(answered_at=None, **of_contest)
        waits |= {
            "object": Q(state=State.PUBLICITY) & Q(Exists(objections)),
            "accept": Q(state=State.ENTRIES) & entered,
            "close": Q(state=State.ENTRIES, entries_until__lt=today),
            "judge": Q(state=State.JUDGING) & ~busy,
            "show": Q(state=State.JUDGED),
            "award": Q(state=State.PUBLICITY, publicity_until__lt=today),
            "setup": Q(state=State.SETUP),
        }
    elif user.is_officer:
        mine = Entry.objects.filter(organization=user.organization_id, state__in=["entered", "accepted"], **of_contest)
        brands = Brand.objects.filter(organization=user.organization_id, ended_on=None, published__isnull=False)
        open_now = Q(state=State.ENTRIES, entries_since__lte=today, entries_until__gte=today)
        waits["enter"] = open_now & ~Q(Exists(mine)) & Q(Exists(brands))
    return waits


def _sheets(user):
    """The person's own that are not signed yet, while the stage is open."""
    return Sheet.objects.filter(
        judge__user=user.pk, judge__removed_at=None, state=Sheet.State.OPEN, turn__stage__state=Stage.State.OPEN
    )


def _entered():
    return Entry.objects.filter(state=Entry.State.ENTERED)


def _count(rows, owner, unit):
    counted = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner).annotate(n=Count("pk")).values("n")
    number = Cast(Coalesce(Subquery(counted, output_field=IntegerField()), 0), CharField())
    return Concat(number, V(f" {unit}"), output_field=CharField())


def _first(rows, owner, moment):
    grouped = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Subquery(grouped.annotate(first=Min(F(moment))).values("first"), output_field=DateTimeField())
