"""One try: a committee with reminders that are due, a contest in the midst of scoring, plans that wait for approval and
reports that wait for pictures; and afterwards the count of what is lost or stands twice.
"""

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone
from PIL import Image

from activities.models import Activity, Picture, Reminder, Step
from activities.reminder_rules import step_due
from activities.reminders import debts
from activities.tasks import remind_today
from alliances.models import Seat
from assessments.models import Mark, MarkChange, Sheet
from notices.models import Channel, Delivery, Notice
from notices.tasks import send_due
from portal.quarters import Quarter
from portal.workdays import is_workday, workdays_between
from tests import factories

ALLIANCES, PLANS, HELD = 4, 40, 60
MESSAGE_ID = re.compile(r"^Message-ID: <delivery-(\d+)@", re.MULTILINE)
OWN_LINES = re.compile(r"^(Message-ID|Date): .*$", re.MULTILINE)


def next_workday(day):
    while not is_workday(day):
        day += timedelta(days=1)
    return day


class Round:
    def __init__(self, number, days=None, plans=PLANS):
        self.days = days or [next_workday(timezone.localdate())]
        self.committee = factories.make_committee(
            name=f"示例工委{number}", digest=False, quiet_from="00:00", quiet_until="00:00"
        )
        self.channel = Channel.objects.create(
            committee=self.committee, kind=Channel.Kind.EMAIL, name="邮件", is_active=True
        )
        self.staff = factories.make_staff(self.committee)
        self._owe()
        self._invite(plans)
        self._hold()
        self.stage = factories.make_open_stage(
            judges=2, entries=1, contest=factories.make_contest(committee=self.committee, state="judging")
        )
        self.criterion = self.stage.criteria.order_by("order_number").first()
        self.sheets = list(Sheet.objects.of_stage(self.stage).select_related("judge__user"))
        self.expected = self._expected()
        self.marks, self.published, self.captions = {sheet.pk: [] for sheet in self.sheets}, [], []
        self.leases = self.half_migrated = 0  # told by the blow

    def _owe(self):
        """Alliances that have held nothing; the first step is reached on any day of the quarter."""
        self.alliances, self.officers = [], []
        for number in range(1, ALLIANCES + 1):
            alliance = factories.make_alliance(committee=self.committee, order_number=number, since=date(2023, 1, 1))
            email = f"officer{number}.{self.committee.pk}@example.org"
            self.officers.append(factories.make_officer_of(alliance, email=email))
            self.alliances.append(alliance)
        quarter = Quarter.of(self.days[0])
        factories.make_duty(self.committee, year=quarter.year)
        whole = workdays_between(quarter.first_day, quarter.last_day)
        for name, left in (("首次提醒", whole), ("逾期提醒", 0)):
            self.committee.reminder_steps.create(name=name, workdays_left=left, wording="{alliance}：{duty}。")

    def _invite(self, plans):
        host, guest = self.officers[0].organization, self.officers[1].organization
        fields = {"alliance": self.alliances[0], "host": host, "state": Activity.State.SUBMITTED}
        self.plans = [factories.make_activity(**fields) for _ in range(plans)]
        for plan in self.plans:
            factories.make_participation(activity=plan, organization=guest)

    def _hold(self):
        # Of another kind than the duty's, so that it changes nothing in what is owed.
        kind = factories.make_type(self.committee, "示例调研")
        host = Seat.objects.get(organization=self.officers[2].organization).organization
        fields = {"alliance": self.alliances[2], "host": host, "type": kind}
        self.held = [factories.make_held_activity(**fields) for _ in range(HELD)]
        self.uploader = self.officers[2]

    def _expected(self):
        found, steps = set(), list(self.committee.reminder_steps.all())
        for day in self.days:
            for debt in debts(self.committee, day):
                if step := step_due(day, debt.period, steps):
                    found.add((debt.duty.pk, debt.owner.pk, debt.period.key, step.pk))
        return found

    def ask_for_reminders(self):
        for day in self.days:
            remind_today.delay(on=day.isoformat())

    def all_sent(self, *, nudge):
        """Has every reminder become a mail, and has every mail left?"""
        if nudge:
            send_due.delay()
        close_old_connections()
        sent = Reminder.objects.sent().filter(duty__committee=self.committee).count()
        waits = self._deliveries().exclude(state=Delivery.State.SENT).exists()
        return sent >= len(self.expected) and not waits

    def end_leases(self):
        """As if ten minutes had passed since a worker died; how many claims it left."""
        left = self._deliveries().filter(state=Delivery.State.CLAIMED)
        return left.update(claimed_at=timezone.now() - timedelta(minutes=11))

    def _deliveries(self):
        return Delivery.objects.filter(channel=self.channel)

    def count(self, mails):
        """A Counter of lost, doubled, same_id, files; and in words what was found."""
        connection.close()
        total, words = Counter(), []
        for part in (self._reminders, self._marks, self._plans, self._pictures, lambda: self._mails(mails)):
            for what, number, of in part():
                if number:
                    total[what] += number
                    words.append(f"{what}: {number} {of}")
        return total, words

    def _reminders(self):
        rows = Reminder.objects.sent().filter(duty__committee=self.committee)
        found = Counter(rows.values_list("duty", "alliance", "period_key", "step"))
        yield "lost", len(self.expected - found.keys()), "reminders"
        yield "doubled", found.total() - len(found), "reminders"
        kept = Notice.objects.filter(kind=Notice.Kind.REMINDER, recipient__committee=self.committee)
        told = Counter(kept.values_list("recipient", "title"))
        yield "lost", max(len(self.expected) - len(told), 0), "notices of reminders"
        yield "doubled", told.total() - len(told), "notices of reminders"

    def _marks(self):
        for sheet in self.sheets:
            clicked = Counter(self.marks[sheet.pk])
            rows = MarkChange.objects.filter(sheet=sheet, criterion=self.criterion).order_by("pk")
            kept = [str(after.normalize()) for after in rows.values_list("after", flat=True)]
            yield "lost", (clicked - Counter(kept)).total(), "scores"
            yield "doubled", (Counter(kept) - clicked).total(), "scores"
            last = Mark.objects.get(sheet=sheet, criterion=self.criterion).value
            yield "lost", int(str(last.normalize()) != self.marks[sheet.pk][-1]), "last scores"

    def _plans(self):
        for plan in Activity.objects.filter(pk__in=[plan.pk for plan in self.plans]):
            steps = Step.objects.filter(activity=plan, verb=Step.Verb.PUBLISH).count()
            notices = Notice.objects.filter(recipient=self.officers[1], link=plan.get_absolute_url()).count()
            whole = int(plan.pk in self.published)
            is_published = int(plan.state == Activity.State.PUBLISHED)
            yield "lost", max(whole - min(is_published, steps, notices), 0), f"approvals ({plan.pk})"
            yield "doubled", max(steps - whole, notices - whole, is_published - whole, 0), f"approvals ({plan.pk})"

    def _pictures(self):
        pictures = Picture.objects.filter(report__activity__in=self.held)
        found = Counter(picture.caption for picture in pictures)
        yield "lost", (Counter(self.captions) - found).total(), "pictures"
        yield "doubled", (found - Counter(self.captions)).total(), "pictures"
        yield "lost", sum(not is_whole(picture) for picture in pictures), "files of pictures"

    def _mails(self, mails):
        taken = Counter()
        by_reader = {}
        for reader, text in mails.received:
            if match := MESSAGE_ID.search(text.replace("\r\n", "\n")):
                taken[int(match[1])] += 1
                by_reader.setdefault((reader, OWN_LINES.sub("", text)), set()).add(match[1])
        ours = dict(self._deliveries().values_list("pk", "state"))
        yield "lost", sum(state != Delivery.State.SENT or not taken[pk] for pk, state in ours.items()), "mails"
        yield "same_id", sum(max(taken[pk] - 1, 0) for pk in ours), "mails taken twice under one Message-ID"
        numbers = {str(pk) for pk in ours}
        yield "doubled", sum(len(ids & numbers) - 1 for ids in by_reader.values() if ids & numbers), "mails"


def is_whole(picture):
    try:
        with Image.open(picture.image.path) as image:
            image.load()
    except OSError:
        return False
    return True


def files_without_rows():
    """Left behind by a try that did not come to its end: no record names them, nobody can open them."""
    known = {name for names in Picture.objects.values_list("image", "thumbnail") for name in names}
    folder = Path(settings.MEDIA_ROOT)
    kept = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return len({name for name in kept if "pictures" in name} - known)
