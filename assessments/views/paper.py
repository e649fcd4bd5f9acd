"""Paper sheets: printed with their codes, typed in by one person, confirmed by a second."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments import codes, paper, permissions, sheets
from assessments.forms.judging import CodeForm, ReadingForm, as_read, require_number, scale_words, share
from assessments.models import Contest, Sheet, Stage, Typing
from portal.access import WrongState, require

PER_PAGE = 50
STATES = (("", "全部"), ("todo", "待录入"), ("second", "待复核"), ("apart", "有出入"), ("done", "已录入"))


@login_required
@require_safe
def paper_sheets(request, pk):
    """A4, for all judges or one (?judge=); a judge's own in the order of the lot."""
    stage = _stage(request, pk)
    rows = sheets.print_codes(stage).filter(pk__in=Sheet.objects.visible_to(request.user))
    rows = list(rows.select_related("turn__entry__organization", "turn__entry__alliance").filter(state="open"))
    judges = {sheet.judge_id: sheet.judge for sheet in rows}
    chosen = request.GET.get("judge", "")
    if chosen:
        rows = [sheet for sheet in rows if sheet.judge_id == require_number(chosen)]
    criteria = _criteria(stage)
    page = {
        "contest": stage.contest,
        "stage": stage,
        "papers": [{"sheet": sheet, "code": codes.spaced(sheet.code), "owner": _owner(sheet)} for sheet in rows],
        "criteria": [
            {"criterion": one, "scale": scale_words(stage, one), "share": share(stage, one)} for one in criteria
        ],
        "judges": judges.values(),
        "chosen": chosen,
    }
    return render(request, "assessments/paper_sheets.html", page)


@login_required
def paper_type(request, pk):
    """The codes with their state; with ?code= the fields of that sheet, for the first reading or the second."""
    stage = _stage(request, pk)
    code = request.GET.get("code", "")
    if code:
        return _reading(request, stage, code)
    require(request.method != "POST")
    wanted = request.GET.get("state", "")
    rows = [_described(sheet) for sheet in _with_typings(request.user, stage)]
    counts = {key: sum(row["state"] == key for row in rows) for key, _ in STATES}
    if wanted in dict(STATES[1:]):
        rows = [row for row in rows if row["state"] == wanted]
    page = {
        "contest": stage.contest,
        "stage": stage,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "states": [(key, label, counts[key]) for key, label in STATES],
        "wanted": wanted,
        "form": CodeForm(),
    }
    return render(request, "assessments/paper_type.html", page)


def _reading(request, stage, code):
    here = reverse("paper-type", args=[stage.pk])
    found = paper.by_code(stage, code)
    if found is None or not Sheet.objects.visible_to(request.user).filter(pk=found.pk).exists():
        messages.error(request, f"没有表号“{code[:20]}”，请核对纸上的八位表号。")
        return redirect(here)
    typings = {typing.place: typing for typing in found.typings.select_related("by")}
    place = _place(typings, request.user)
    if refusal := _refusal(found, request.user):
        messages.warning(request, refusal)
        return redirect(here)
    if len(typings) == 2:
        return redirect("paper-compare", found.pk)
    criteria = _criteria(stage)
    own = typings[place].values if place in typings else {}
    form = ReadingForm(request.POST or None, stage=stage, criteria=criteria, values=own)
    if request.method == "POST" and form.is_valid() and (answer := _type(request, found, form, place)):
        return answer
    page = {
        "contest": stage.contest,
        "stage": stage,
        "sheet": found,
        "code": codes.spaced(found.code),
        "place": place,
        "form": form,
        "leave": here,
    }
    return render(request, "assessments/paper_reading.html", page, status=422 if form.is_bound else 200)


def _type(request, found, form, place):
    """Type the reading; None when the form is to be shown again with its faults."""
    here = reverse("paper-type", args=[found.turn.stage_id])
    write = paper.type_first if place == 1 else paper.type_second
    code = codes.spaced(found.code)
    try:
        apart = write(found, form.values, by=request.user)
    except paper.BadValues as refusal:
        form.blame(refusal.faults)
        return None
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect(here)
    if apart:
        messages.warning(request, f"表号 {code}：两遍有 {len(apart)} 项不一样，请对照纸面重录。")
        return redirect("paper-compare", found.pk)
    found.refresh_from_db(fields=["state"])
    if found.state == Sheet.State.SIGNED:
        messages.success(request, f"表号 {code}：两遍一致，已签交。")
    else:
        messages.success(request, f"表号 {code}：第一遍已录，请另一人复核。")
    return redirect(here)


@login_required
def paper_compare(request, pk):
    """Both readings side by side; each reader may type theirs again, another person the second one."""
    rows = Sheet.objects.visible_to(request.user)
    rows = rows.select_related("judge__user", "judge__contest", "turn__stage__contest", "turn__entry__version")
    found = get_object_or_404(rows, pk=pk)
    stage = found.turn.stage
    require(permissions.can_type(request.user, stage) and found.judge.user_id != request.user.pk)
    typings = {typing.place: typing for typing in found.typings.select_related("by")}
    here = reverse("paper-type", args=[stage.pk])
    if len(typings) < 2:
        messages.info(request, f"表号 {codes.spaced(found.code)} 还没有录满两遍。")
        return redirect(here)
    criteria = _criteria(stage)
    place = _place(typings, request.user)
    is_open = found.state == Sheet.State.OPEN
    form = ReadingForm(
        request.POST or None,
        stage=stage,
        criteria=criteria,
        values=_agreed(typings),
    )
    if request.method == "POST" and form.is_valid() and (answer := _type(request, found, form, place)):
        return answer
    page = {
        "contest": stage.contest,
        "stage": stage,
        "sheet": found,
        "code": codes.spaced(found.code),
        "first": typings[1],
        "second": typings[2],
        "rows": _side_by_side(criteria, typings),
        "place": place,
        "form": form if is_open else None,
        "leave": here,
    }
    return render(request, "assessments/paper_compare.html", page, status=422 if form.is_bound else 200)


def _stage(request, pk):
    contests = Contest.objects.visible_to(request.user)
    stage = get_object_or_404(Stage.objects.select_related("contest").filter(contest__in=contests), pk=pk)
    require(permissions.can_type(request.user, stage))
    return stage


def _criteria(stage):
    return list(stage.criteria.order_by("order_number", "pk"))


def _with_typings(user, stage):
    readings = Typing.objects.select_related("by").defer("values")
    rows = Sheet.objects.visible_to(user).of_stage(stage).standing()
    rows = rows.select_related("judge__user", "turn__entry__version").prefetch_related(Prefetch("typings", readings))
    return rows.order_by("judge__order_number", "judge", "turn__order_number")


def _described(sheet):
    """A line of the list: whose, and how far; never a score."""
    readers = {typing.place: typing.by.name for typing in sheet.typings.all()}
    state, kind, label = _state(sheet, readers)
    return {
        "sheet": sheet,
        "code": codes.spaced(sheet.code),
        "state": state,
        "kind": kind,
        "label": label,
        "first": readers.get(1, ""),
        "second": readers.get(2, ""),
    }


def _state(sheet, readers):
    if sheet.state == Sheet.State.SIGNED:
        return ("done", "done", "已录入") if sheet.is_paper else ("online", "done", "网上签交")
    if len(readers) == 2:
        return "apart", "wait", "有出入"
    if readers:
        return "second", "now", "待复核"
    return "todo", "set", "待录入"


def _place(typings, user):
    """Which reading this person types: their own again, else the one that is missing, else the second."""
    own = [place for place, typing in typings.items() if typing.by_id == user.pk]
    if own:
        return own[0]
    return 2 if 1 in typings else 1


def _refusal(found, user):
    code = codes.spaced(found.code)
    if found.judge.user_id == user.pk:
        return "评委不能录入自己的纸质评分表，请由别人录入。"
    try:
        sheets.require_open(found)
    except WrongState as refusal:
        return f"表号 {code}：{refusal}"
    return ""


def _agreed(typings):
    """What both read alike; what stands apart is to be read from the paper anew."""
    second = typings[2].values
    return {key: value for key, value in typings[1].values.items() if second.get(key) == value}


def _side_by_side(criteria, typings):
    rows = []
    for criterion in criteria:
        first, second = (typings[place].values.get(str(criterion.pk), "") for place in (1, 2))
        row = {"criterion": criterion, "first": as_read(first), "second": as_read(second), "apart": first != second}
        rows.append(row)
    return rows


def _owner(sheet):
    return sheet.turn.entry.organization or sheet.turn.entry.alliance
