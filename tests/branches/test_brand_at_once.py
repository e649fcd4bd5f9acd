"""Several people at the very same moment: one is first, the others are told, and nothing fails."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from branches import adoptions, brands, honours
from branches.models import Adoption, Brand, BrandVersion, Honour
from portal.access import WrongState
from tests.branches.world import build
from tests.factories import make_brand, make_brand_version, make_level, make_officer

pytestmark = pytest.mark.django_db(transaction=True)
State = BrandVersion.State


def at_once(act, people):
    """What each was told: "done" or the refusal."""
    barrier = Barrier(len(people))

    def run(user):
        try:
            barrier.wait()
            act(user)
        except WrongState as refusal:
            return str(refusal)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return sorted(pool.map(run, people))


@pytest.fixture
def world():
    world = build()
    world.colleague = make_officer(world.unit.organization)
    world.brand = make_brand(organization=world.unit.organization, name="税润新安")
    return world


def test_two_officers_begin_the_same_brand(world):
    said = at_once(lambda user: brands.start(world.branch, user), [world.unit, world.colleague])

    assert said == ["done", f"{world.branch}已有品牌，请在原来的品牌上续写或修订。"]
    assert Brand.objects.filter(branch=world.branch).count() == 1


def test_two_officers_revise_the_same_brand(world):
    said = at_once(lambda user: brands.revise(Brand.objects.get(), user), [world.unit, world.colleague])

    assert said == ["done", "“税润新安”已有一份修订稿，请在那一份上修改。"]
    assert world.brand.versions.count() == 2


def test_two_officers_hand_in_the_same_version(world):
    version = make_brand_version(world.brand, name="新名")

    def submit(user):
        BrandVersion.objects.get(pk=version.pk).submit(by=user)

    assert at_once(submit, [world.unit, world.colleague]) == ["done", "“新名”现在是“待片长初审”，不能办理这一步。"]
    assert world.brand.steps.count() == 1


def test_publishing_and_ending_leave_a_brand_that_is_one_thing(world):
    version = make_brand_version(world.brand, state=State.SUBMITTED)

    def act(user):
        if user == world.staff:
            BrandVersion.objects.get(pk=version.pk).publish(by=user)
        else:
            brands.end(Brand.objects.get(), by=user, reason="合并")

    said = at_once(act, [world.staff, world.unit])

    brand = Brand.objects.get()
    assert brand.ended_on is not None
    assert "done" in said
    states = set(brand.versions.values_list("state", flat=True))
    assert states in ({State.PUBLISHED, State.SUPERSEDED}, {State.PUBLISHED, State.DROPPED})


def test_two_grant_the_same_level_and_learn_the_same_lesson(world):
    level = make_level(world.committee)

    def grant(user):
        honours.grant(world.brand, level, "", "示例发〔2026〕1号", world.brand.published_on, by=user)

    def adopt(user):
        adoptions.adopt(world.brand, world.neighbour.organization, None, "学", by=user)

    granted = at_once(grant, [world.staff, world.staff])
    adopted = at_once(adopt, [world.neighbour, world.neighbour])

    assert [said[-1] == "done" or said[0] == "done" for said in (granted, adopted)] == [True, True]
    assert (Honour.objects.count(), Adoption.objects.count()) == (1, 1)
