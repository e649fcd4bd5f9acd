"""A few activities in mid-life around the day of loading, so that every page has something true to show.

They walk through the same verbs as everybody's, so the trail, the notices and the to-do lists are real. None is a joint
theme day already held: who owes the quarter's theme day still owes it after loading.
"""

from datetime import datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from activities import announcements, invitations, reports, rollcall
from activities.defaults import THEME_DAY
from activities.models import Activity, ActivityForm, ActivityType, Base, Measure, Outcome, Participation, Report
from alliances.models import Alliance
from portal.workdays import add_workdays


def create_life(committee, people, day):
    """How many."""
    town = _Town(committee, people, day)
    scenes = (
        town.published_theme_day,
        town.plan_waiting_for_the_committee,
        town.proposal_waiting_for_the_lead,
        town.plan_sent_back,
        town.open_training,
        town.report_waiting,
        town.held_without_report,
        town.committee_week,
        town.draft,
    )
    for scene in scenes:
        scene()
    return len(scenes)


class _Town:
    def __init__(self, committee, people, day):
        self.committee, self.people, self.day = committee, people, day
        self.types = {row.name: row for row in ActivityType.objects.filter(committee=committee)}
        self.measures = {row.name: row for row in Measure.objects.filter(committee=committee)}
        self.forms = {row.name: row for row in ActivityForm.objects.filter(committee=committee)}
        self.alliances = {row.short_name: row for row in Alliance.objects.filter(committee=committee)}
        self.base = Base.objects.create(
            committee=committee, name="芳村主题党日基地", district="祁门县", address="祁门县芳村"
        )

    def published_theme_day(self):
        forms = ("微宣讲", "志愿服务")
        activity = self._plan("文化园", THEME_DAY, "暖心服务：乡村微宣讲与便民服务", 9, base=self.base, forms=forms)
        activity.submit(by=self.people["lead"])
        activity.publish(by=self.people["staff"])
        answers = list(activity.participations.order_by("organization__order_number"))
        for number, row in enumerate(answers[:6]):
            if row.organization.short_name == "市委党校":
                continue  # left for the account `unit` to answer
            if number == 4:
                row.leave(by=self.people["staff"], reason="当日承办全市会议")
            else:
                row.attend(by=self.people["staff"], expected_count=4 + number, attendees="")

    def plan_waiting_for_the_committee(self):
        activity = self._plan("美丽城市", THEME_DAY, "老旧小区改造走访", 12, place="屯溪区", forms=("调研走访",))
        activity.submit(by=self._officer_of(activity))

    def proposal_waiting_for_the_lead(self):
        host = self.people["unit"].organization
        where = {"place": "市委党校", "forms": ("专题党课",), "host": host}
        activity = self._plan("文化园", "业务培训", "党校课堂进机关", 16, **where)
        activity.submit(by=self.people["unit"])

    def plan_sent_back(self):
        activity = self._plan("文化园", "志愿服务", "古村落保护志愿行", 20, place="徽州区", forms=("志愿服务",))
        activity.submit(by=self.people["lead"])
        activity.return_(by=self.people["staff"], reason="请写明交通和用餐安排，并与徽州区错开集市日。")

    def open_training(self):
        activity = self._plan("文化园", "业务培训", "新媒体写作小班课", 6, place="黄山日报社", forms=("业务培训",))
        activity.signup_open, activity.signup_limit = True, 30
        activity.save()
        activity.submit(by=self.people["lead"])
        activity.publish(by=self.people["staff"])

    def report_waiting(self):
        activity = self._plan("财源广建", "志愿服务", "助企纾困政策上门", 5, place="徽州区园区", forms=("调研走访",))
        officer = self._officer_of(activity)
        self._hold(activity, officer, workdays_ago=6)
        report = Report.objects.create(activity=activity, text="走访 6 家企业，现场解读惠企政策。")
        for name, value in (("解决问题", 2), ("志愿服务", 24)):
            Outcome.objects.create(report=report, measure=self.measures[name], value=value)
        report.head_count = rollcall.head_count(activity)
        report.save()
        reports.hand_in(activity, by=officer)

    def held_without_report(self):
        activity = self._plan("文化园", "志愿服务", "社区图书角整理", 5, place="屯溪区社区", forms=("志愿服务",))
        self._hold(activity, self.people["lead"], workdays_ago=3)

    def committee_week(self):
        starts = self._moment(add_workdays(self.day, 14), 9)
        activity = Activity.objects.create(
            committee=self.committee,
            type=self.types["品牌大比武"],
            title="市直机关党建品牌展示周",
            plan="各联盟品牌集中展示，工委统一布展。",
            starts_at=starts,
            ends_at=starts + timedelta(days=2, hours=8),
            place="市行政中心",
            created_by=self.people["staff"],
            **SPARE,
        )
        activity.partners.set(self.alliances.values())
        activity.submit(by=self.people["staff"])

    def draft(self):
        self._plan("文化园", "商（协）会结对共建", "与旅游协会座谈", 18, place="市委宣传部", forms=("考察交流",))

    def _plan(self, alliance, type_, title, workdays, *, base=None, place="", forms=(), host=None):
        alliance = self.alliances[alliance]
        starts = self._moment(add_workdays(self.day, workdays), 14)
        activity = Activity.objects.create(
            committee=self.committee,
            alliance=alliance,
            host=host or alliance.seats.on(self.day).leading().get().organization,
            type=self.types[type_],
            title=title,
            plan="分组开展，结束后集中小结半小时。",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2, minutes=30),
            base=base,
            place=place,
            expected_count=40,
            **SPARE,
        )
        activity.forms.set([self.forms[name] for name in forms])
        invitations.invite(activity, invitations.default_units(activity), by=self.people["staff"])
        return activity

    def _hold(self, activity, officer, *, workdays_ago):
        """Approved in time, then time passes: the activity and its trail move into the past together."""
        activity.submit(by=officer)
        activity.publish(by=self.people["staff"])
        back = timezone.localdate(activity.starts_at) - add_workdays(self.day, -workdays_ago)
        activity.steps.update(at=F("at") - back)
        Activity.objects.filter(pk=activity.pk).update(
            starts_at=activity.starts_at - back, ends_at=activity.ends_at - back, state_since=F("state_since") - back
        )
        activity.refresh_from_db()
        Participation.objects.filter(activity=activity).update(
            answer=Participation.Answer.ATTENDING, expected_count=4, present_count=4
        )
        announcements.settle(activity, who="units")

    @staticmethod
    def _officer_of(activity):
        return User.objects.officers_of([activity.host]).first()

    @staticmethod
    def _moment(day, hour):
        return timezone.make_aware(datetime.combine(day, time(hour, 30 if hour == 14 else 0)))


SPARE = {
    "funding": Activity.Funding.NONE,
    "transport": Activity.Transport.OFFICIAL,
    "meals": Activity.Meals.NONE,
    "austerity_confirmed": True,
}
