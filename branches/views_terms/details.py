"""One term: what is known of it, what comes next, the terms before, and the letters about it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from branches.models import Term, TermProposal, TermReminder
from branches.terms import permissions
from branches.terms.cases import next_letter
from branches.terms.dates import day_words, latest_extension
from letters.models import Letter
from portal.access import require
from portal.workdays import caveat


@login_required
@require_safe
def term_detail(request, pk):
    user, today = request.user, timezone.localdate()
    require(permissions.can_list(user))
    terms = Term.objects.visible_to(user).select_related("committee", "organization", "branch")
    term = get_object_or_404(terms, pk=pk)
    others = Term.objects.filter(organization=term.organization_id, branch=term.branch_id).order_by("-pk")
    history = [{"term": one, "status": one.status(today)} for one in others]
    for row in history:
        row["term"].organization, row["term"].branch = term.organization, term.branch
    proposals = list(TermProposal.objects.filter(term=term).select_related("by", "decided_by"))
    waiting = next((one for one in proposals if one.state == TermProposal.State.WAITING), None)
    kind, why = next_letter(term, today) if permissions.can_write_letter(user, term) else (None, "")
    context = {
        "term": term,
        "status": term.status(today),
        "left": term.left(today),
        "facts": _facts(term),
        "history": history,
        "proposals": proposals,
        "waiting": waiting,
        "waiting_words": waiting.words if waiting else "",
        "enters": permissions.can_enter(user, term),
        "proposes": permissions.can_propose(user, term),
        "may_mend": permissions.can_mend(user, term) and term.is_open,
        "letters": Letter.objects.visible_to(user).of_case(term.case_key).order_by("-created_at")[:20],
        "reminders": TermReminder.objects.filter(term=term).select_related("step")[:12],
        "kind": kind,
        "kind_label": kind.label if kind else "",
        "why": why,
        "caveat": caveat(term.due_on) if term.is_open and term.due_on and term.due_on >= today else "",
        "today": today,
    }
    return render(request, "branches/terms/detail.html", context)


def _facts(term):
    facts = [
        {"label": "任期起始", "value": term.since_words or term.lacking},
        {"label": "任期", "value": f"{term.years}年" if term.years else ""},
        {"label": "届满日期", "value": day_words(term.ends_on)},
    ]
    if term.extended_until:
        words = f"{day_words(term.extended_until)}（{term.extension_document}，{day_words(term.extended_on)}批准）"
        facts.append({"label": "延期至", "value": words})
    elif term.is_open and term.ends_on:
        facts.append({"label": "延期", "value": f"没有延期；最迟可延至{day_words(latest_extension(term.ends_on))}"})
    approval = f"{term.approval_document}（{day_words(term.approved_on)}）" if term.approval_document else "没有登记"
    facts.append({"label": "换届批复", "value": approval})
    if term.early_document:
        facts.append({"label": "提前换届批准", "value": term.early_document})
    if term.closed_on:
        facts.append({"label": "换届日期", "value": day_words(term.closed_on)})
    facts.append({"label": "来源", "value": term.get_source_display()})
    return facts
