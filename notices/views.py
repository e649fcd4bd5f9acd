from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from notices.models import Notice

PAGE = 20


@login_required
@require_safe
def inbox(request):
    mine = Notice.objects.visible_to(request.user)
    unread = mine.unread().count()
    only_unread = request.GET.get("show") == "unread"
    page = Paginator(mine.unread() if only_unread else mine, PAGE).get_page(request.GET.get("page"))
    tabs = [
        {"href": "?", "label": "全部", "current": not only_unread},
        {"href": "?show=unread", "label": "未读", "current": only_unread, "count": unread or None},
    ]
    context = {"page": page, "tabs": tabs, "unread": unread, "only_unread": only_unread}
    return render(request, "notices/inbox.html", context)


@login_required
@require_safe
def notice_open(request, pk):
    """Read from now on, and to the place it speaks of."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    notice.mark_read()
    return redirect(notice.safe_link or "inbox")


@login_required
@require_POST
def inbox_read(request):
    count = Notice.objects.visible_to(request.user).unread().mark_read()
    messages.success(request, f"{count} 条消息已标为已读。" if count else "没有未读消息。")
    return redirect("inbox")
