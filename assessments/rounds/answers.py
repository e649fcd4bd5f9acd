"""What a person may enter for a leaf: read from text, checked against the rule, kept as JSON; a fault is a sentence."""

from decimal import Decimal

from assessments.rounds.scoring import written
from assessments.scoring.figures import said
from assessments.scoring.rules.params import number
from portal.access import WrongState

LONGEST_REASON = 300
LONGEST_DECISION = 120
MOST_MARKS = 200
DECIMALS = 4
TOO_MUCH = 10**5
MOST_VOTES = 100_000


def read(node, asked, answer):
    """The answer as it is kept; WrongState names the leaf and what is wrong."""
    answer = {name: value for name, value in (answer or {}).items() if value not in ("", None, [], {})}
    if answer.keys() - asked:
        raise WrongState(f"“{node.name}”按记录计分，不用填写。")
    try:
        return {name: READERS[name](node.rule, value) for name, value in answer.items()}
    except ValueError as fault:
        raise WrongState(f"“{node.name}”：{fault}。") from None


def check(node, answer, given, reason):
    """Points by hand and points asked for: within the range, with a reason. The range is named."""
    if given is None and answer.get("points") is None:
        return
    if given is not None:
        wrong = node.rule.check_given(given, reason, answer.get("decision", ""))
        wrong = wrong or ([] if reason else ["改分须写明理由。"])
    else:
        wrong = node.rule.check_given(Decimal(answer["points"]), answer.get("reason", ""), answer.get("decision", ""))
    if wrong:
        raise WrongState(f"“{node.name}”：{''.join(wrong)}")


def backing(answer, reason, held):
    """The reason that backs points stays with them from stage to stage: it need not be written again for the same."""
    if "points" not in answer:
        return {}
    if not reason and held is not None and held.answer.get("points") == answer["points"]:
        reason = held.answer.get("reason", "")
    return {"reason": reason} if reason else {}


def points(node, value):
    """Points by hand as a Decimal, or None."""
    if value in ("", None):
        return None
    try:
        found = number(value)
    except ValueError as fault:
        raise WrongState(f"“{node.name}”：{fault}。") from None
    if found.normalize().as_tuple().exponent < -DECIMALS:
        raise WrongState(f"“{node.name}”：分数最多{DECIMALS}位小数。")
    require_kept(node, found)
    return found


def require_kept(node, value):
    """A score that no column holds: the rule has no cap, or somebody's finger slipped."""
    if abs(value) >= TOO_MUCH:
        raise WrongState(f"“{node.name}”：{said(value)}分超出可记录的范围，请核对数据和计分方式。")


def sound_reason(node, reason):
    reason = (reason or "").strip()
    if len(reason) > LONGEST_REASON:
        raise WrongState(f"“{node.name}”：说明请写在{LONGEST_REASON}字以内。")
    return reason


def choices_of(rule):
    """The levels one may choose from, of this rule or one inside it."""
    while rule is not None:
        if levels := getattr(rule, "levels", None):
            return tuple(getattr(level, "name", level) for level in levels)
        rule = getattr(rule, "inner", None)
    return ()


def _choice(rule, value):
    if value not in choices_of(rule):
        raise ValueError(f"请在{'、'.join(choices_of(rule))}中选择")
    return value


def _points(rule, value):
    return written(number(value))


def _decision(rule, value):
    text = str(value).strip()
    if len(text) > LONGEST_DECISION:
        raise ValueError(f"会议决定请写在{LONGEST_DECISION}字以内")
    return text


def _votes(rule, value):
    if not isinstance(value, dict):
        raise ValueError("请填写各档票数")
    votes = {}
    for name, count in value.items():
        count = number(count)
        if count != count.to_integral_value() or not 0 <= count <= MOST_VOTES:
            raise ValueError("票数应为整数")
        votes[str(name)[:20]] = int(count)
    return votes


def _marks(rule, value):
    if isinstance(value, str):
        value = value.replace("、", " ").replace("，", " ").replace(",", " ").split()
    if len(value) > MOST_MARKS:
        raise ValueError(f"最多{MOST_MARKS}个分数")
    return [written(number(mark)) for mark in value]


READERS = {"choice": _choice, "points": _points, "decision": _decision, "votes": _votes, "marks": _marks}
