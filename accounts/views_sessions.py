from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from accounts.devices import device_of
from accounts.sessions import end, living
from portal.asked import whole_number


@login_required
def sessions(request):
    """The person's log-ins; a posted `session` ends that one, without it all but this browser's."""
    here = request.session.session_key
    rows = living(request.user)
    if request.method == "POST":
        others = rows.exclude(session_key=here)
        if chosen := request.POST.get("session"):
            key = whole_number(chosen, 18)
            others = others.none() if key is None else others.filter(pk=key)
        messages.success(request, f"已退出 {end(others)} 处登录。")
        return redirect("session-list")
    for row in rows:
        row.device, row.is_here = device_of(row.user_agent), row.session_key == here
    return render(request, "accounts/sessions.html", {"rows": rows})
