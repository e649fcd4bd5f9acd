"""The pages of key tasks: who sees which, what each may do, how often the database is asked."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook

from activities.models import Task
from activities.tasklist.filters import Filters
from desk.todo import items_for
from portal.quarters import Quarter
from tests.factories import (
    make_activity,
    make_alliance,
    make_leader,
    make_member,
    make_officer,
    make_officer_of,
    make_organization,
    make_seat,
    make_staff,
    make_task,
)

pytestmark = pytest.mark.django_db
State = Task.State
MOST = 12
QUARTER = Quarter.of(localdate()).key
SOON = localdate() + timedelta(days=20)


class House:
    """A unit in an alliance, and everybody who may look at its task."""

    def __init__(self):
        self.seat = make_seat()
        self.alliance, self.unit = self.seat.alliance, self.seat.organization
        self.committee = self.alliance.committee
        self.people = {
            "staff": make_staff(self.committee),
            "leader": make_leader(self.alliance),
            "lead": make_officer_of(self.alliance),
            "deputy": make_officer_of(self.alliance, "deputy"),
            "unit": make_officer(self.unit),
            "outsider": make_officer(make_organization(committee=self.committee)),
            "member": make_member(self.unit),
            "other_staff": make_staff(),
            "other_leader": make_leader(make_alliance(committee=self.committee)),
        }


@pytest.fixture
def house():
    return House()


def seen_by(house, task):
    return {name for name, user in house.people.items() if Task.objects.visible_to(user).filter(pk=task.pk).exists()}


def test_unit_task_is_seen_by_those_it_concerns(house):
    assert seen_by(house, make_task(house.unit)) == {"staff", "leader", "lead", "unit"}


def test_alliance_task_is_seen_by_its_lead_unit(house):
    assert seen_by(house, make_task(house.alliance)) == {"staff", "leader", "lead"}


def test_what_is_not_given_yet_is_seen_by_who_raised_it(house):
    lead = house.people["lead"]

    assert seen_by(house, make_task(house.unit, state=State.RAISED)) == {"staff"}
    assert seen_by(house, make_task(house.unit, state=State.RAISED, raiser=lead.organization)) == {"staff", "lead"}


PAGES = {  # page: (state, who gets 200 or 302, who sees the task but may not)
    "task-detail": (State.ASSIGNED, {"staff", "leader", "lead", "unit"}, set()),
    "task-edit": (State.ASSIGNED, {"staff"}, {"leader", "lead", "unit"}),
    "task-assign": (State.RAISED, {"staff"}, set()),
    "task-report": (State.ASSIGNED, {"staff", "unit"}, {"leader", "lead"}),
    "task-withdraw": (State.REPORTED, {"staff", "unit"}, {"leader", "lead"}),
    "task-close": (State.REPORTED, {"staff"}, {"leader", "lead", "unit"}),
    "task-return": (State.REPORTED, {"staff"}, {"leader", "lead", "unit"}),
    "task-drop": (State.ASSIGNED, {"staff"}, {"leader", "lead", "unit"}),
}
POSTED = {"task-assign", "task-withdraw", "task-close"}


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_for_those_who_may(client, house, name):
    state, may, sees = PAGES[name]
    found = {}

    for person, user in house.people.items():
        task = make_task(house.unit, state=state)
        client.force_login(user)
        ask = client.post if name in POSTED else client.get
        found[person] = ask(reverse(name, args=[task.pk])).status_code

    right = 302 if name in POSTED else 200
    assert found == {person: right if person in may else 403 if person in sees else 404 for person in house.people}


@pytest.mark.parametrize("still_leads", [True, False])
def test_only_who_still_leads_gives_on_what_it_raised(client, house, still_leads):
    raiser = house.people["lead"].organization
    if not still_leads:
        raiser.seats.update(role="member")
    waiting = make_task(house.unit, state=State.RAISED, raiser=raiser)
    reported = make_task(house.unit, state=State.REPORTED, raiser=raiser)
    client.force_login(house.people["lead"])

    asked = [
        client.get(reverse("task-edit", args=[waiting.pk])).status_code,
        client.post(reverse("task-assign", args=[waiting.pk])).status_code,
        client.post(reverse("task-close", args=[reported.pk])).status_code,
    ]

    assert asked == ([200, 302, 302] if still_leads else [403, 403, 302])


def test_steps_refuse_get(client, house):
    task = make_task(house.unit, state=State.REPORTED)
    client.force_login(house.people["staff"])

    assert [client.get(reverse(name, args=[task.pk])).status_code for name in sorted(POSTED)] == [405, 405, 405]


def test_raising_is_for_the_committee_and_lead_units(client, house):
    found = {}
    for person, user in house.people.items():
        client.force_login(user)
        found[person] = client.get(reverse("task-create")).status_code

    may = {"staff", "lead", "other_staff"}
    assert found == {person: 200 if person in may else 403 for person in house.people}


def form_of(owner, **fields):
    return {"title": "片会议定第二项", "owner": owner, "due_on": str(SOON), "source": "meeting", **fields}


def test_committee_gives_a_task(client, house):
    client.force_login(house.people["staff"])

    response = client.post(reverse("task-create"), form_of(f"alliance-{house.alliance.pk}", quarter=QUARTER))

    task = Task.objects.get()
    assert response.url == task.get_absolute_url()
    assert (task.state, task.alliance, task.organization, task.quarter) == ("assigned", house.alliance, None, QUARTER)
    assert (task.raiser, task.raised_by, task.due_on) == (None, house.people["staff"], SOON)


def test_task_may_wait_before_it_is_given(client, house):
    client.force_login(house.people["lead"])

    client.post(reverse("task-create"), form_of(f"organization-{house.unit.pk}", keep="1"))

    task = Task.objects.get()
    assert (task.state, task.raiser) == ("raised", house.people["lead"].organization)


@pytest.mark.parametrize(
    "owner", ["", "alliance-0", "alliance-999999", "organization-x", "alliance-1-2", "'; drop table", "own", "foreign"]
)
def test_lead_unit_gives_only_to_other_units_of_its_alliance(client, house, owner):
    lead = house.people["lead"]
    owner = {
        "own": f"organization-{lead.organization_id}",
        "foreign": f"organization-{make_organization().pk}",
    }.get(owner, owner)
    client.force_login(lead)

    response = client.post(reverse("task-create"), form_of(owner))

    assert (response.status_code, Task.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "长" * 121),
        ("title", "零\x00字"),
        ("asked", "长" * 2001),
        ("due_on", "明天"),
        ("due_on", "0001-01-01"),
        ("due_on", "9999-12-31"),
        ("due_on", "2026-02-30"),
        ("source", "rumour"),
        ("quarter", "2026Q5"),
        ("quarter", "2026Q"),
    ],
)
def test_bad_words_are_answered_on_the_form(client, house, field, value):
    client.force_login(house.people["staff"])

    response = client.post(reverse("task-create"), form_of(f"organization-{house.unit.pk}", **{field: value}))

    assert (response.status_code, Task.objects.count()) == (422, 0)


def test_markup_and_placeholders_are_text(client, house):
    client.force_login(house.people["staff"])
    words = "{{ 7|add:7 }} <b>{title}</b> =1+1"
    client.post(reverse("task-create"), form_of(f"organization-{house.unit.pk}", title=words, asked=words))

    content = client.get(Task.objects.get().get_absolute_url()).content.decode()

    assert "{{ 7|add:7 }} &lt;b&gt;{title}&lt;/b&gt; =1+1" in content


def test_evidence_is_an_activity_that_exists_or_a_file(client, house, media):
    activity = make_activity(alliance=house.alliance, host=house.unit, state="published")
    task = make_task(house.unit)
    client.force_login(house.people["unit"])
    file = SimpleUploadedFile("台账.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF")

    client.post(reverse("task-report", args=[task.pk]), {"evidence": "已开展", "activity": activity.pk, "file": file})
    page = client.get(task.get_absolute_url()).content.decode()
    download = client.get(reverse("task-file", args=[task.pk]))

    task.refresh_from_db()
    assert (task.state, task.evidence, task.evidence_activity, task.evidence_name) == (
        "reported", "已开展", activity, "台账.pdf"
    )  # fmt: skip
    assert activity.title in page and "台账.pdf" in page
    assert b"".join(download.streaming_content).startswith(b"%PDF")


def test_file_of_evidence_is_for_those_who_see_the_task(client, house, media):
    task = make_task(house.unit)
    task.evidence_file.save("a.pdf", SimpleUploadedFile("a.pdf", b"%PDF"))
    found = {}
    for person, user in house.people.items():
        client.force_login(user)
        found[person] = client.get(reverse("task-file", args=[task.pk])).status_code

    assert {person for person, status in found.items() if status == 200} == {"staff", "leader", "lead", "unit"}
    assert set(found.values()) == {200, 404}


@pytest.mark.parametrize("sent", [{}, {"evidence": ""}, {"evidence": "办", "activity": "99999"},
                                  {"evidence": "办", "activity": "x"}, {"evidence": "长" * 2001}])  # fmt: skip
def test_report_without_sense_is_answered(client, house, sent):
    task = make_task(house.unit)
    client.force_login(house.people["unit"])

    response = client.post(reverse("task-report", args=[task.pk]), sent)

    task.refresh_from_db()
    assert (response.status_code, task.state) == (422, "assigned")


def test_file_that_is_no_document_is_refused(client, house, media):
    task = make_task(house.unit)
    client.force_login(house.people["unit"])
    file = SimpleUploadedFile("说明.pdf", b"MZ\x90\x00 not a document")

    response = client.post(reverse("task-report", args=[task.pk]), {"evidence": "已办", "file": file})

    assert response.status_code == 422


def test_nothing_unseen_is_closed(client, house):
    task = make_task(house.unit, state=State.REPORTED, revision=4)
    client.force_login(house.people["staff"])

    client.post(reverse("task-close", args=[task.pk]) + "?seen=3")

    task.refresh_from_db()
    assert task.state == State.REPORTED


def test_edit_over_somebody_elses_words_is_refused(client, house):
    task = make_task(house.unit, title="原来", revision=2)
    client.force_login(house.people["staff"])

    response = client.post(reverse("task-edit", args=[task.pk]), form_of(f"organization-{house.unit.pk}", version="1"))

    task.refresh_from_db()
    assert (response.status_code, task.title) == (409, "原来")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {"soon", "late", "raised"}),
        ({"state": "all"}, {"soon", "late", "raised", "closed", "dropped"}),
        ({"state": "late"}, {"late"}),
        ({"state": "closed"}, {"closed"}),
        ({"quarter": "2026Q3"}, {"closed", "soon"}),
        ({"quarter": "2026Q3", "state": "open"}, {"soon"}),
        ({"source": "problem"}, {"late"}),
        ({"q": "巡察"}, {"late"}),
        ({"q": "\x00"}, {"soon", "late", "raised"}),
        ({"state": "x", "source": "y", "quarter": "2026Q9", "alliance": "z", "organization": "-1"},
         {"soon", "late", "raised"}),
        ({"quarter": "9999Q4", "page": "x"}, {"soon", "late", "raised"}),
        ({"alliance": "0"}, set()),
        ({"organization": "999999999"}, set()),
    ],
)  # fmt: skip
def test_list_shows_what_is_asked_for(query, shown):
    day = date(2026, 9, 17)
    unit = make_organization()
    tasks = {
        "soon": {"due_on": date(2026, 9, 30), "quarter": "2026Q3"},
        "late": {"due_on": date(2026, 9, 16), "source": "problem", "source_text": "巡察反馈第3条"},
        "raised": {"due_on": date(2026, 10, 1), "state": State.RAISED},
        "closed": {"due_on": date(2026, 8, 1), "state": State.CLOSED, "quarter": "2026Q3"},
        "dropped": {"due_on": date(2026, 8, 2), "state": State.DROPPED},
    }
    for name, fields in tasks.items():
        make_task(unit, title=name, **fields)

    found = Filters.read(query).apply(Task.objects.visible_to(make_staff(unit.committee)), day)

    assert {task.title for task in found} == shown


@pytest.mark.parametrize("name", ["task-list", "task-detail", "task-edit", "task-report"])
@pytest.mark.parametrize("person", ["staff", "leader", "lead", "unit"])
def test_pages_ask_no_more_often_for_six_than_for_one(client, house, name, person, django_assert_max_num_queries):
    for number in range(6):
        task = make_task(house.unit, title=f"任务{number}", raiser=house.people["lead"].organization)
        task.record("assign", by=house.people["staff"])
        task.record("edit", by=house.people["lead"], reason="改期")
        make_activity(alliance=house.alliance, host=house.unit, state="published")
    make_task(house.alliance)
    client.force_login(house.people[person])

    with django_assert_max_num_queries(MOST):
        response = client.get(reverse(name, args=[] if name == "task-list" else [task.pk]))

    assert response.status_code in (200, 403)


def test_quarter_prints_on_one_page(client, house):
    for number in range(25):
        make_task(house.unit, quarter="2026Q3", title=f"任务{number:02}")
    client.force_login(house.people["staff"])

    page = client.get(reverse("task-list"), {"quarter": "2026Q3", "print": "1"})

    assert "2026年第三季度重点任务清单" in page.content.decode()
    assert len(page.context["page"].object_list) == 25


def test_list_is_exported_in_the_official_layout(client, house):
    make_task(house.unit, title="=1+1", quarter="2026Q3", due_on=date(2026, 9, 30), state=State.CLOSED,
              closed_on=date(2026, 9, 20), evidence="已办")  # fmt: skip
    client.force_login(house.people["unit"])

    sheet = load_workbook(BytesIO(client.get(reverse("task-export"), {"quarter": "2026Q3"}).content)).active

    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "2026年第三季度重点任务清单"
    assert rows[3][:2] == [1, "=1+1"] or rows[3][:2] == ["1", "=1+1"]
    assert sheet.cell(4, 2).data_type == "s"
    assert "办结 1 项" in rows[4]


def test_members_see_an_empty_list_and_no_tab(client, house):
    make_task(house.unit, title="补齐台账")
    client.force_login(house.people["member"])

    content = client.get(reverse("task-list")).content.decode()

    assert "补齐台账" not in content
    assert client.get(reverse("duty-matrix")).content.decode().count(reverse("task-list")) == 0


def lines(user):
    return [(item.kind, item.title, item.late, item.href) for item in items_for(user, localdate())]


def test_todo_names_whoever_has_the_next_step(house):
    late = make_task(house.unit, title="逾期的", due_on=localdate() - timedelta(days=1))
    again = make_task(house.alliance, title="退回的", state=State.RETURNED)
    check = make_task(house.unit, title="待核查的", state=State.REPORTED)
    own = make_task(house.unit, title="片长待核查", state=State.REPORTED, raiser=house.people["lead"].organization)
    give = make_task(house.unit, title="待交办的", state=State.RAISED)

    def report(task):
        return reverse("task-report", args=[task.pk])

    assert lines(house.people["unit"]) == [("重点任务", "逾期的", True, report(late))]
    assert lines(house.people["lead"]) == [
        ("任务核查", "片长待核查", False, own.get_absolute_url()),
        ("任务退回", "退回的", False, report(again)),
    ]
    assert lines(house.people["staff"]) == [
        ("任务核查", "待核查的", False, check.get_absolute_url()),
        ("任务待交办", "待交办的", False, give.get_absolute_url()),
    ]
    assert [lines(house.people[name]) for name in ("leader", "deputy", "member", "other_staff")] == [[]] * 4
