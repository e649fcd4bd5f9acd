from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal.access import WrongState
from portal.health import failed_tasks, watch
from portal.health.findings import State
from portal.health.models import FailedTask

PAGE = 20
KINDS = {State.GOOD: "done", State.WARNS: "wait", State.FAILING: "late", State.UNKNOWN: "idle"}


@login_required
@never_cache
def system(request):
    if not request.user.is_superuser:
        raise Http404
    seen = watch.look()
    failed = FailedTask.objects.visible_to(request.user)
    page = Paginator(failed, PAGE).get_page(request.GET.get("page"))
    rows = [{"task": task, "may_retry": failed_tasks.may_retry(task)} for task in page]
    context = {
        "parts": [{"seen": each, "kind": KINDS[each.finding.state]} for each in seen],
        "bad": sum(each.finding.state in (State.FAILING, State.UNKNOWN) for each in seen),
        "warned": sum(each.finding.state == State.WARNS for each in seen),
        "page": page,
        "rows": rows,
        "now": timezone.now(),
    }
    return render(request, "desk/system.html", context)


@login_required
@require_POST
def failed_task_seen(request, pk):
    failed = get_object_or_404(FailedTask.objects.visible_to(request.user), pk=pk)
    try:
        failed.mark_seen(by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已标为已知，不再算作故障；同一件事办成后自动消失。")
    return redirect("system")


@login_required
@require_POST
def failed_task_retry(request, pk):
    failed = get_object_or_404(FailedTask.objects.visible_to(request.user), pk=pk)
    try:
        failed_tasks.retry(failed, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已重新交办。办成后从清单里消失，请过一会儿刷新。")
    return redirect("system")
