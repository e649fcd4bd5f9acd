"""One table for each act, one column for each kind of person, also of another committee; and what each of them sees."""

import pytest

from branches import brand_permissions as may
from branches import brands
from branches.models import Brand, BrandPicture, BrandStep, BrandVersion
from tests.branches.world import ROLES, build, version_in
from tests.factories import make_brand, make_brand_version

pytestmark = pytest.mark.django_db
State = BrandVersion.State


@pytest.fixture
def world():
    return build()


def those(world, allowed):
    return {role for role in ROLES if allowed(getattr(world, role))}


def test_who_may_create(world):
    officers = {"lead", "deputy", "unit", "neighbour", "outsider", "other_lead"}
    assert those(world, may.can_create) == officers | {"staff", "other_staff"}


def test_who_may_start_for_whom(world):
    assert those(world, lambda user: may.can_start(user, world.branch)) == {"staff", "unit"}
    assert those(world, lambda user: may.can_start(user, world.branch.organization)) == {"staff", "unit"}
    assert those(world, lambda user: may.can_start(user, world.alliance)) == {"staff", "lead", "deputy"}


@pytest.mark.parametrize(
    ("act", "state", "allowed"),
    [
        (may.can_edit, State.DRAFT, {"staff", "unit"}),
        (may.can_submit, State.RETURNED, {"staff", "unit"}),
        (may.can_withdraw, State.PROPOSED, {"staff", "unit"}),
        (may.can_drop, State.DRAFT, {"staff", "unit"}),
        (may.can_review, State.PROPOSED, {"staff", "lead"}),
        (may.can_return, State.PROPOSED, {"staff", "lead"}),
        (may.can_return, State.SUBMITTED, {"staff"}),
        (may.can_publish, State.SUBMITTED, {"staff"}),
    ],
)
def test_who_may_do_what_with_a_units_version(world, act, state, allowed):
    version = version_in(world, state)

    assert those(world, lambda user: act(user, version)) == allowed


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        (may.works_on, {"staff", "lead", "deputy"}),
        (may.can_revise, {"staff", "lead", "deputy"}),
        (may.can_end, {"staff", "lead", "deputy"}),
        (may.can_grant, {"staff"}),
        (may.can_adopt, {"outsider"}),
        (may.sees_making, {"staff", "lead", "deputy", "leader"}),
    ],
)
def test_who_may_do_what_with_an_alliances_brand(world, act, allowed):
    brand = make_brand(alliance=world.alliance)

    assert those(world, lambda user: act(user, brand)) == allowed


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        (may.works_on, {"staff", "unit"}),
        (may.can_grant, {"staff"}),
        (may.can_adopt, {"lead", "deputy", "neighbour", "outsider"}),
        (may.sees_making, {"staff", "unit", "lead", "leader"}),
    ],
)
def test_who_may_do_what_with_a_branchs_brand(world, act, allowed):
    brand = make_brand(branch=world.branch)

    assert those(world, lambda user: act(user, brand)) == allowed


WRITERS = {"staff", "unit"}
CONCERNED = WRITERS | {"lead", "leader"}
EVERYBODY = set(ROLES) - {"other_staff", "other_lead"}


@pytest.mark.parametrize(
    ("state", "seen_by"),
    [
        (State.DRAFT, WRITERS),
        (State.PROPOSED, CONCERNED),
        (State.SUBMITTED, CONCERNED),
        (State.RETURNED, CONCERNED),
        (State.PUBLISHED, EVERYBODY),
        (State.SUPERSEDED, CONCERNED),
        (State.DROPPED, WRITERS),
    ],
)
def test_who_sees_a_version_and_its_pictures(world, state, seen_by):
    version = version_in(world, state)
    picture = BrandPicture.objects.create(version=version, image="a.jpg", width=1, height=1)

    assert those(world, lambda user: version in BrandVersion.objects.visible_to(user)) == seen_by
    assert those(world, lambda user: picture in BrandPicture.objects.visible_to(user)) == seen_by
    assert those(world, lambda user: version.brand in Brand.objects.visible_to(user)) == seen_by


@pytest.mark.parametrize("state", [State.DRAFT, State.PROPOSED, State.RETURNED])
def test_revision_beside_the_published_version_is_hidden_from_its_readers(world, state):
    brand = make_brand(branch=world.branch)
    revision = make_brand_version(brand, state=state)

    seen_by = WRITERS if state == State.DRAFT else CONCERNED
    assert those(world, lambda user: revision in BrandVersion.objects.visible_to(user)) == seen_by
    assert those(world, lambda user: brand in Brand.objects.visible_to(user)) == EVERYBODY


def test_who_reads_the_trail(world):
    brand = make_brand(branch=world.branch)
    public = brand.record(BrandStep.Verb.END, by=world.staff)
    begun = brands.revise(brand, world.unit).steps.get()

    assert those(world, lambda user: public in BrandStep.objects.visible_to(user)) == CONCERNED
    assert those(world, lambda user: begun in BrandStep.objects.visible_to(user)) == WRITERS


def test_rights_follow_the_seat(world):
    version = version_in(world, State.PROPOSED)
    before = may.can_review(world.lead, version)
    world.unit.organization.seats.update(until="2024-01-01")

    assert (before, may.can_review(world.lead, version)) == (True, False)
    assert version not in BrandVersion.objects.visible_to(world.lead)
    assert version in BrandVersion.objects.visible_to(world.unit)


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        (may.can_see_coverage, {"staff", "leader", "lead", "deputy", "unit", "neighbour", "outsider"}),
        (may.can_remind, {"staff", "lead"}),
    ],
)
def test_who_sees_coverage_and_reminds(world, act, allowed):
    assert those(world, act) - {"other_staff", "other_lead"} == allowed


def test_superuser_without_committee_sees_all_committees(world):
    version = version_in(world, State.DRAFT)
    world.staff.is_superuser, world.staff.committee = True, None
    world.staff.save()

    assert version in BrandVersion.objects.visible_to(world.staff)
    assert may.can_publish(world.staff, version) is True
