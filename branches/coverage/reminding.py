"""Who is reminded that branches have no brand yet? The officers of the units, in one act, at most once a day a unit."""

from dataclasses import dataclass, field

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from alliances.models import Organization, Seat
from alliances.standing import standing
from branches.coverage.counting import without
from notices.models import Notice
from notices.outbox import notify

NAMED = 8  # branches named in a notice; the others are counted


@dataclass
class Reminded:
    """What became of it, in official order."""

    sent: list = field(default_factory=list)  # (organization, number of branches, number of people told)
    already: list = field(default_factory=list)  # told today
    without_account: list = field(default_factory=list)
    complete: list = field(default_factory=list)  # no branch is missing

    def __bool__(self):
        return bool(self.sent)

    @property
    def sentence(self):
        words = []
        if self.sent:
            words.append(f"已提醒{len(self.sent)}个单位，涉及支部{sum(number for _, number, _ in self.sent)}个。")
        if self.already:
            words.append(f"{_names(self.already)}今天已经提醒过。")
        if self.without_account:
            words.append(f"{_names(self.without_account)}还没有党务干部账号，请先开通或电话告知。")
        if self.complete:
            words.append(f"{_names(self.complete)}没有需要提醒的支部。")
        return "".join(words) or "没有需要提醒的单位。"


def units_to_remind(committee, user, day):
    """Those that this person may remind and that have something to be reminded of, each with its `missing` branches in
    official order: all for the staff, those of its alliance for the 片长单位."""
    organizations = Organization.objects.visible_to(user).filter(committee=committee)
    if not user.is_staff:
        seats = Seat.objects.on(day).filter(alliance__in=standing(user).leads)
        organizations = organizations.filter(pk__in=seats.values("organization"))
    missing = _missing(organizations, user, day)
    units = list(organizations.filter(pk__in=missing).order_by("order_number", "pk"))
    for unit in units:
        unit.missing = missing[unit.pk]
    return units


@transaction.atomic
def remind(organizations, *, by, day):
    """`organizations`: some of `units_to_remind`. Does not say it twice on one day, whoever asks again."""
    organizations = sorted(organizations, key=lambda unit: (unit.order_number, unit.pk))
    missing, officers, told = _missing(organizations, by, day), _officers(organizations), _told(organizations, day)
    result = Reminded()
    for organization in organizations:
        branches, people = missing.get(organization.pk, []), officers.get(organization.pk, [])
        if not branches:
            result.complete.append(organization)
        elif not people:
            result.without_account.append(organization)
        elif organization.pk in told:
            result.already.append(organization)
        else:
            _tell(organization, branches, people, day)
            result.sent.append((organization, len(branches), len(people)))
    return result


def _tell(organization, branches, people, day):
    notify(
        people,
        kind=Notice.Kind.REMINDER,
        title=f"{organization}有{len(branches)}个支部还没有创建品牌",
        body=f"请创建一支部一品牌：{_names(branch.name for branch in branches)}。",
        link=reverse("brand-create"),
        key=_key(organization, day),
    )


def _missing(organizations, user, day):
    """The branches without a brand, by unit."""
    found = {}
    for committee in {organization.committee_id for organization in organizations}:
        for branch in without(committee, user, day).filter(organization__in=organizations):
            found.setdefault(branch.organization_id, []).append(branch)
    return found


def _officers(organizations):
    found = {}
    for officer in User.objects.officers_of(organizations):
        found.setdefault(officer.organization_id, []).append(officer)
    return found


def _told(organizations, day):
    keys = {_key(organization, day): organization.pk for organization in organizations}
    found = Notice.objects.filter(key__in=keys).values_list("key", flat=True).distinct()
    return {keys[key] for key in found}


def _key(organization, day):
    return f"brand-coverage-{organization.pk}-{day}"


def _names(things):
    names = [str(thing) for thing in things]
    shown = "、".join(names[:NAMED])
    return f"{shown}等{len(names)}个" if len(names) > NAMED else shown
