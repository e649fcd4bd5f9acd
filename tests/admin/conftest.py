"""A committee with one row of everything, staff who look at it, and another committee with the same."""

from datetime import date

import pytest
from django.urls import reverse

from activities.models import ActivityForm, Base, Outcome, Reminder
from alliances.models import Liaison
from branches.models import Adoption, Star
from desk.models import Feedback
from notices.models import Channel, Delivery
from tests.admin.contest_rows import contest_rows
from tests.admin.letter_rows import calendar_rows, letter_rows
from tests.admin.round_rows import round_rows
from tests.admin.term_rows import term_rows
from tests.factories import (
    make_activity,
    make_alliance,
    make_branch,
    make_brand,
    make_committee,
    make_duty,
    make_honour,
    make_indicator,
    make_measure,
    make_member,
    make_officer,
    make_organization,
    make_participation,
    make_reminder_steps,
    make_report,
    make_scheme,
    make_seat,
    make_signup,
    make_staff,
)


class World:
    """One committee's rows by model name."""

    def __init__(self, name, year):
        self.committee = make_committee(name=f"{name}机关工委", short_name=name)
        alliance = make_alliance(committee=self.committee, name=f"{name}党建联盟")
        unit = make_organization(committee=self.committee, short_name=f"{name}宣传部")
        seat = make_seat(alliance=alliance, organization=unit, role="lead")
        activity = make_activity(alliance=alliance, title=f"{name}主题党日")
        report = make_report(make_activity(alliance=alliance, title=f"{name}已开展"))
        measure = make_measure(self.committee)
        Outcome.objects.create(report=report, measure=measure, value=8700)
        duty = make_duty(self.committee, name=f"{name}年度任务")
        step = make_reminder_steps(self.committee)[0]
        channel = Channel.objects.create(committee=self.committee, kind="email", name=f"{name}邮件")
        officer = make_officer(unit, name=f"{name}干事")
        words = {"period_key": "2026Q4", "due_on": date(2026, 12, 31), "made_on": date(2026, 11, 20)}
        branch = make_branch(organization=unit, name=f"{name}第一党支部")
        decision = {"document_number": f"{name}〔2026〕1号", "granted_on": date(2026, 3, 1)}
        brand = make_brand(alliance=alliance, name=f"{name}先锋")
        honour = make_honour(brand, title=f"{name}示范品牌")
        scheme = make_scheme(committee=self.committee, title=f"{name}考核办法")
        self.rows = {
            "committee": self.committee,
            "category": unit.category,
            "organization": unit,
            "alliance": alliance,
            "seat": seat,
            "liaison": Liaison.objects.create(alliance=alliance, name=f"{name}领导", since=date(2023, 1, 1)),
            "user": officer,
            "branch": branch,
            "star": Star.objects.create(branch=branch, year=2025, stars=5, **decision),
            "brand": brand,
            "brandversion": brand.published,
            "honour": honour,
            "brandlevel": honour.level,
            "adoption": Adoption.objects.create(brand=brand, organization=unit, lesson=f"{name}做法", by=officer),
            "activity": activity,
            "participation": make_participation(activity=activity, organization=unit),
            "report": report,
            "signup": make_signup(activity, make_member(unit)),
            "duty": duty,
            "reminderstep": step,
            "reminder": Reminder.objects.create(duty=duty, alliance=alliance, step=step, **words),
            "activitytype": activity.type,
            "activityform": ActivityForm.objects.create(committee=self.committee, name=f"{name}形式"),
            "measure": measure,
            "base": Base.objects.create(committee=self.committee, name=f"{name}基地"),
            "channel": channel,
            "delivery": Delivery.objects.create(channel=channel, address="示例", title=f"{name}发送", key="1"),
            "feedback": Feedback.objects.create(committee=self.committee, by=officer, text=f"{name}建议"),
            "scheme": scheme,
            "indicator": make_indicator(scheme, name=f"{name}指标"),
            **contest_rows(name, self.committee, brand),
            **round_rows(name, self.committee, unit, officer),
            **letter_rows(name, self.committee, unit),
            **calendar_rows(year),
            **term_rows(name, self.committee, unit, branch, officer),
        }

    def __getitem__(self, name):
        return self.rows[name]


@pytest.fixture(scope="session")
def one_committee(snapshot):
    return snapshot("one committee", lambda: [World("市委", 2031)])


@pytest.fixture(scope="session")
def two_committees(snapshot):
    return snapshot("two committees", lambda: [World("市委", 2031), World("别处", 2032)])


@pytest.fixture
def worlds(request, db, media):
    """Another committee's rows are there for tests that ask for them."""
    name = "two_committees" if "theirs" in request.fixturenames else "one_committee"
    return request.getfixturevalue(name).restore()


@pytest.fixture
def ours(worlds):
    return worlds[0]


@pytest.fixture
def theirs(worlds):
    return worlds[1]


@pytest.fixture
def staff(client, ours):
    user = make_staff(ours.committee, name="示例工作人员")
    client.force_login(user)
    return user


def page(row, name="change"):
    """The address of a row's page; page(Model, "add") for one that needs no row."""
    meta = row._meta
    args = [] if name in ("add", "changelist") else [row.pk]
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=args)


def choose(client, action, *rows, **data):
    data = {"action": action, "_selected_action": [row.pk for row in rows], **data}
    return client.post(page(rows[0], "changelist"), data)


def said(client, response):
    """The messages on the page an action leads to."""
    return [str(message) for message in client.get(response.url).context["messages"]]


def form_values(client, url):
    """What a browser would send when the page is saved unchanged."""
    context = client.get(url).context
    values = _of(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        values |= _of(inline.formset.management_form)
        for form in inline.formset.forms:
            values |= _of(form)
    return values


def _of(form):
    values = {}
    for bound in form:
        value = bound.value()
        if value is not None and value is not False:
            values[bound.html_name] = getattr(value, "pk", value)
    return values
