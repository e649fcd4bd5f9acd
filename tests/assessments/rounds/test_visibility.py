"""No rank or score of others before the round is shown, by any door; which stage is seen by whom, for every role."""

import pytest

from assessments.models import Appeal, Assessment, Claim, Fact, RoundStep, Score, ScoreStage, Strike
from assessments.rounds import appeals, claims, handing, permissions, scores, strikes
from tests.assessments.rounds.made import Made
from tests.factories import make_officer, make_staff, make_user

pytestmark = pytest.mark.django_db
S, F, R, E = ScoreStage
ALL = {S, F, R, E}
PEOPLE = ("one", "two", "lead", "deputy", "member", "leader", "outsider", "staff", "judge", "other", "foreign")
# Which stages of the assessment of `one` are seen, by where it is; who is not named sees none.
WHILE_SCORING = {
    "self": {"one": {S}, "staff": ALL},
    "first": {"one": {S}, "lead": {S, F}, "staff": ALL},
    "review": {"one": {S, F}, "lead": {S, F}, "staff": ALL},
    "reviewed": {"one": {S, F}, "lead": {S, F}, "staff": ALL},
    "exempt": {"one": {S}, "lead": {S, F}, "staff": ALL},
}
IN_ANY_CASE = {"one": ALL, "lead": ALL, "leader": ALL, "staff": ALL, "member": {E}}
# Once shown, by what the scheme shows and to whom.
SHOWN = {
    ("places", "own"): IN_ANY_CASE,
    ("grades", "all"): IN_ANY_CASE,
    ("grades", "alliance"): IN_ANY_CASE,
    ("totals", "alliance"): IN_ANY_CASE | {"two": {E}, "deputy": {E}},
    ("totals", "all"): IN_ANY_CASE | {"two": {E}, "deputy": {E}, "outsider": {E}, "judge": {E}, "other": {E}},
}


def people(made):
    made.judge = make_user(post="judge", committee=made.committee)
    made.other = make_officer(committee=made.committee, organization=made.outsider.organization)
    made.foreign = make_staff()
    return {name: getattr(made, name) for name in PEOPLE}


def with_everything(**fields):
    """The assessment of `one` with something entered at each stage."""
    made = Made(**fields).open()
    made.found(made.one, made.deduct, "activity:1", "activity:2")
    claims.add(made.of(made.one), made.deduct, by=made.one, text="自评时补充")
    made.submit(made.one)
    strikes.strike(made.of(made.one), made.deduct, "activity:1", by=made.lead, reason="已整改")
    scores.enter(made.of(made.one), made.level, by=made.lead, answer={"choice": "一般"}, reason="意见较多")
    handing.pass_on(made.of(made.one), by=made.lead)
    strikes.strike(made.of(made.one), made.deduct, "activity:2", by=made.staff, reason="已整改")
    made.decide(made.one, points="3")
    handing.settle(made.of(made.one), by=made.staff)
    return made


def seen(made):
    """{who: stages of scores} by the queryset; it has to agree with what Python says of one assessment."""
    unit = made.of(made.one)
    found = {}
    for name, user in people(made).items():
        rows = Score.objects.visible_to(user).filter(assessment=unit)
        found[name] = set(rows.values_list("stage", flat=True))
        there = set(unit.scores.values_list("stage", flat=True))
        assert set(permissions.stages_seen(user, unit)) & there == found[name], name
        opened = Assessment.objects.opened_to(user).filter(pk=unit.pk).exists()
        assert opened == permissions.can_open_passport(user, unit), name
        assert Fact.objects.visible_to(user).filter(assessment=unit).exists() == opened, name
    return found


def expected(table, there):
    return {name: table.get(name, set()) & there for name in PEOPLE}


@pytest.mark.parametrize("state", WHILE_SCORING)
def test_while_it_is_scored(state):
    made = with_everything()
    unit = made.of(made.one)
    unit.move(state, allowed=["reviewed"])

    assert seen(made) == expected(WHILE_SCORING[state], {S, F, R})


@pytest.mark.parametrize(("shows", "shown_to"), SHOWN)
@pytest.mark.parametrize("state", ["publicity", "final"])
def test_once_it_is_shown(shows, shown_to, state):
    made = with_everything(shows=shows, shown_to=shown_to)
    for officer in (made.lead, made.deputy, made.two):
        made.review(officer)
    made._others()
    made.publicize()
    if state == "final":
        made.finalize()

    assert seen(made) == expected(SHOWN[shows, shown_to], ALL)


def test_a_list_holds_nobody_elses_before_it_is_shown():
    made = with_everything()

    found = {
        name: set(Assessment.objects.visible_to(user).values_list("organization", flat=True))
        for name, user in people(made).items()
    }

    own = {name: getattr(made, name).organization_id for name in ("one", "two", "lead", "deputy", "outsider")}
    everybody = set(own.values())
    assert found == {
        "one": {own["one"]},
        "two": {own["two"]},
        "lead": {own["lead"], own["one"]},  # under review: only what was handed on
        "deputy": {own["deputy"]},
        "member": set(),
        "leader": {own["one"], own["two"], own["lead"], own["deputy"]},  # who has it now, no score
        "outsider": {own["outsider"]},
        "staff": everybody,
        "judge": set(),
        "other": {own["outsider"]},
        "foreign": set(),
    }


def test_claims_and_strikes_follow_their_stage():
    made = with_everything()

    def found(user):
        kept = [*Claim.objects.visible_to(user), *Strike.objects.visible_to(user)]
        return sorted(str(row.stage) for row in kept)

    assert {name: found(user) for name, user in people(made).items()} == {
        "one": ["first", "self"],
        "two": [],
        "lead": ["first", "self"],
        "deputy": [],
        "member": [],
        "leader": [],
        "outsider": [],
        "staff": ["first", "review", "self"],
        "judge": [],
        "other": [],
        "foreign": [],
    }


def test_the_trail_and_appeals_of_others_stay_theirs_even_when_all_is_shown():
    made = with_everything()
    for officer in (made.lead, made.deputy, made.two):
        made.review(officer)
    made._others()
    made.publicize()
    unit = made.of(made.one)
    appeals.raise_(unit, by=made.one, text="有误", today=made.round.publicity_since)

    everybody = people(made)
    trail = {name for name, user in everybody.items() if RoundStep.objects.visible_to(user).filter(assessment=unit)}
    appealed = {name for name, user in everybody.items() if Appeal.objects.visible_to(user).exists()}
    whole = {name for name, user in everybody.items() if RoundStep.objects.visible_to(user).filter(assessment=None)}

    assert trail == {"one", "lead", "leader", "staff"}
    assert appealed == {"one", "leader", "staff"}
    assert whole == set(PEOPLE) - {"foreign"}


def test_a_liaison_does_not_read_the_trail_while_it_is_scored():
    made = with_everything()
    steps = RoundStep.objects.filter(assessment=made.of(made.one))

    assert steps.visible_to(made.one).exists()
    assert not steps.visible_to(made.leader).exists()


def test_the_lead_sees_nothing_where_it_does_not_review_first():
    made = Made(first_review="none").open()
    made.submit(made.one)

    assert not Assessment.objects.visible_to(made.lead).filter(organization=made.one.organization).exists()
