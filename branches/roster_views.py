"""The pages of the roster import: upload and look, confirm, take back. The rule is in branches.roster."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from alliances.permissions import is_committee
from alliances.views import own_committee
from branches import roster
from branches.models import RosterImport
from branches.roster_forms import RosterImportForm
from portal.access import WrongState, require
from portal.workbooks import Faults

PER_PAGE = 20
FEW = 10  # that many need no fold
LINES = 100  # of one kind on a page of the preview
KINDS = {"new": "新增", "changed": "变动", "unlisted": "名册中没有"}


@login_required
def roster_import(request):
    require(is_committee(request.user))
    committee = own_committee(request.user)
    form = RosterImportForm(request.POST or None, request.FILES or None)
    context = {"form": form, "faults": [], "warnings": [], "parts": []}
    if request.method == "POST" and form.is_valid():
        try:
            plan = _plan(committee, form.cleaned_data)
        except Faults as refusal:
            form.add_error("file", [str(fault) for fault in refusal.faults])
        else:
            if not plan.faults and not plan.is_empty:
                new_alliances = form.cleaned_data["new_alliances"]
                file = form.cleaned_data["file"]
                return redirect(roster.keep(plan, file, by=request.user, new_alliances=new_alliances))
            context |= {"plan": plan, "parts": plan.counts().values()}
    records = RosterImport.objects.visible_to(request.user).without_lists().select_related("by", "applied_by")
    context["page"] = Paginator(records, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "branches/roster_import.html", context)


def _plan(committee, asked):
    return roster.plan_roster(committee, asked["file"], asked["on"], new_alliances=asked["new_alliances"])


@login_required
def roster_import_detail(request, pk):
    require(is_committee(request.user))
    records = RosterImport.objects.visible_to(request.user).select_related("by", "applied_by", "undone_by")
    record = get_object_or_404(records, pk=pk)
    context = {"record": record, "parts": record.summary.values(), "sections": _sections(record, request.GET)}
    return render(request, "branches/roster_import_detail.html", context)


def _sections(record, query):
    """One for each kind of row that has any; `?list=branches-new&page=2` shows one of them alone and whole."""
    chosen = query.get("list", "")
    sections = [
        {
            "key": f"{part}-{kind}",
            "kind": kind,
            "title": f"{word}的{record.summary[part]['title']}",
            "lines": lines,
        }
        for part, lists in record.lists.items()
        for kind, word in KINDS.items()
        if (lines := lists[kind])
    ]
    alone = [section for section in sections if section["key"] == chosen]
    for section in alone or sections:
        section["page"] = Paginator(section["lines"], LINES).get_page(query.get("page") if alone else 1)
        section["alone"] = bool(alone)
        section["open"] = bool(alone) or section["kind"] == "changed" or len(section["lines"]) <= FEW
    return alone or sections


@login_required
@require_POST
def roster_import_apply(request, pk):
    require(is_committee(request.user))
    record = get_object_or_404(RosterImport.objects.visible_to(request.user), pk=pk)
    try:
        roster.apply(record, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    except Faults:
        messages.error(request, "上传的文件读不出来了，没有导入。请重新上传。")
    else:
        messages.success(request, "花名册已导入。")
    return redirect(record)


@login_required
def roster_import_undo(request, pk):
    require(is_committee(request.user))
    record = get_object_or_404(RosterImport.objects.visible_to(request.user), pk=pk)
    if request.method != "POST":
        return render(request, "confirm.html", _undo_words(record))
    try:
        roster.undo(record, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        kept = f"有 {len(record.left_alone)} 项保留，列在下面。" if record.left_alone else ""
        messages.success(request, f"已撤销，数据恢复到导入以前。{kept}")
    return redirect(record)


def _undo_words(record):
    return {
        "heading": "撤销导入",
        "what": f"撤销“{record.name}”的导入，数据恢复到导入以前。",
        "consequences": [
            "这次导入新增的党组织、席位和党支部会被移除，变动的内容恢复原值。",
            "导入以后又修改过的、已经有活动或账号的，保留不动，并逐项列出。",
        ],
        "submit": "撤销导入",
        "leave": record.get_absolute_url(),
    }
