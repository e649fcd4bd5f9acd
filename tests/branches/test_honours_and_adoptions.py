"""Levels are granted by a document and withdrawn with a reason; who learned from a brand stands on both sides."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from branches import adoptions, honours
from branches.defaults import create_levels
from branches.models import Adoption, BrandLevel, BrandStep, BrandVersion, Honour
from notices.models import Notice
from portal.access import WrongState
from tests.branches.world import build
from tests.factories import make_branch, make_brand, make_honour, make_level

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


@pytest.fixture
def world():
    world = build()
    world.brand = make_brand(branch=world.branch, name="税润新安")
    return world


def grant(world, level, title="", number="黄直工〔2026〕12号", on=DAY):
    return honours.grant(world.brand, level, title, number, on, by=world.staff)


def test_new_committee_has_three_levels_highest_first(world):
    create_levels(world.committee)
    create_levels(world.committee)

    levels = BrandLevel.objects.visible_to(world.staff).values_list("name", "order_number")
    assert list(levels) == [("十佳", 1), ("示范", 2), ("培育", 3)]


def test_level_is_granted_with_its_document_and_told_to_the_owner(world):
    honour = grant(world, make_level(world.committee, "示范"))

    assert (honour.title, honour.document_number, honour.granted_on) == ("2026年示范品牌", "黄直工〔2026〕12号", DAY)
    assert list(Honour.objects.valid()) == [honour]
    notice = Notice.objects.get()
    assert (notice.recipient, notice.title) == (world.unit, "品牌获评“2026年示范品牌”：税润新安")
    assert world.brand.steps.get().reason == "2026年示范品牌（黄直工〔2026〕12号）"


def test_withdrawn_level_stays_on_record_and_may_be_granted_again(world):
    level = make_level(world.committee)
    honour = grant(world, level)

    honours.withdraw(honour, by=world.staff, reason="复核不合格")

    assert (honour.withdrawn_on, honour.withdrawn_reason) == (timezone.localdate(), "复核不合格")
    assert list(Honour.objects.valid()) == []
    assert [row.withdrawn_reason for row in honour.history.order_by("history_id")] == ["", "复核不合格"]
    assert list(world.brand.steps.values_list("verb", flat=True)) == [BrandStep.Verb.REVOKE, BrandStep.Verb.GRANT]
    assert grant(world, level).pk != honour.pk


def test_honour_is_withdrawn_once_and_with_a_reason(world):
    honour = make_honour(world.brand)
    stale = Honour.objects.get()
    with pytest.raises(WrongState, match="请写明撤销原因"):
        honours.withdraw(honour, by=world.staff, reason=" ")
    honours.withdraw(honour, by=world.staff, reason="重复")

    with pytest.raises(WrongState, match="已经撤销"):
        honours.withdraw(stale, by=world.staff, reason="重复")


def test_awards_without_level_stand_beside_each_other(world):
    grant(world, None, "2025年品牌大比武一等奖")
    grant(world, None, "2026年品牌大比武一等奖")

    assert Honour.objects.valid().count() == 2


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"number": " "}, "请填写决定文号。"),
        ({"level": None}, "请填写荣誉名称。"),
        ({"on": timezone.localdate() + timedelta(days=2)}, "授予日期不能晚于今天。"),
        ({"title": "名" * 61}, "荣誉名称和决定文号最多60字。"),
    ],
)
def test_grant_refuses_what_is_not_sound(world, words, refusal):
    with pytest.raises(WrongState) as refused:
        grant(world, **{"level": make_level(world.committee), **words})

    assert str(refused.value) == refusal
    assert not Honour.objects.exists()


def test_grant_refuses_a_second_one_a_foreign_level_and_an_unpublished_brand(world):
    level = make_level(world.committee)
    grant(world, level)
    with pytest.raises(WrongState, match="已有“示范”等次"):
        grant(world, level)
    with pytest.raises(WrongState, match="不在用"):
        grant(world, make_level(build().committee))
    world.brand = make_brand(committee=world.committee, state=BrandVersion.State.DRAFT)
    with pytest.raises(WrongState, match="还没有发布"):
        grant(world, level)


def test_adoption_is_told_to_the_owner_and_seen_from_both_sides(world):
    unit = world.neighbour.organization
    branch = make_branch(organization=unit)

    adoption = adoptions.adopt(world.brand, unit, branch, " 每月领题会诊 ", by=world.neighbour)

    assert (adoption.lesson, adoption.branch) == ("每月领题会诊", branch)
    assert adoption in world.brand.adoptions.valid() and adoption in unit.adoptions.valid()
    notice = Notice.objects.get()
    assert (notice.recipient, notice.title) == (world.unit, f"{branch}借鉴了品牌：税润新安")
    assert notice.body.endswith("每月领题会诊")


def test_adoption_stands_once_and_again_after_it_was_taken_back(world):
    unit = world.neighbour.organization
    adoption = adoptions.adopt(world.brand, unit, None, "学领题", by=world.neighbour)
    with pytest.raises(WrongState, match="已经借鉴过"):
        adoptions.adopt(world.brand, unit, None, "又学", by=world.neighbour)

    adoptions.take_back(adoption, by=world.neighbour)

    assert list(Adoption.objects.valid()) == []
    with pytest.raises(WrongState, match="已经收回"):
        adoptions.take_back(Adoption.objects.get(), by=world.neighbour)
    adoptions.adopt(world.brand, unit, None, "又学", by=world.neighbour)
    assert Adoption.objects.count() == 2


@pytest.mark.parametrize(
    ("case", "refusal"),
    [
        ("own", "这是本单位的品牌"),
        ("foreign committee", "只能在本工委范围内互鉴"),
        ("foreign branch", "不是"),
        ("nothing said", "借鉴了什么"),
        ("too long", "最多200字，现有201字"),
        ("unpublished", "还没有发布"),
        ("ended", "停用"),
    ],
)
def test_adopt_refuses(world, case, refusal):
    unit, branch, lesson = world.neighbour.organization, None, "学领题"
    if case == "own":
        unit = world.unit.organization
    elif case == "foreign committee":
        unit = world.other_lead.organization
    elif case == "foreign branch":
        branch = world.branch
    elif case == "nothing said":
        lesson = " \x00"
    elif case == "too long":
        lesson = "字" * 201
    elif case == "unpublished":
        world.brand = make_brand(committee=world.committee, state=BrandVersion.State.DRAFT)
    else:
        world.brand.ended_on = DAY
        world.brand.save()

    with pytest.raises(WrongState, match=refusal):
        adoptions.adopt(world.brand, unit, branch, lesson, by=world.neighbour)

    assert not Adoption.objects.exists()
