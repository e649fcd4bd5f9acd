"""A committee that the operator adds can be worked with at once: its words are there, rows that it may change."""

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import ActivityForm, ActivityType, Duty, Measure, ReminderStep
from alliances.models import Category, Committee
from branches.models import BrandLevel
from tests.factories import make_committee, make_user

pytestmark = pytest.mark.django_db
ROWS = (Category, ActivityType, ActivityForm, Measure, ReminderStep, Duty, BrandLevel)


def typed(**changed):
    return {
        "name": "中共示例市委市直机关工作委员会",
        "short_name": "示例市直机关工委",
        "proposals_need_lead": "on",
        "review_days": "2",
        "quiet_from": "21:00",
        "quiet_until": "08:00",
        "weekly_limit": "5",
        **changed,
    }


@pytest.fixture
def operator(client):
    operator = make_user(is_superuser=True, organization=None, committee=None)
    client.force_login(operator)
    return operator


def test_committee_added_in_the_admin_has_the_words_to_begin_with(client, operator):
    client.post(reverse("admin:alliances_committee_add"), typed())

    committee = Committee.objects.get()
    assert [model.__name__ for model in ROWS if not model.objects.filter(committee=committee).exists()] == []
    assert list(BrandLevel.objects.values_list("name", flat=True)) == ["十佳", "示范", "培育"]
    assert {duty.year for duty in Duty.objects.all()} == {timezone.localdate().year}


def test_committee_that_is_changed_gets_back_nothing_it_gave_up(client, operator):
    committee = make_committee()

    client.post(reverse("admin:alliances_committee_change", args=[committee.pk]), typed(short_name="新简称"))

    committee.refresh_from_db()
    assert committee.short_name == "新简称"
    assert sum(model.objects.count() for model in ROWS) == 0


def test_setting_of_the_first_review_speaks_of_brands_too():
    label = Committee._meta.get_field("proposals_need_lead").verbose_name

    assert label == "成员单位的计划和品牌先由片长单位审核"
