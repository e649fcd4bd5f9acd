"""Who opens what: the main pages of the portal, for every kind of person there is."""

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from activities.models import Activity, Task
from activities.models.states import State
from alliances.models import Alliance, Organization, Seat
from assessments.models import Contest, Round
from benchmarks.growth import measured_month
from benchmarks.province import ROLES
from branches.models import Brand
from letters.models import Letter


def people():
    """role → account, or None for who is not signed in."""
    found = {role: User.objects.filter(username=name).first() for role, name in ROLES.items() if name}
    committee = found["staff"].committee
    if found["chamber"] is None:
        unit = Organization.objects.chambers().filter(committee=committee).order_by("pk").first()
        found["chamber"] = User.objects.create_user(
            "chamber", None, name="示例干事", post=User.Post.OFFICER, committee=committee, organization=unit
        )
    if found["administrator"] is None:
        found["administrator"] = User.objects.create_superuser("root", None, name="示例管理员")
    return {role: found.get(role) for role in ROLES}


def paths(committee):
    """Name → path of each main page. Who may not open one is not measured there."""
    month = measured_month(timezone.localdate()).key
    of = {"committee": committee}
    held = Activity.objects.filter(state=State.ACCEPTED, **of).order_by("pk").first()
    coming = Activity.objects.filter(title="暖心服务：乡村微宣讲与便民服务", **of).first()
    seat = Seat.objects.filter(alliance__committee=committee, organization__short_name="市委党校").first()
    contest = Contest.objects.get(**of)
    found = {name: reverse(name) for name in LISTS}
    found |= {
        "calendar-month": f"{reverse('calendar-month')}?month={month}",
        "calendar-agenda": f"{reverse('calendar-agenda')}?month={month}",
        "activity-list, last page": f"{reverse('activity-list')}?page=40",
        "activity-detail, archived": held.get_absolute_url(),
        "activity-detail, coming": coming.get_absolute_url(),
        "alliance-detail": Alliance.objects.get(pk=seat.alliance_id).get_absolute_url(),
        "organization-detail": seat.organization.get_absolute_url(),
        "brand-detail": Brand.objects.filter(published__isnull=False, **of).order_by("pk").first().get_absolute_url(),
        "contest-detail": contest.get_absolute_url(),
        "contest-stage": contest.stages.first().get_absolute_url(),
        "search": f"{reverse('search')}?q=党校",
        "letter-detail": Letter.objects.filter(**of).order_by("pk").first(),
        "round-detail": Round.objects.filter(**of).order_by("pk").first(),
        "task-detail": Task.objects.filter(**of).order_by("pk").first(),
        "admin: activities": reverse("admin:activities_activity_changelist"),
        "admin: accounts": reverse("admin:accounts_user_changelist"),
    }
    return {name: path if isinstance(path, str) else path.get_absolute_url() for name, path in found.items() if path}


LISTS = (
    "login",
    "home",
    "calendar-year",
    "feed-list",
    "duty-matrix",
    "activity-list",
    "activity-create",
    "prompt-list",
    "task-list",
    "letter-list",
    "letter-register",
    "letter-template-list",
    "alliance-list",
    "composition",
    "seat-history",
    "organization-list",
    "officer-list",
    "branch-list",
    "term-list",
    "vacancy-list",
    "brand-list",
    "brand-coverage",
    "contest-list",
    "round-list",
    "scheme-list",
    "review-list",
    "statistics",
    "inbox",
    "account",
    "manual",
)
