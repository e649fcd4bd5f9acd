"""A brand begins once for each owner, is written over nobody, and is revised beside what is published."""

from unittest.mock import patch

import pytest
from django.utils import timezone

from branches import brand_permissions, brands
from branches.models import Brand, BrandVersion
from portal.access import EditConflict, WrongState
from tests.branches.world import build, version_in
from tests.factories import make_branch, make_brand, make_organization

pytestmark = pytest.mark.django_db
State = BrandVersion.State


@pytest.fixture
def world():
    return build()


@pytest.mark.parametrize("kind", ["branch", "organization", "alliance"])
def test_one_brand_for_each_owner(world, kind):
    owner = {"branch": world.branch, "organization": world.branch.organization, "alliance": world.alliance}[kind]

    version = brands.start(owner, world.staff)

    assert (version.brand.owner, version.brand.committee, version.state) == (owner, world.committee, State.DRAFT)
    with pytest.raises(WrongState, match="已有品牌"):
        brands.start(owner, world.unit)
    assert BrandVersion.objects.count() == Brand.objects.count() == 1


def test_brands_of_unit_and_its_branches_stand_beside_each_other(world):
    unit = world.branch.organization

    started = [
        brands.start(owner, world.unit).brand.owner for owner in (world.branch, unit, make_branch(organization=unit))
    ]

    assert Brand.objects.count() == 3
    assert started[:2] == [world.branch, unit]


@pytest.mark.parametrize("owner", ["branch", "organization"])
def test_what_was_dissolved_begins_no_brand(owner):
    gone = make_organization(until="2025-12-31") if owner == "organization" else make_branch(until="2025-12-31")
    gone.refresh_from_db()

    with pytest.raises(WrongState, match="已于2025-12-31撤销"):
        brands.start(gone, None)


def test_of_two_revisions_at_once_one_wins(world):
    brand = make_brand(branch=world.branch)
    stale = Brand.objects.get()
    brands.revise(brand, world.unit)

    with pytest.raises(WrongState, match="已有一份修订稿"):
        brands.revise(stale, world.unit)

    assert brand.versions.count() == 2


def test_only_what_is_published_is_revised(world):
    version = brands.start(world.branch, world.unit)

    with pytest.raises(WrongState, match="还没有发布"):
        brands.revise(version.brand, world.unit)


def test_edit_keeps_half_written_words_and_moves_the_revision(world):
    version = brands.start(world.branch, world.unit)

    version.edit(by=world.unit, revision=0, name=" 税润\x00新安 ", meaning="一半")
    version.edit(by=world.staff, revision=1, slogan="口号")

    fresh = BrandVersion.objects.get()
    assert (fresh.name, fresh.meaning, fresh.slogan, fresh.revision) == ("税润新安", "一半", "口号", 2)


def test_second_editor_overwrites_nothing(world):
    version = brands.start(world.branch, world.unit)
    stale = BrandVersion.objects.get()
    version.edit(by=world.unit, revision=0, name="先")

    with pytest.raises(EditConflict):
        stale.edit(by=world.unit, revision=0, name="后")

    assert BrandVersion.objects.get().name == "先"


@pytest.mark.parametrize("state", [s for s in State if s not in (State.DRAFT, State.RETURNED)])
def test_what_is_out_of_hand_is_not_edited_even_by_the_committee(world, state):
    version = version_in(world, state)

    with pytest.raises(WrongState) as refusal:
        version.edit(by=world.staff, revision=version.revision, name="改")

    assert not isinstance(refusal.value, EditConflict)
    assert version.get_state_display() in str(refusal.value)


def test_stale_form_after_a_withdrawal_is_a_conflict(world):
    version = version_in(world, State.DRAFT)
    stale = BrandVersion.objects.get()
    version.submit(by=world.unit)
    version.withdraw(by=world.unit)

    with pytest.raises(EditConflict):
        stale.edit(by=world.unit, revision=0, name="旧的表单")


@pytest.mark.parametrize(
    ("field", "length", "refusal"),
    [("name", 21, "品牌名称最多20字，现有21字。"), ("meaning", 3001, "品牌内涵最多3000字，现有3001字。")],
)
def test_edit_refuses_what_does_not_fit(world, field, length, refusal):
    version = brands.start(world.branch, world.unit)

    with pytest.raises(WrongState) as refused:
        version.edit(by=world.unit, revision=0, **{field: "字" * length})

    assert str(refused.value) == refusal
    assert BrandVersion.objects.get().revision == 0


def test_edit_takes_words_only(world):
    version = brands.start(world.branch, world.unit)

    with pytest.raises(ValueError, match="state"):
        version.edit(by=world.unit, revision=0, state="published")


def test_owners_for_puts_those_without_a_brand_first(world):
    unit = world.lead.organization
    first, second = make_branch(organization=unit), make_branch(organization=unit)
    make_brand(branch=first)
    make_branch(organization=unit, until="2025-01-01")

    owners = brand_permissions.owners_for(world.lead)

    assert [(owner, owner.has_brand) for owner in owners] == [
        (second, False),
        (unit, False),
        (world.alliance, False),
        (first, True),
    ]


def test_unit_that_has_only_branch_brands_may_still_begin_its_own(world):
    make_brand(branch=world.branch)

    owners = brand_permissions.owners_for(world.unit)

    assert [(owner, owner.has_brand) for owner in owners] == [(world.unit.organization, False), (world.branch, True)]


def test_owners_of_the_committee_are_all_of_its_own(world):
    make_branch()

    owners = brand_permissions.owners_for(world.staff)

    assert world.alliance in owners
    assert {owner.committee_id for owner in owners if hasattr(owner, "committee_id")} == {world.committee.pk}
    assert [owner for owner in owners if not hasattr(owner, "committee_id")] == [world.branch]


@pytest.mark.parametrize("role", ["member", "judge", "leader"])
def test_others_have_no_owner_to_begin_for(world, role):
    assert brand_permissions.owners_for(getattr(world, role)) == []


def test_day_is_that_of_the_house_not_of_greenwich(world):
    with patch.object(
        timezone, "now", return_value=timezone.datetime(2026, 1, 1, 1, tzinfo=timezone.get_default_timezone())
    ):
        version = brands.start(world.branch, world.staff)
        version.edit(by=world.staff, revision=0, name="名", business="业", meaning="涵", practice="做")
        version.submit(by=world.staff)

    assert str(Brand.objects.get().published_on) == "2026-01-01"
