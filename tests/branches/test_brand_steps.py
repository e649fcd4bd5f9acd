"""How a version goes from draft to published, who has it in between, and what is refused."""

import pytest
from django.utils import timezone

from branches import brands
from branches.brand_holders import holder, holding_users
from branches.models import Brand, BrandStep, BrandVersion
from notices.models import Notice
from portal.access import WrongState
from tests.branches.world import build, version_in
from tests.factories import make_alliance, make_brand, make_brand_version, make_officer_of, make_seat, make_staff

pytestmark = pytest.mark.django_db
State = BrandVersion.State
Verb = BrandStep.Verb


@pytest.fixture
def world():
    return build()


def verbs_of(brand):
    return list(brand.steps.order_by("pk").values_list("verb", flat=True))


def unread(user):
    return list(Notice.objects.filter(recipient=user).unread().values_list("kind", "title"))


def test_member_units_brand_goes_by_the_lead_to_the_committee_and_out(world):
    version = brands.start(world.branch, world.unit)
    version.edit(by=world.unit, revision=0, name="税润新安", business="办税", meaning="内涵", practice="做法")

    version.submit(by=world.unit)
    seen = [(version.state, holder(version).name, list(holding_users(version)))]
    version.review(by=world.lead)
    seen.append((version.state, holder(version).name, list(holding_users(version))))
    version.publish(by=world.staff)

    assert seen == [
        (State.PROPOSED, f"{world.alliance.short_name}片长单位", [world.lead]),
        (State.SUBMITTED, world.committee.short_name, [world.staff]),
    ]
    brand = Brand.objects.get()
    assert (version.state, brand.published, brand.published_on) == (State.PUBLISHED, version, timezone.localdate())
    assert "shuirunxin" in brand.search_key
    assert (holder(version), str(brand)) == (None, "税润新安")
    assert verbs_of(brand) == [Verb.CREATE, Verb.SUBMIT, Verb.REVIEW, Verb.PUBLISH]


def test_each_step_tells_who_has_it_now_and_settles_what_asked(world):
    version = version_in(world, State.DRAFT, name="税润新安")

    version.submit(by=world.unit)
    told_lead = unread(world.lead)
    version.review(by=world.lead)
    told_staff = unread(world.staff)
    version.publish(by=world.staff)

    assert told_lead == [("todo", "请初审品牌：税润新安")]
    assert told_staff == [("todo", "请审定品牌：税润新安")]
    assert (unread(world.lead), unread(world.staff)) == ([], [])
    assert unread(world.unit) == [("news", "品牌已审定并发布：税润新安")]


@pytest.mark.parametrize(
    "case", ["lead's own", "alliance's own", "no alliance", "alliance without lead", "committee wants no first review"]
)
def test_what_needs_no_first_review_goes_straight_to_the_committee(world, case):
    by, owner = world.unit, world.branch
    if case == "lead's own":
        by, owner = world.lead, world.lead.organization
    elif case == "alliance's own":
        by, owner = world.deputy, world.alliance
    elif case == "no alliance":
        by, owner = world.outsider, world.outsider.organization
    elif case == "alliance without lead":
        world.alliance.seats.leading().update(until="2024-01-01")
    else:
        world.committee.proposals_need_lead = False
        world.committee.save()
    version = brands.start(owner, by)
    version.edit(by=by, revision=0, name="名称", business="业务", meaning="内涵", practice="做法")

    version.submit(by=by)

    assert version.state == State.SUBMITTED
    assert list(holding_users(version)) == [world.staff]


def test_alliance_is_that_of_the_day_of_the_step(world):
    world.unit.organization.seats.all().delete()
    new_lead = make_officer_of(make_alliance(committee=world.committee))
    make_seat(alliance=new_lead.organization.seats.get().alliance, organization=world.unit.organization)
    version = version_in(world, State.DRAFT)

    version.submit(by=world.unit)

    assert (version.state, list(holding_users(version))) == (State.PROPOSED, [new_lead])


def test_what_the_committee_hands_in_is_out_at_once_and_marked(world):
    version = brands.start(world.branch, world.staff)
    version.edit(by=world.staff, revision=0, name="名称", business="业务", meaning="内涵", practice="做法")

    version.submit(by=world.staff)

    assert version.state == State.PUBLISHED
    marked = version.brand.steps.order_by("pk").values_list("verb", "is_for_unit")
    assert list(marked) == [(Verb.CREATE, True), (Verb.SUBMIT, True)]


def test_submit_names_all_that_is_missing_at_once(world):
    version = brands.start(world.branch, world.unit)
    version.edit(by=world.unit, revision=0, slogan="口号", meaning="  ")

    with pytest.raises(WrongState) as refusal:
        version.submit(by=world.unit)

    assert str(refusal.value) == "还缺品牌名称、依托的业务工作、品牌内涵、主要做法，补齐后再提交。"
    assert refusal.value.fields == ["name", "business", "meaning", "practice"]
    version.refresh_from_db()
    assert version.state == State.DRAFT


def test_return_carries_notes_beside_the_fields_until_it_is_handed_in_again(world):
    version = version_in(world, State.PROPOSED)

    version.return_(by=world.lead, reason="再打磨。", notes={"practice": " 写明频次 ", "slogan": ""})

    assert (version.state, version.return_notes) == (State.RETURNED, {"practice": "写明频次"})
    assert version.last_return().reason == "再打磨。\n主要做法：写明频次"
    assert [kind for kind, _ in unread(world.unit)] == ["todo"]
    version.submit(by=world.unit)
    assert (version.state, version.return_notes, version.last_return()) == (State.PROPOSED, {}, None)
    assert unread(world.unit) == []


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({}, "请写明退回原因，或在相关栏目旁写下意见，让对方知道怎么改。"),
        ({"reason": " ", "notes": {"name": " "}}, "请写明退回原因，或在相关栏目旁写下意见，让对方知道怎么改。"),
        ({"notes": {"state": "x"}}, "没有这些栏目：state。"),
    ],
)
def test_return_needs_a_reason_or_a_note_about_a_known_field(world, words, refusal):
    version = version_in(world, State.SUBMITTED)

    with pytest.raises(WrongState) as refused:
        version.return_(by=world.staff, **words)

    assert str(refused.value) == refusal
    version.refresh_from_db()
    assert version.state == State.SUBMITTED


def test_one_note_is_reason_enough(world):
    version = version_in(world, State.SUBMITTED)

    version.return_(by=world.staff, notes={"pictures": "照片不清楚"})

    assert version.return_notes == {"pictures": "照片不清楚"}
    assert version.last_return().reason == "图片：照片不清楚"


def test_withdrawn_until_the_lead_has_passed_it_on(world):
    version = version_in(world, State.DRAFT)
    version.submit(by=world.unit)

    version.withdraw(by=world.unit)
    withdrawn = version.state
    version.submit(by=world.unit)
    version.review(by=world.lead)

    assert withdrawn == State.DRAFT
    with pytest.raises(WrongState, match="片长单位已经初审通过"):
        version.withdraw(by=world.unit)
    version.withdraw(by=world.staff)
    assert version.state == State.DRAFT
    assert unread(world.staff) == unread(world.lead) == []


ALLOWED = {
    "submit": {State.DRAFT, State.RETURNED},
    "review": {State.PROPOSED},
    "publish": {State.SUBMITTED},
    "return_": {State.PROPOSED, State.SUBMITTED},
    "withdraw": {State.PROPOSED, State.SUBMITTED},
    "drop": {State.DRAFT, State.RETURNED},
}


@pytest.mark.parametrize("verb", ALLOWED)
def test_verb_fits_its_states_only(world, verb):
    words = {"reason": "请改"} if verb == "return_" else {}
    moved = set()
    brand = make_brand(branch=world.branch)
    for state in State:
        version = make_brand_version(brand, state=State.DROPPED)
        if state not in (State.DROPPED, State.PUBLISHED):
            version.state = state
            version.save()
        if state == State.PUBLISHED:
            version = BrandVersion.objects.get(pk=brand.published_id)
        before = version.state
        try:
            getattr(version, verb)(by=world.staff, **words)
        except WrongState:
            version.refresh_from_db()
            assert version.state == before
        else:
            moved.add(state)
        BrandVersion.objects.filter(brand=brand).exclude(pk=brand.published_id).update(state=State.DROPPED)
        BrandVersion.objects.filter(pk=brand.published_id).update(state=State.PUBLISHED)

    assert moved == ALLOWED[verb]


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("submit", State.DRAFT),
        ("review", State.PROPOSED),
        ("publish", State.SUBMITTED),
        ("return_", State.SUBMITTED),
        ("withdraw", State.SUBMITTED),
        ("drop", State.DRAFT),
    ],
)
def test_of_two_who_click_at_once_one_wins(world, verb, state):
    words = {"reason": "请改"} if verb == "return_" else {}
    version = version_in(world, state)
    stale = BrandVersion.objects.get()

    getattr(version, verb)(by=world.staff, **words)

    with pytest.raises(WrongState):
        getattr(stale, verb)(by=world.staff, **words)
    assert version.brand.steps.count() == 1


def test_a_stale_click_of_the_lead_returns_nothing_from_the_committee(world):
    version = version_in(world, State.PROPOSED)
    stale = BrandVersion.objects.get()
    version.review(by=world.lead)

    with pytest.raises(WrongState):
        stale.return_(by=world.lead, reason="请改")

    version.refresh_from_db()
    assert version.state == State.SUBMITTED


def test_revision_replaces_the_published_version_only_when_accepted(world):
    brand = make_brand(branch=world.branch, name="旧名", published_on="2025-03-01")
    old = brand.published

    new = brands.revise(brand, world.unit)
    new.edit(by=world.unit, revision=0, name="新名")
    new.submit(by=world.unit)
    new.review(by=world.lead)
    brand.refresh_from_db()
    meanwhile = (brand.published, str(brand))
    new.publish(by=world.staff)

    assert meanwhile == (old, "旧名")
    brand.refresh_from_db()
    old.refresh_from_db()
    assert (brand.published, str(brand), str(brand.published_on)) == (new, "新名", "2025-03-01")
    assert (old.state, new.number, new.meaning) == (State.SUPERSEDED, 2, old.meaning)
    assert "xinming" in brand.search_key


def test_refused_publish_leaves_the_published_version(world):
    brand = make_brand(branch=world.branch)
    draft = make_brand_version(brand)

    with pytest.raises(WrongState):
        draft.publish(by=world.staff)

    assert BrandVersion.objects.get(pk=brand.published_id).state == State.PUBLISHED


def test_dropped_revision_leaves_the_brand_and_a_new_one_may_be_begun(world):
    brand = make_brand(branch=world.branch)
    brands.revise(brand, world.unit).drop(by=world.unit)

    again = brands.revise(brand, world.unit)

    brand.refresh_from_db()
    assert (brand.ended_on, again.number) == (None, 3)


def test_dropped_first_draft_gives_up_the_brand_so_that_another_may_begin(world):
    version = brands.start(world.branch, world.unit)

    version.drop(by=world.unit)

    assert Brand.objects.get().ended_on == timezone.localdate()
    assert brands.start(world.branch, world.unit).brand_id != version.brand_id


def test_ended_brand_takes_no_more_steps(world):
    brand = make_brand(branch=world.branch)
    version = brands.revise(brand, world.unit)

    brands.end(brand, by=world.staff, reason="支部合并")

    version = BrandVersion.objects.get(pk=version.pk)
    assert version.state == State.DROPPED
    for refused in (
        lambda: version.submit(by=world.unit),
        lambda: version.edit(by=world.unit, revision=version.revision, name="改"),
        lambda: brands.revise(brand, world.unit),
        lambda: brands.end(brand, by=world.staff, reason="再停"),
    ):
        with pytest.raises(WrongState, match="停用"):
            refused()
    assert [title for _, title in unread(world.unit)] == [f"品牌已停用：{brand}"]
    assert brand.history.filter(ended_on__isnull=False).count() == 1


def test_end_needs_a_reason(world):
    with pytest.raises(WrongState, match="停用原因"):
        brands.end(make_brand(branch=world.branch), by=world.staff, reason=" ")


def test_trail_says_who_and_why(world):
    version = version_in(world, State.SUBMITTED)

    version.return_(by=world.staff, reason="请改")

    step = version.steps.get()
    assert (step.by, step.verb, step.reason, step.is_for_unit) == (world.staff, Verb.RETURN, "请改", False)
    assert str(step) == f"{version.brand}：退回修改"


def test_staff_of_the_committee_are_told_but_not_those_of_another(world):
    version = version_in(world, State.PROPOSED)
    make_staff()

    version.review(by=world.lead)

    assert list(Notice.objects.values_list("recipient", flat=True)) == [world.staff.pk]
