from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from alliances import officers
from alliances.models import Organization
from portal.access import require


@login_required
def officer_list(request):
    """Who works the portal for each organization, and who is still missing."""
    require(request.user.is_staff)
    organizations = _organizations(request.user)
    people = User.objects.visible_to(request.user).filter(post=User.Post.OFFICER).select_related("organization")
    return render(
        request,
        "alliances/officer_list.html",
        {
            "officers": people.order_by("organization__order_number", "pk"),
            "missing": officers.without_officer(organizations),
        },
    )


@login_required
@require_POST
@never_cache
def officer_open(request):
    """One click: an officer for each organization that has none, and the sheet with codes, shown only this once."""
    require(request.user.is_staff)
    return _sheet(request, officers.open_accounts(_organizations(request.user)))


@login_required
@require_POST
@never_cache
def officer_renew(request, pk):
    require(request.user.is_staff)
    user = get_object_or_404(User.objects.visible_to(request.user).filter(post=User.Post.OFFICER), pk=pk)
    return _sheet(request, officers.renew_codes(User.objects.filter(pk=user.pk)))


def _organizations(user):
    return Organization.objects.visible_to(user).on(timezone.localdate())


def _sheet(request, strips):
    if not strips:
        return redirect("officer-list")
    return render(
        request, "alliances/officer_sheet.html", {"strips": strips, "address": request.build_absolute_uri("/")}
    )
