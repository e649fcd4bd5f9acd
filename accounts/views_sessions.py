from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from accounts.devices import device_of
from accounts.sessions import end, living


@login_required
def sessions(request):
    """The person's log-ins; a posted `session` ends that one, without it all but this browser's."""
    here = request.session.session_key
    rows = living(request.user)
    if request.method == "POST":
        others = rows.exclude(session_key=here)
        if (chosen := request.POST.get("session", "")).isdecimal() and len(chosen) < 19:
            others = others.filter(pk=chosen)
        elif chosen:
            others = others.none()
        messages.success(request, f"已退出 {end(others)} 处登录。")
        return redirect("session-list")
    for row in rows:
        row.device = device_of(row.user_agent)
    return render(request, "accounts/sessions.html", {"rows": rows, "here": here})
