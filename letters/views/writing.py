"""Writing a letter: by hand or from a template, and changing a draft."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliances.models import Organization
from letters import drafting, permissions
from letters.cases import Case
from letters.facts import day_words
from letters.filters import number
from letters.forms.letters import LetterForm
from letters.models import Letter, LetterStep, LetterTemplate
from letters.models.states import FORM_OF, LADDER, Kind, State
from letters.views.common import found
from portal.access import EditConflict, WrongState, require
from portal.workdays import add_workdays, caveat

MOST_WORKDAYS = 250
BY_HAND = [choice for choice in Kind.choices if choice[0] not in LADDER[1:]]  # the others follow an overdue one


@login_required
def letter_create(request):
    require(permissions.can_draft(request.user))
    letter, template, templates = _new(request)
    words = {"user": request.user, "template": template}
    if request.method == "POST":
        return _save(request, letter, templates, draft="draft" in request.POST, **words)
    return _page(request, LetterForm(instance=letter, **words), templates)


@login_required
def letter_edit(request, pk):
    letter = found(request, pk, permissions.can_edit)
    if letter.state != State.DRAFT:
        messages.error(request, f"现在是“{letter.get_state_display()}”，要修改请先撤回或退回。")
        return redirect(letter)
    if request.method == "POST":
        return _save(request, letter, [], user=request.user, draft="draft" in request.POST)
    return _page(request, LetterForm(instance=letter, user=request.user))


@login_required
@require_safe
def letter_reply_day(request):
    """What stands under the field while somebody writes how many workdays."""
    require(permissions.can_draft(request.user))
    return HttpResponse(reply_day_words(number(request.GET.get("workdays"))), content_type="text/plain; charset=utf-8")


def reply_day_words(workdays):
    if not workdays or workdays > MOST_WORKDAYS:
        return "不要求回复：各单位签收即可。" if not workdays else f"最多 {MOST_WORKDAYS} 个工作日。"
    today = timezone.localdate()
    due = add_workdays(today, workdays)
    return f"如果今天印发，请于{day_words(due)}前回复。{caveat(today, due)}"


def _new(request):
    """What the address asks for: ?kind, ?template (0: none); anything that makes no sense is left out."""
    committee, asked = request.user.committee, number(request.GET.get("template"))
    every = LetterTemplate.objects.visible_to(request.user).filter(committee=committee).in_use()
    chosen = next((one for one in every.filter(pk=asked)), None) if asked else None
    kind = chosen.kind if chosen else request.GET.get("kind", "")
    kind = kind if kind in dict(BY_HAND) else Kind.NOTICE
    templates = list(every.filter(kind=kind))
    if chosen is None and asked != 0:
        chosen = next((one for one in templates if not one.about), None)
    letter = Letter(committee=committee, kind=kind, form=FORM_OF[kind], issuer=committee.name, template=chosen)
    if chosen and chosen.kind == kind:
        filled = drafting.fill(chosen, Case("", Organization()), committee, day=timezone.localdate())
        for field, text in filled.items():
            setattr(letter, field, text)
        letter.form, letter.reply_workdays = chosen.form, chosen.reply_workdays
    return letter, chosen, templates


def _save(request, letter, templates, **words):
    form = LetterForm(request.POST, request.FILES, instance=letter, **words)
    if not form.is_valid():
        return _page(request, form, templates, status=422)
    try:
        letter = form.save()
    except EditConflict as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, templates, status=409)
    except WrongState as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, templates, status=422)
    if words["draft"]:
        messages.success(request, "草稿已保存。")
        return redirect(letter)
    try:
        letter.submit(by=request.user)
    except WrongState as refusal:
        messages.warning(request, f"草稿已保存，还没有送审：{refusal}")
    else:
        messages.success(request, "已保存并送审。")
    return redirect(letter)


def _page(request, form, templates=(), status=200):
    letter = form.instance
    returned = None
    if letter.pk and letter.state == State.DRAFT:
        last = letter.steps.exclude(verb=LetterStep.Verb.EDIT).first()
        returned = last if last and last.verb == LetterStep.Verb.RETURN else None
    typed = form["reply_workdays"].value()
    context = {
        "form": form,
        "letter": letter,
        "is_new": letter.pk is None and not form.is_bound,
        "kinds": BY_HAND,
        "templates": templates,
        "template": form.template,
        "returned": returned,
        "conflict": status == 409,
        "submit": "保存并送审",
        "reply_day": reply_day_words(number(str(typed).strip()) if typed else None),
    }
    return render(request, "letters/form.html", context, status=status)
