"""What holds whatever the rule and the facts are."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.judging.exact import rounded
from assessments.scoring.facts import Facts, Item
from assessments.scoring.faults import RuleFaults
from assessments.scoring.frame import Frame
from assessments.scoring.grades import EXTEND, NONE, GradeRule, Standing, award, places
from assessments.scoring.notation import read, write
from assessments.scoring.rules import KINDS, rule_from_json
from assessments.scoring.tree import Node, compute, compute_values
from assessments.scoring.working import Veto

from .drawn import DAYS, PEERS, POSITIVE, WORDS, facts, last_number, rules
from .made import YEAR, frames_of, make_rule

often = settings(max_examples=25, deadline=None, derandomize=True)  # the same ones every time: no surprise for others


def working_of(rule, found, peers=()):
    return rule.compute(found, Frame(rule.full, YEAR, (*peers, rule.measure(found)) if peers else ()))


@often
@given(rules())
def test_a_rule_survives_data_and_notation(rule):
    assert rule_from_json(rule.as_json(), rule.full) == rule
    assert read(write(rule), rule.full) == rule
    assert write(read(write(rule), rule.full)) == write(rule)


@often
@given(rules(), facts(), PEERS)
def test_caps_floors_and_bounds_hold(rule, found, peers):
    value = working_of(rule, found, peers).value

    low, high = rule.limits(rule.full)
    least, most = rule.bounds(rule.full)
    assert (low is None or value >= low) and (high is None or value <= high)
    assert rule.cap is None or rule.floor is not None or value <= rule.cap
    assert rule.floor is None or value >= rule.floor
    if "labels" not in str(rule.as_json()):  # whose bounds are those of records that count once
        assert (least is None or value >= min(least, 0)) and (most is None or value <= max(most, 0))


@often
@given(rules(), facts(), PEERS, st.randoms())
def test_the_order_of_records_changes_nothing(rule, found, peers, random):
    items, marks, votes, others = map(list, (found.items, found.marks, found.votes.items(), peers))
    for each in (items, marks, votes, others):
        random.shuffle(each)
    turned = replace(found, items=tuple(items), marks=tuple(marks), votes=dict(votes))

    one, other = working_of(rule, found, peers), working_of(rule, turned, tuple(others))

    assert (one.value, one.answered, one.lines) == (other.value, other.answered, other.lines)
    assert {(each.text, each.points) for each in one.missing} == {(each.text, each.points) for each in other.missing}


@often
@given(rules(), facts(), PEERS)
def test_the_arithmetic_shown_ends_with_the_value(rule, found, peers):
    working = working_of(rule, found, peers)

    assert last_number(working.lines[-1]) == Fraction(rounded(working.value, 4))
    assert isinstance(working.inputs, str) and working.inputs
    assert all(isinstance(bite, str) and bite for bite in working.bites)
    assert rule.words().endswith("。") and rule.formula() and "None" not in rule.words() + rule.formula()


@often
@given(rules(), facts(), PEERS)
def test_what_is_missing_brings_more_but_never_above_the_highest(rule, found, peers):
    working = working_of(rule, found, peers)
    high = rule.bounds(rule.full)[1]

    gains = [each.points for each in working.missing]

    assert gains == sorted(gains, reverse=True)
    assert all(gain > 0 for gain in gains)
    if "labels" not in str(rule.as_json()):  # whose bounds are those of records that count once
        assert high is None or all(working.value + gain <= high for gain in gains)


@often
@given(facts(), POSITIVE, DAYS)
def test_more_deductions_never_raise_and_more_bonus_never_lowers(found, each, day):
    more = replace(found, items=(*found.items, Item("z", "又一条", 1, day)), amount=None)
    found = replace(found, amount=None)

    def step(kind, **params):
        rule = make_rule(kind, "10", **params)
        return working_of(rule, more).value - working_of(rule, found).value

    assert step("deduct_per_occurrence", each=each) <= 0
    assert step("bonus_per_occurrence_with_cap", each=each) >= 0
    assert step("proportion") >= 0
    assert step("attendance_rate") >= 0
    assert step("threshold_all_or_nothing", threshold=each, by="amount") >= 0
    assert step("period_average", inner={"kind": "bonus_per_occurrence_with_cap", "each": each}) >= 0


@often
@given(st.lists(st.fractions(0, 9, max_denominator=5), min_size=2, max_size=8))
def test_who_has_more_never_gets_less_than_others(amounts):
    for kind, params in (("ratio_to_top", {}), ("rank_step", {"step": "7"})):
        rule = make_rule(kind, "10", **params)
        frame = Frame(10, YEAR, tuple(amounts))
        got = [rule.value(Facts(amount=amount), frame) for amount in sorted(amounts)]
        assert got == sorted(got)
        assert max(got) == (10 if max(amounts) or kind == "rank_step" else 0)


@st.composite
def trees(draw, depth=2):
    number = draw(st.integers(1, 4))
    nodes = []
    for place in range(number):
        weight = draw(st.sampled_from([Decimal(100), Decimal(50), Decimal("33.3")]))
        ends = {"cap": draw(st.none() | st.just(Decimal(7))), "floor": draw(st.none() | st.just(Decimal(-3)))}
        id = f"{depth}{place}{draw(st.uuids())}"
        if depth and draw(st.booleans()):
            nodes.append(Node(id, id, children=draw(trees(depth - 1)), weight=weight, **ends))
        else:
            rule = draw(rules())
            nodes.append(Node(id, id, Decimal(int(rule.full)), rule, weight, **ends))
    return tuple(nodes)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(trees(), st.data(), st.integers(0, 4))
def test_the_parts_shown_add_up_to_the_total(roots, data, decimals):
    found = {leaf.id: data.draw(facts()) for root in roots for leaf in root.leaves}

    outcome = compute(roots, found, frames_of(*roots), decimals)

    assert outcome.sum_of_tops == sum(outcome.values[root.id] for root in roots)
    zero = any(veto.effect == "total_zero" for veto in outcome.vetoes)
    assert outcome.total == (0 if zero else outcome.sum_of_tops)
    for node in all_nodes(roots):
        value = outcome.values[node.id]
        assert value == rounded(value, decimals)
        assert last_number(outcome.lines(node)[-1]) == value
        if node.children:
            inside = sum(outcome.values[child.id] for child in node.children)
            assert value == rounded(Fraction(node.limited(inside)) * Fraction(node.weight) / 100, decimals)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(trees(), st.data())
def test_the_order_of_indicators_changes_nothing(roots, data):
    found = {leaf.id: data.draw(facts()) for root in roots for leaf in root.leaves}

    one = compute_values(roots, found, frames_of(*roots), 2)
    other = compute_values(turned(roots), found, frames_of(*roots), 2)

    assert (one.total, one.values) == (other.total, other.values)
    assert sorted(map(str, one.vetoes)) == sorted(map(str, other.vetoes))


def all_nodes(nodes):
    return [each for node in nodes for each in (node, *all_nodes(node.children))]


def turned(nodes):
    return tuple(replace(node, children=turned(node.children)) for node in reversed(nodes))


STARS = (
    GradeRule("五", "五", Decimal(90), Decimal(30), order=1),
    GradeRule("四", "四", Decimal(80), Decimal(40), order=2),
    GradeRule("三", "三", None, order=3),
)
STANDINGS = st.lists(
    st.tuples(st.integers(75, 95), st.sampled_from([(), (), (), (Veto("grade_at_most", "三"),), (Veto("no_grade"),)])),
    max_size=12,
).map(lambda drawn: [Standing(place, Decimal(total), vetoes) for place, (total, vetoes) in enumerate(drawn)])


@often
@given(STANDINGS, st.sampled_from([EXTEND, NONE]), st.randoms())
def test_grades_hold_quota_threshold_and_order(standings, tie, random):
    given = award(standings, STARS, tie)
    shuffled = random.sample(standings, len(standings))

    assert award(shuffled, STARS, tie) == given
    for grade in STARS[:2]:
        got = sorted((entry.total for entry in standings if given[entry.subject].grade == grade.id), reverse=True)
        seats = len(standings) * int(grade.quota) // 100
        assert all(total >= grade.minimum for total in got)
        # more than the seats only where the last of them is equal to those beyond
        assert len(got) <= seats or (tie == EXTEND and seats and set(got[seats - 1 :]) == {got[-1]})
    free = [entry for entry in standings if not entry.vetoes]
    rank = {"五": 1, "四": 2, "三": 3}
    for one in free:
        for other in free:
            if one.total > other.total:
                assert rank[given[one.subject].grade] <= rank[given[other.subject].grade]
            if one.total == other.total:
                assert given[one.subject].grade == given[other.subject].grade


@often
@given(st.dictionaries(st.integers(), st.integers(0, 5), max_size=8))
def test_a_place_is_one_more_than_those_who_are_better(totals):
    assert places(totals) == {
        subject: 1 + sum(other > total for other in totals.values()) for subject, total in totals.items()
    }


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["from", "to", "points", "name", "kind"]) | st.text(max_size=4), inner)
    ),
    max_leaves=8,
)


@often
@given(st.sampled_from(sorted(KINDS)), st.data())
def test_bad_data_is_refused_and_never_breaks(kind, data):
    names = [param.name for param in KINDS[kind].params]
    drawn = data.draw(st.dictionaries(st.sampled_from(names), ANYTHING))

    try:
        rule = rule_from_json({"kind": kind, **drawn}, Decimal(10))
    except RuleFaults as refused:
        assert refused.faults and all(fault.text for fault in refused.faults)
    else:
        assert rule_from_json(rule.as_json(), Decimal(10)) == rule


LINES = st.lists(
    st.sampled_from(
        [*"（）；=：、“”\\ 至", "以上", "加倍", "等级", "逐次扣分", "每次", "1", "倍数", "扣完为止", "档次"]
    ),
    max_size=12,
).map("".join)


@often
@given(LINES | st.text(max_size=30))
def test_a_bad_line_is_refused_and_never_breaks(line):
    try:
        rule = read(line, Decimal(10))
    except RuleFaults as refused:
        assert refused.faults and all(fault.text for fault in refused.faults)
    else:
        assert read(write(rule), Decimal(10)) == rule
