"""The page of the ledger import: upload and look, then confirm. The rule is in activities.ledger."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from activities import ledger
from activities.forms.ledger import LedgerForm
from activities.ledger import waiting
from alliances.permissions import is_committee
from alliances.views import own_committee
from portal.access import WrongState, require
from portal.workbooks import Faults


@login_required
def activity_import(request):
    require(is_committee(request.user))
    committee = own_committee(request.user)
    form = LedgerForm(request.POST or None, request.FILES or None)
    context = {"form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            plan = _preview(committee, file, file.name)
        except Faults as refusal:
            form.add_error("file", [str(fault) for fault in refusal.faults])
        else:
            ready = plan.new and not plan.faults
            context |= {"plan": plan, "name": file.name, "ticket": waiting.keep(file, request.user) if ready else ""}
    return render(request, "activities/ledger_import.html", context)


@login_required
@require_POST
def activity_import_apply(request):
    require(is_committee(request.user))
    committee = own_committee(request.user)
    try:
        with waiting.opened(request.POST.get("ticket", ""), request.user) as file, transaction.atomic():
            made = ledger.apply(ledger.plan_ledger(committee, file), by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    except Faults:
        messages.error(request, "核对之后数据有变动，没有导入。请重新上传，核对后再确认。")
    else:
        messages.success(request, f"已导入 {len(made)} 项活动。" if made else "台账中的活动都已有记录，没有写入。")
    return redirect("activity-import")


def _preview(committee, file, name):
    """Look only: what planning may have written is taken back."""
    with transaction.atomic():
        plan = ledger.plan_ledger(committee, file, name=name)
        transaction.set_rollback(True)
    return plan
