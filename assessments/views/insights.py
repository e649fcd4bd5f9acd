"""What stands beside the scores, for the committee: replay through another scheme, the sharing table, stars."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliances.models import Alliance
from assessments import reconciliation, stars
from assessments.facts import links_for
from assessments.forms.insights import StarsForm
from assessments.models import Round, Scheme
from assessments.replay import replay
from assessments.rounds import permissions
from assessments.schemes import faults
from assessments.views.doors import with_reason
from branches import stars as granting
from branches.models import Star
from portal.access import WrongState, require
from portal.asked import whole_number

MOST_DIGITS = 9


@login_required
@require_safe
def round_replay(request, pk):
    """Of a shown round; ?scheme= one of the same audience. Nothing is saved."""
    round = _run(request, pk)
    schemes = Scheme.objects.visible_to(request.user).filter(committee=round.committee_id)
    schemes = list(schemes.filter(audience=round.scheme.audience).exclude(state=Scheme.State.DROPPED))
    asked = whole_number(request.GET.get("scheme"), MOST_DIGITS)
    chosen = next((scheme for scheme in schemes if scheme.pk == asked), None)
    wrong = faults(chosen) if chosen and chosen.state == Scheme.State.DRAFT else []
    found = replay(round, chosen) if chosen and not wrong and round.is_shown else None
    rows = found.rows if found else ()
    if request.GET.get("moved"):
        rows = [row for row in rows if row.change or row.rises or row.old_grade != row.new_grade]
    context = {
        "round": round,
        "schemes": schemes,
        "chosen": chosen,
        "wrong": wrong,
        "found": found,
        "rows": rows,
        "only_moved": bool(request.GET.get("moved")),
    }
    return render(request, "assessments/insights/replay.html", context)


@login_required
@require_safe
def round_sharing(request, pk):
    """Units, alliances and city side by side; ?indicator= opens a line to its records."""
    round = _run(request, pk)
    lines = reconciliation.reconcile(round.scheme, day=timezone.localdate())
    alliances = list(Alliance.objects.filter(committee=round.committee_id))
    asked = whole_number(request.GET.get("indicator"), MOST_DIGITS)
    opened = next((line for line in lines if line.indicator.pk == asked), None)
    links = links_for(request.user, [record.key for record in opened.records]) if opened else {}
    context = {
        "round": round,
        "alliances": alliances,
        "lines": [
            {
                "line": line,
                "sums": [line.by_alliance.get(alliance.pk, 0) for alliance in alliances],
                "elsewhere": line.by_alliance.get(None, 0),
            }
            for line in lines
        ],
        "opened": opened,
        "records": [(record, links.get(record.key, "")) for record in opened.records] if opened else [],
        "today": timezone.localdate(),
    }
    return render(request, "assessments/insights/sharing.html", context)


@login_required
def round_stars(request, pk):
    """The stars that the round gives beside those of the year before, and the document that grants them."""
    round = _run(request, pk)
    rows = stars.proposals(round) if round.scheme.grants_stars else []
    form = StarsForm(request.POST if request.method == "POST" else None, initial={"granted_on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                given = stars.grant(round, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已授予 {len(given)} 个支部{stars.year_of(round)}年度星级。")
            return redirect("round-stars", pk)
    granted = [row for row in rows if row.granted]
    context = {
        "round": round,
        "rows": rows,
        "form": form,
        "year": stars.year_of(round),
        "may_grant": round.scheme.grants_stars and round.state == Round.State.FINAL and not granted,
        "granted": len(granted),
        "counts": _counts(rows),
    }
    return render(request, "assessments/insights/stars.html", context, status=422 if form.is_bound else 200)


def _counts(rows):
    found = {}
    for row in rows:
        found[row.words] = found.get(row.words, 0) + 1
    return sorted(found.items(), key=lambda pair: "五四三二一".find(pair[0][0]) % 9)


@login_required
def star_withdraw(request, pk):
    rows = Star.objects.visible_to(request.user).select_related("branch__organization")
    star = get_object_or_404(rows, pk=pk)
    require(permissions.is_committee(request.user, star.branch.organization))
    return with_reason(
        request,
        lambda reason: granting.withdraw(star, by=request.user, reason=reason),
        back=reverse("branch-list"),
        heading="撤销支部星级",
        what=f"撤销{star.branch}的{star}（{star.document_number}）。",
        consequences=["支部显示上一次的星级；撤销的记录和原因保留。"],
        label="撤销原因",
        submit="撤销",
        said="已撤销。",
    )


def _run(request, pk):
    rounds = Round.objects.visible_to(request.user).select_related("scheme", "committee")
    round = get_object_or_404(rounds, pk=pk)
    require(permissions.can_run(request.user, round))
    return round
