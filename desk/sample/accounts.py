"""One account for each kind of person of the portal."""

from accounts.models import User
from alliances import officers
from alliances.models import Alliance, Liaison, Organization, Seat

PASSWORD = "sample-2026"  # noqa: S105  the sample's own, printed at every start

# user name, post, unit, who that is
ACCOUNTS = (
    ("staff", User.Post.STAFF, "", "工委工作人员"),
    ("liaison", User.Post.LEADER, "", "联系领导，联系文化园、美丽城市"),
    ("lead", User.Post.OFFICER, "市委宣传部", "片长单位党务干部，文化园"),
    ("deputy", User.Post.OFFICER, "市邮政管理局", "副片长单位党务干部，文化园"),
    ("unit", User.Post.OFFICER, "市委党校", "成员单位党务干部，文化园"),
    ("member", User.Post.MEMBER, "市委党校", "党员，文化园"),
    ("judge", User.Post.JUDGE, "", "评委"),
)
LIAISONS = (("示例领导一", 1, 5), ("示例领导二", 2, 6), ("示例领导三", 3, 7), ("示例领导四", 4))


def create_accounts(committee):
    """The seven by user name. Other lead units get officers by the committee's own act, whose codes nobody knows."""
    units = {unit.short_name: unit for unit in Organization.objects.filter(committee=committee)}
    people = {
        username: User.objects.create_user(
            username, PASSWORD, name=_name(post), post=post, committee=committee, organization=units.get(unit)
        )
        for username, post, unit, _ in ACCOUNTS
    }
    leads = Seat.objects.filter(alliance__committee=committee).leading()
    officers.open_accounts(Organization.objects.filter(seats__in=leads))
    return people


def create_liaisons(committee, user):
    """Four leaders guide the seven alliances; the sample's account is the third of them."""
    alliances = {alliance.order_number: alliance for alliance in Alliance.objects.filter(committee=committee)}
    for name, *numbers in LIAISONS:
        account = user if name == "示例领导三" else None
        for number in numbers:
            alliance = alliances[number]
            Liaison.objects.create(alliance=alliance, name=name, user=account, since=alliance.since)
    user.name = "示例领导三"
    user.save()


def _name(post):
    return {
        User.Post.STAFF: "示例工作人员",
        User.Post.LEADER: "示例领导",
        User.Post.OFFICER: "示例干事",
        User.Post.MEMBER: "示例党员",
        User.Post.JUDGE: "示例评委",
    }[post]
