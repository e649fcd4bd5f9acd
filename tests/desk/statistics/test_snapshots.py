from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity, Outcome
from desk.models import Snapshot, SnapshotFigure, SnapshotRow
from desk.statistics.figures import Scope, figures
from desk.statistics.snapshots import changes, sign, standing
from portal.access import WrongState
from tests.desk.statistics.conftest import hold
from tests.factories import make_leader, make_measure, make_member, make_officer_of, make_staff

HALF = date(2026, 1, 1), date(2026, 6, 30)


@pytest.fixture
def scope(town):
    return Scope(town.committee, *HALF)


@pytest.fixture
def signed(town, scope):
    return sign(scope, "上半年活动统计", by=town.staff)


def kept(snapshot):
    figures = {one.key: (one.value, one.before) for one in snapshot.figures.all()}
    rows = SnapshotRow.objects.filter(figure__snapshot=snapshot).order_by("pk")
    return figures, list(rows.values_list("figure__key", "is_before", "activity", "day", "words", "value"))


def differences(snapshot):
    return [
        (change.words, change.why, change.is_before, [(part.name, part.was, part.now) for part in change.parts])
        for change in changes(snapshot)
    ]


def test_snapshot_keeps_the_figures_and_their_rows(town, scope, signed):
    found, _ = kept(signed)

    assert found == {one.key: (one.value, one.before) for one in figures(scope)}
    for figure in signed.figures.all():
        for is_before, value in ((False, figure.value), (True, figure.before)):
            assert sum(row.value for row in figure.rows.filter(is_before=is_before)) == value
    assert signed.scope_words == town.committee.short_name
    assert changes(signed) == []


def test_snapshot_of_july_2023(staff_2023):
    scope = Scope(staff_2023.committee, date(2023, 1, 1), date(2023, 7, 31))

    found = {one.key: one for one in sign(scope, "2023年1至7月", by=staff_2023).figures.all()}

    assert (found["held:联合主题党日"].value, found["measure:助农消费"].value) == (13, 283600)
    assert (found["measure:解决问题"].value, found["measure:志愿服务"].value) == (32, 1126)
    days = found["held:联合主题党日"].rows.values_list("day", flat=True)
    assert (len(days), max(days)) == (13, date(2023, 7, 15))


def test_later_changes_stand_beside_the_snapshot_and_never_inside(town, signed):
    before = kept(signed)
    outcome = Outcome.objects.get(report__activity=town.joint)
    outcome.value = Decimal("99.25")
    outcome.save()
    Activity.objects.filter(pk=town.own.pk).update(state="report_returned")
    late = hold(town.first, (2026, 4, 1), type=town.theme, people=2, title="补录的活动", is_late_record=True)
    Activity.objects.filter(pk=town.waiting.pk).update(state="accepted")
    Activity.objects.filter(pk=town.last_year.pk).delete()

    assert kept(Snapshot.objects.get(pk=signed.pk)) == before
    assert differences(signed) == [
        (town.joint.title, "数字有改动", False, [("助农消费", Decimal("100.50"), Decimal("99.25"))]),
        (
            town.waiting.title,
            "后来办结",
            False,
            [("活动", None, 1), ("联合主题党日", None, 1), ("参加人员", None, 9), ("助农消费", None, 9000)],
        ),
        (
            town.own.title,
            "现为“总结退回待改”",
            False,
            [("活动", 1, None), ("业务培训", 1, None), ("参加人员", 20, None), ("助农消费", 0, None)],
        ),
        (late.title, "补录", False, [("活动", None, 1), ("联合主题党日", None, 1), ("参加人员", None, 2)]),
        (
            town.last_year.title,
            "记录已删除",
            True,
            [
                ("活动", 1, None),
                ("联合主题党日", 1, None),
                ("参与单位", 1, None),
                ("参加人员", 4, None),
                ("助农消费", 40, None),
            ],
        ),
        (town.first.short_name, "不再计入", True, [("开展活动的联盟", 1, None)]),
    ]


def test_activity_moved_out_of_the_period_is_said(town, signed):
    Activity.objects.filter(pk=town.own.pk).update(
        starts_at=town.own.starts_at + timedelta(days=180), ends_at=town.own.ends_at + timedelta(days=180)
    )

    assert [(words, why) for words, why, *_ in differences(signed)] == [(town.own.title, "日期或归属有改动")]


def test_signing_the_same_scope_again_makes_another(town, scope, signed):
    hold(town.first, (2026, 4, 1), type=town.theme)

    second = sign(scope, "上半年活动统计", by=town.staff)

    held = [one.figures.get(key="held").value for one in (signed, second)]
    assert (signed.pk == second.pk, held) == (False, [3, 4])
    assert set(Snapshot.objects.of_scope(signed)) == {signed, second}


def test_snapshot_is_changed_and_deleted_by_no_door(town, signed):
    figure = signed.figures.first()
    row = figure.rows.first()
    for thing in (signed, figure, row):
        model = type(thing)
        for act in (thing.save, thing.delete, model.objects.all().delete, partial(model.objects.update, pk=1)):
            with pytest.raises(PermissionDenied):
                act()
    with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
        town.committee.delete()


def test_deleting_an_activity_deletes_no_kept_row(town, signed):
    before = SnapshotRow.objects.count()

    Activity.objects.all().delete()

    assert SnapshotRow.objects.count() == before
    assert standing(signed).differing


def test_snapshot_is_voided_once_and_with_a_reason(town, signed):
    with pytest.raises(WrongState, match="作废原因"):
        signed.void(by=town.staff, reason=" ")

    signed.void(by=town.staff, reason="口径有误")

    assert (signed.state, signed.voided_by, signed.void_reason) == ("void", town.staff, "口径有误")
    assert not Snapshot.objects.valid().exists()
    with pytest.raises(WrongState, match="已经作废"):
        signed.void(by=town.staff, reason="再来一次")


@pytest.mark.parametrize(
    ("days", "title", "said"),
    [
        ((date(2026, 6, 30), date(2026, 1, 1)), "名称", "早于起始日期"),
        ((date(2026, 1, 1), timezone.localdate() + timedelta(days=2)), "名称", "还没有到"),
        (HALF, " \x00\u200b ", "名称"),
    ],
)
def test_what_makes_no_sense_is_not_signed(town, days, title, said):
    with pytest.raises(WrongState, match=said):
        sign(Scope(town.committee, *days), title, by=town.staff)
    assert not Snapshot.objects.exists()


def test_title_of_two_hundred_characters_with_odd_ones_is_kept_short_and_clean(town, scope):
    snapshot = sign(scope, "统计\x00{{ x }}\n=1+1" + "长" * 200, by=town.staff)

    assert snapshot.title == "统计 {{ x }} =1+1" + "长" * 65
    assert len(snapshot.title) == 80


@pytest.mark.parametrize("role", ["leader", "officer", "member", "other staff"])
def test_only_staff_of_the_committee_signs(client, town, scope, role):
    user = {
        "leader": lambda: make_leader(town.first),
        "officer": lambda: make_officer_of(town.first, "member"),
        "member": lambda: make_member(town.host),
        "other staff": make_staff,
    }[role]()

    with pytest.raises(PermissionDenied):
        sign(scope, "名称", by=user)


@pytest.mark.parametrize(
    ("role", "status"), [("staff", 200), ("leader", 200), ("officer", 404), ("member", 404), ("other", 404)]
)
def test_staff_and_leaders_read_snapshots(client, town, signed, role, status):
    user = {
        "staff": lambda: town.staff,
        "leader": lambda: make_leader(town.first),
        "officer": lambda: make_officer_of(town.first, "member"),
        "member": lambda: make_member(town.host),
        "other": make_staff,
    }[role]()
    client.force_login(user)

    for name, query in (("snapshot-detail", ""), ("snapshot-rows", "?key=held"), ("snapshot-export", "")):
        assert client.get(reverse(name, args=[signed.pk]) + query).status_code == status
    void = client.post(reverse("snapshot-void", args=[signed.pk]), {"reason": "x"}).status_code
    assert void == {"staff": 302, "leader": 403}.get(role, 404)


def test_page_signs_what_it_shows(client, town):
    client.force_login(town.staff)
    words = {
        "since": "2026-01-01",
        "until": "2026-06-30",
        "alliance": town.first.pk,
        "title": "第一联盟",
        "note": "供报告用",
    }

    response = client.post(reverse("snapshot-sign"), words, follow=True)

    snapshot = Snapshot.objects.get()
    assert response.redirect_chain == [(snapshot.get_absolute_url(), 302)]
    assert (snapshot.scope, snapshot.title, snapshot.note) == ({"alliance": town.first.pk}, "第一联盟", "供报告用")
    assert "数字和明细不再变动" in response.content.decode()


def test_page_that_cannot_sign_says_why_and_keeps_the_period(client, town):
    client.force_login(town.staff)

    response = client.post(reverse("snapshot-sign"), {"since": "2026-01-01", "until": "2025-01-01", "title": "x"})

    assert response.url == f"{reverse('statistics')}?since=2026-01-01&until=2025-01-01"
    assert not Snapshot.objects.exists()


def test_pages_show_what_changed_beside_what_was_signed(client, town, signed):
    Outcome.objects.filter(report__activity=town.joint).update(value=1)
    client.force_login(town.staff)

    detail = client.get(signed.get_absolute_url()).content.decode()
    rows = client.get(SnapshotFigure.objects.get(key="measure:助农消费").get_absolute_url())

    assert "签定以后有 1 项记录有变化" in detail
    assert "助农消费 100.50 → 1（元）" in detail
    assert rows.context["total"] == Decimal("103.50")
    assert [(row.value, now) for row, now in rows.context["compared"]] == [(Decimal("100.50"), 1), (0, 0), (3, 3)]


def test_snapshot_is_exported_as_it_was(client, town, signed):
    Outcome.objects.update(value=1)
    client.force_login(town.staff)

    book = openpyxl.load_workbook(BytesIO(client.get(reverse("snapshot-export", args=[signed.pk])).content))

    rows = {row[1]: row[3:] for row in book["总数"].iter_rows(min_row=4, values_only=True)}
    assert rows["助农消费"] == (103.5, 40)
    assert book.sheetnames == ["总数", "按联盟统计", "按类型统计"]


@pytest.mark.once
def test_pages_of_a_snapshot_ask_a_fixed_number_of_times(client, town, signed, django_assert_max_num_queries):
    make_measure(town.committee, "另一指标", "件")
    for number in range(3):
        hold(town.first, (2026, 4, 1 + number), value=1, people=2, partners=[town.second], units=[(town.guest, 1)])
    bigger = sign(Scope(town.committee, *HALF), "更多", by=town.staff)
    Outcome.objects.update(value=2)
    client.force_login(town.staff)

    for one in (signed, bigger):
        for path in (
            one.get_absolute_url(),
            f"{reverse('snapshot-rows', args=[one.pk])}?key=units",
            reverse("snapshot-list"),
        ):
            with django_assert_max_num_queries(12):
                assert client.get(path).status_code == 200
