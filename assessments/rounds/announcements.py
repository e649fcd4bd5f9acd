"""Who is told of a step of a round? Whoever has it now, whoever it was taken from, everybody when results are shown.

Called by the steps, inside their transaction: a step that is undone tells nobody. It only says that something is to be
done, or may be looked at; never a score.
"""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from alliances.models import Organization, Seat
from assessments.models import Assessment, Scheme
from notices.models import Notice
from notices.outbox import notify
from portal.workdays import caveat

State = Assessment.State


def tell_opened(round, by):
    """The officers of all units that are assessed: one notice each."""
    officers = _officers(round.assessments.taking_part())
    lines = [f"考核期间：{round.scheme.period}", f"自评截止：{round.self_until}", f"依据：{round.scheme.basis_title}"]
    notify(
        officers,
        kind=Notice.Kind.TODO,
        title=f"请自评：{round}",
        body="\n".join([*lines, "已按平台记录预填，只补充记录里没有的。"]),
        link=round.get_absolute_url(),
        key=f"round-{round.pk}-opened",
    )


def tell_handed_on(assessment, by):
    """It is theirs now. The committee's staff look at their list; a notice for each unit would be a storm."""
    settle(assessment)
    _settle_opened(assessment)
    if assessment.state != State.FIRST:
        return
    seats = Seat.objects.on(timezone.localdate()).leading().filter(alliance=assessment.alliance_id)
    notify(
        User.objects.officers_of(seats.values("organization")).exclude(pk=by.pk),
        kind=Notice.Kind.TODO,
        title=f"请初评：{assessment}",
        body=f"{assessment.round}，初评截止：{assessment.round.first_until or assessment.round.review_until}",
        link=link_of(assessment),
        key=_key(assessment),
    )


def tell_returned(assessment, by, reason):
    settle(assessment)
    people = {
        State.SELF: officers_of(assessment),
        State.FIRST: _leads(assessment),
        State.REVIEW: User.objects.staff_of(assessment.round.committee_id),
    }[assessment.state]
    notify(
        people.exclude(pk=by.pk),
        kind=Notice.Kind.TODO,
        title=f"考核退回，请修改：{assessment}",
        body=f"{assessment.round}\n说明：{reason}",
        link=link_of(assessment),
        key=_key(assessment),
    )


def tell_publicity(round, by):
    officers = User.objects.active().filter(post=User.Post.OFFICER, committee=round.committee_id)
    if round.scheme.shown_to == Scheme.ShownTo.OWN:
        officers = _officers(round.assessments.taking_part())
    since, until = round.publicity_since, round.publicity_until
    notify(
        officers.exclude(pk=by.pk),
        title=f"考核结果公示：{round}",
        body=f"公示期：{since}至{until}。{caveat(since, until)}对本单位结果有异议的，请在期内申诉。",
        link=reverse("round-results", args=[round.pk]),
        key=f"round-{round.pk}-publicity",
    )


def tell_final(round, by):
    notify(
        _officers(round.assessments.taking_part()).exclude(pk=by.pk),
        title=f"考核结果定格：{round}",
        body=f"通报文号：{round.document_number}" if round.document_number else "",
        link=reverse("round-results", args=[round.pk]),
        key=f"round-{round.pk}-final",
    )


def tell_cancelled(round, by, reason):
    Notice.objects.filter(kind=Notice.Kind.TODO, key=f"round-{round.pk}-opened").mark_read()
    notify(
        _officers(round.assessments.all()).exclude(pk=by.pk),
        title=f"考核取消：{round}",
        body=f"说明：{reason}",
        link=round.get_absolute_url(),
        key=f"round-{round.pk}-cancelled",
    )


def tell_appeal(appeal):
    round = appeal.assessment.round
    words = f"{round}，答复期限：{appeal.due_on}"
    notify(
        User.objects.staff_of(round.committee_id),
        kind=Notice.Kind.TODO,
        title=f"收到申诉：{appeal.assessment}",
        body="\n".join(filter(None, [words, caveat(appeal.due_on), appeal.text[:200]])),
        link=reverse("appeal-list", args=[round.pk]),
        key=f"appeal-{appeal.pk}",
    )


def tell_answer(appeal):
    notify(
        officers_of(appeal.assessment),
        title=f"申诉已答复：{appeal.assessment}",
        body=appeal.answer[:200],
        link=appeal.assessment.get_absolute_url(),
        key=f"appeal-{appeal.pk}-answer",
    )
    Notice.objects.filter(key=f"appeal-{appeal.pk}").mark_read()


def settle(assessment):
    """It moved on: what asked for this assessment counts as read."""
    Notice.objects.filter(kind=Notice.Kind.TODO, link=link_of(assessment)).mark_read()


def _settle_opened(assessment):
    """“请自评” counts as read for officers who have nothing left to fill in."""
    waiting = _officers(assessment.round.assessments.filter(state=State.SELF))
    done = officers_of(assessment).exclude(pk__in=waiting.values("pk"))
    opened = Notice.objects.filter(kind=Notice.Kind.TODO, key=f"round-{assessment.round_id}-opened")
    opened.filter(recipient__in=done.values("pk")).mark_read()


def link_of(assessment):
    return reverse("assessment-fill", args=[assessment.pk])


def officers_of(assessment):
    return _officers(Assessment.objects.filter(pk=assessment.pk))


def _leads(assessment):
    seats = Seat.objects.on(timezone.localdate()).leading().filter(alliance=assessment.alliance_id)
    return User.objects.officers_of(seats.values("organization"))


def _officers(assessments):
    """Of the units; of an alliance those at its head."""
    heads = Seat.objects.on(timezone.localdate()).at_the_head()
    heads = heads.filter(alliance__in=assessments.filter(organization=None).values("alliance"))
    units = assessments.exclude(organization=None).order_by()
    organizations = Organization.objects.filter(
        Q(pk__in=units.values("organization")) | Q(pk__in=heads.values("organization"))
    )
    return User.objects.officers_of(organizations.values("pk"))


def _key(assessment):
    return f"assessment-{assessment.pk}-{assessment.state}-{assessment.state_since.timestamp()}"
