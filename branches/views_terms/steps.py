"""What is done with a term, as doors: find what is visible, require, call the verb, say what happened."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from branches.models import Term, TermProposal
from branches.terms import permissions, proposing
from branches.terms.cases import draft_letter
from branches.terms.dates import day_words
from branches.terms.entering import approve, renew
from branches.terms.extending import extend
from branches.terms.forms import ApproveForm, ExtendForm, MendForm, RefuseForm, RenewForm
from branches.terms.mending import mend
from portal.access import WrongState, require


@login_required
def term_renew(request, pk):
    """Staff enter it; an officer of the unit fills it in for them."""
    term, user = _found(request, pk, permissions.can_renew), request.user
    staff = permissions.can_enter(user, term)

    def act(form):
        return (renew if staff else proposing.propose_renewal)(term, by=user, **form.cleaned_data)

    return _page(
        request,
        term,
        RenewForm(request.POST if request.method == "POST" else None),
        act,
        heading="登记换届",
        what=f"{term.subject}本届{f'{term.since_words}起' if term.since else '起始不详'}，{_due_words(term)}。",
        submit="登记换届" if staff else "提交工委确认",
        said="换届已登记，这一届的函件已办结。" if staff else "已提交，工委确认后生效。",
    )


@login_required
def term_mend(request, pk):
    term, user = _found(request, pk, permissions.can_mend), request.user
    staff = permissions.can_enter(user, term)

    def act(form):
        return (mend if staff else proposing.propose_mend)(term, by=user, **form.facts)

    return _page(
        request,
        term,
        MendForm(request.POST if request.method == "POST" else None),
        act,
        heading="补正任期" if term.is_unknown else "更正任期",
        what=f"{term.subject}本届任期：{term.since_words or term.lacking}。查到依据再填，不必估计。",
        submit="保存" if staff else "提交工委确认",
        said="已补正。" if staff else "已提交，工委确认后生效。",
    )


@login_required
def term_extend(request, pk):
    term = _found(request, pk, permissions.can_extend)
    return _page(
        request,
        term,
        ExtendForm(request.POST if request.method == "POST" else None),
        lambda form: extend(term, by=request.user, **form.cleaned_data),
        heading="登记延期",
        what=f"{term.subject}本届任期{_due_words(term)}。延期须报批，不超过一年。",
        submit="登记延期",
        said="延期已登记，按新的日期提醒。",
    )


@login_required
def term_approve(request, pk):
    """The 批复 of a term that only the roster knew."""
    term = _found(request, pk, permissions.can_approve)
    return _page(
        request,
        term,
        ApproveForm(request.POST if request.method == "POST" else None),
        lambda form: approve(term, by=request.user, **form.cleaned_data),
        heading="补登批复",
        what=f"{term.subject}{term.since_words}起的这一届。",
        submit="补登批复",
        said="批复已登记。",
    )


@login_required
@require_POST
def term_letter(request, pk):
    """Drafts the letter whose turn it is; nothing leaves before a person approved it."""
    term = _found(request, pk, permissions.can_write_letter)
    try:
        letter = draft_letter(term, by=request.user, day=timezone.localdate())
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect(term)
    messages.success(request, f"{letter.get_kind_display()}已起草，核对后送审。")
    return redirect("letter-detail", letter.pk)


@login_required
@require_POST
def term_proposal_accept(request, pk):
    proposal = _proposal(request, pk, permissions.can_enter)
    done = proposal.term
    try:
        done = proposing.accept(proposal, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已确认，任期已更新。")
    return redirect(done)


@login_required
def term_proposal_refuse(request, pk):
    proposal = _proposal(request, pk, permissions.can_enter)

    def act(form):
        proposing.refuse(proposal, by=request.user, reason=form.cleaned_data["reason"])
        return proposal.term

    return _page(
        request,
        proposal.term,
        RefuseForm(request.POST if request.method == "POST" else None),
        act,
        heading="退回填报",
        what=f"{proposal}：{proposal.words}。退回给{proposal.by}。",
        submit="退回",
        said="已退回，并已通知对方。",
    )


@login_required
@require_POST
def term_proposal_withdraw(request, pk):
    proposal = _proposal(request, pk, permissions.can_withdraw)
    try:
        proposing.withdraw(proposal, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已撤回。")
    return redirect(proposal.term)


def _found(request, pk, may):
    require(permissions.can_list(request.user))
    terms = Term.objects.visible_to(request.user).select_related("committee", "organization", "branch")
    term = get_object_or_404(terms, pk=pk)
    require(may(request.user, term))
    return term


def _proposal(request, pk, may):
    require(permissions.can_list(request.user))
    rows = TermProposal.objects.visible_to(request.user).select_related("term__organization", "term__branch", "by")
    proposal = get_object_or_404(rows, pk=pk)
    require(may(request.user, proposal))
    return proposal


def _page(request, term, form, act, *, said, **words):
    """The form, and what follows when it is sent: a refusal is shown in its own words above it."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form)
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(done)
    context = {"form": form, "leave": term.get_absolute_url(), "term": term, **words}
    status = 422 if request.method == "POST" else 200
    return render(request, "branches/terms/step.html", context, status=status)


def _due_words(term):
    return f"应于{day_words(term.due_on)}前换届" if term.due_on else "届满日期不详"
