"""Is a contest set up so that it can be judged? Every fault at once, in words, with the place where to mend it.

`where` is "contest", "stages", "stage-<number>", "awards" or "tie_breakers". From the first score on the rules of a
stage stand (`frozen`); they change only by a new version of the stage.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from django.apps import apps
from django.db import transaction
from django.db.models import Max

from assessments.judging import awards as judging_awards
from assessments.judging import stages as judging_stages
from assessments.judging.deductions import OvertimeRow, check_rows
from assessments.judging.exact import plain
from assessments.judging.rules import POINTS, REFUSE, TRIMMED, Rule, check_rule
from assessments.judging.scales import Scale, check_scale
from portal.access import WrongState

MOST_SCORE_DECIMALS = 3  # as many as a mark keeps


@dataclass(frozen=True)
class Fault:
    where: str
    text: str

    def __str__(self):
        return self.text


def faults(contest, opening_on=None, stages=None):
    """All that is impossible; `opening_on` is the day on which entries are to open, where that is the question.

    `stages`: those in force, in order, if somebody has read them already with criteria, time_rules and judges.
    """
    if stages is None:
        stages = list(contest.stages_in_force().prefetch_related("criteria", "time_rules", "judges"))
    return [
        *(Fault("contest", text) for text in _contest_faults(contest, opening_on)),
        *_of_stages(stages),
        *(fault for stage in stages for fault in stage_faults(stage, _serving(stage))),
        *(Fault("awards", text) for text in _award_faults(contest, stages)),
        *(Fault("tie_breakers", text) for text in _breaker_faults(contest, stages)),
    ]


def stages_faults(contest):
    """What the stages together make impossible: weights that do not add up, numbers that do not shrink."""
    return _of_stages(list(contest.stages_in_force().prefetch_related("criteria")))


def stage_faults(stage, judges):
    """Those of one stage. `judges` None: the panel is not named yet, so only the rule itself is looked at."""
    criteria, rule = list(stage.criteria.all()), rule_of(stage)
    if judges is None:
        judges = max(rule.least, rule.drops + 1)
    texts = [
        *_scale_faults(stage),
        *judging_stages.check_criteria(criteria, stage.scoring),
        *check_rule(rule, judges),
        *_time_faults(stage),
    ]
    return [Fault(f"stage-{stage.number}", f"{stage}：{text}") for text in texts]


def count_faults(contest, entries):
    """What shows only when it is known how many take part."""
    found = [
        Fault(f"stage-{stage.number}", f"{stage}：晋级数{stage.advance_count}应小于参评数{entries}。")
        for stage in contest.stages_in_force()
        if stage.advance_count is not None and stage.advance_count >= entries
    ]
    quotas = sum(award.quota for award in contest.awards.all())
    if quotas > entries:
        found.append(Fault("awards", f"奖项名额合计{quotas}个，多于参评数{entries}。"))
    return found


def panel_faults(stage):
    """Entries that so few may judge that there could be no result, though every sheet comes in."""
    rule = rule_of(stage)
    if rule.when_few != REFUSE:
        return []
    sheets = {turn.pk: 0 for turn in stage.turns.taking_part()}
    for turn in stage.turns.filter(sheets__state="open", entry__state="accepted").values_list("pk", flat=True):
        sheets[turn] += 1
    short = stage.turns.filter(pk__in=[turn for turn, count in sheets.items() if count < rule.needed])
    return [
        Fault(
            f"stage-{stage.number}",
            f"{stage}：“{turn.entry}”除去回避只有{sheets[turn.pk]}位评委，少于{rule.needed}位，出不了结果，请增补评委。",
        )
        for turn in short.select_related("entry__version")
    ]


def require_sound(found):
    if found:
        raise WrongState("".join(str(fault) for fault in found))


def frozen(stage) -> bool:
    """Do the rules of this stage stand? From its first score on, and for good once scoring has ended."""
    if stage.state == stage.State.SET:
        return False
    if stage.state != stage.State.OPEN:
        return True
    scored = stage.turns.filter(sheets__marks__isnull=False) | stage.turns.filter(sheets__typings__isnull=False)
    return scored.exists()


def contest_frozen(contest) -> bool:
    """Do the rules beside the stages stand (awards, tie-breakers, decimals, 回避)? From the first score of all on."""
    if contest.state in (contest.State.SETUP, contest.State.ENTRIES):
        return False
    return contest.state != contest.State.JUDGING or any(frozen(stage) for stage in contest.stages.all())


def require_changeable(stage):
    """First line of saving a stage's rules, inside a transaction: no score can come in between. The stage handed in
    may carry what is to be saved, so it is looked at in the database."""
    stage = type(stage).objects.get(pk=stage.pk)
    stage.hold()
    _wait_for_scores(turn__stage=stage)
    if stage.state == stage.State.LOCKED:
        raise WrongState(f"“{stage}”结果已定，不再改动；更正会另出新版。")
    if frozen(stage):
        raise WrongState(
            f"“{stage}”已有评委打分，评分规则不能再改。确需修改，请用“另立新版”并写明原因："
            "原评分表留存备查，评委按新规则重新打分。"
        )


def require_contest_changeable(contest):
    """The same for awards, tie-breakers and what else the contest says of all its stages."""
    contest = type(contest).objects.get(pk=contest.pk)
    contest.hold()
    _wait_for_scores(turn__stage__contest=contest)
    if contest_frozen(contest):
        raise WrongState(f"“{contest}”已开始打分，奖项、同分规则等不能再改。确需修改评分规则，请在相应阶段“另立新版”。")


def _wait_for_scores(**where):
    """A score that is being saved holds its sheet: who waits for the sheets of the open stages sees it, and no other
    comes in before the transaction ends."""
    sheets = apps.get_model("assessments", "Sheet").objects.filter(turn__stage__state="open", **where)
    list(sheets.order_by("pk").only("pk").select_for_update(no_key=True, of=("self",)))


def require_before_judging(contest):
    """Stages come and go only until the entries close. Inside a transaction: the contest is held from here on."""
    contest.hold()
    if contest.state not in (contest.State.SETUP, contest.State.ENTRIES):
        raise WrongState(f"“{contest}”征集已结束，阶段不能再增减。")


def next_number(contest):
    """The place of a stage that is added; behind `require_before_judging` nobody else takes it."""
    return (contest.stages.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def delete_stage(stage, *, by):
    """Refused while a tie-breaker speaks of it: that would go with it unseen."""
    require_before_judging(stage.contest)
    breakers = stage.contest.tie_breakers
    if breakers.filter(stage=stage).exists() or breakers.filter(criterion__stage=stage).exists():
        raise WrongState(f"同分规则里用到了“{stage}”，请先修改同分规则，再删除阶段。")
    stage.contest.record(f"删除阶段“{stage}”", by=by, is_public=False)
    stage.delete()


def delete_criteria(criteria):
    """Behind `require_changeable`. Refused while a tie-breaker speaks of one: that would go with it unseen."""
    named = [str(one) for one in criteria if one.stage.contest.tie_breakers.filter(criterion=one).exists()]
    if named:
        raise WrongState(f"同分规则里用到了“{'”“'.join(named)}”，请先修改同分规则，再删除评分项。")
    for criterion in criteria:
        criterion.delete()


def rule_of(stage):
    """The stage's way of joining as the arithmetic knows it."""
    return Rule(
        kind=stage.join,
        drop_high=stage.drop_high,
        drop_low=stage.drop_low,
        per=stage.trim_by if stage.join == TRIMMED else "total",
        least=stage.least_judges,
        when_few=stage.when_few,
    )


def scale_of(stage, criterion):
    """On which a judge marks this criterion: its own full mark, or the stage's common scale."""
    if stage.scoring == POINTS:
        return Scale(Decimal(0), criterion.weight, stage.score_decimals)
    return Scale(stage.scale_low, stage.scale_high, stage.score_decimals)


def overtime_rows(stage):
    """The time rules, each ending where the next one begins."""
    return overtime_of((rule.over_from, rule.deduct) for rule in stage.time_rules.all())


def overtime_of(rules):
    """The same for pairs: seconds over the limit, points off."""
    rules = sorted(rules)
    return tuple(
        OvertimeRow(over_from, following and following[0] - 1, points)
        for (over_from, points), following in zip_longest(rules, rules[1:])
    )


def _contest_faults(contest, opening_on):
    if not contest.basis_title.strip():
        yield "还没有写依据文件。"
    if not (contest.takes_branches or contest.takes_organizations or contest.takes_alliances):
        yield "至少要有一类品牌可以参评（支部、单位或联盟）。"
    if contest.entries_until < contest.entries_since:
        yield "征集截止不能早于征集开始。"
    if opening_on and contest.entries_until < opening_on:
        yield f"征集截止日{contest.entries_until}已经过了。"
    if 0 in (contest.limit_per_organization, contest.limit_per_alliance):
        yield "报送数量不能限为0；不限请留空。"
    if contest.publicity_days < 1:
        yield "公示至少1个工作日。"


def _of_stages(stages):
    return [Fault("stages", text) for text in _stages_faults(stages)]


def _stages_faults(stages):
    if not stages:
        return ["还没有评审阶段。"]
    found = judging_stages.check_weights([stage.weight for stage in stages])
    full = {
        judging_stages.full_mark(list(stage.criteria.all()), stage.scoring, _stage_scale(stage))
        for stage in stages
        if stage.weight and stage.criteria.all()
    }
    if len(full) > 1:
        marks = "、".join(plain(mark) for mark in sorted(full))
        found.append(f"各阶段满分不一致（{marks}），不能按权重相加。")
    if stages[-1].advance_count is not None:
        found.append(f"“{stages[-1]}”是最后阶段，不设晋级数。")
    return found + list(_advance_faults(stages[:-1]))


def _advance_faults(stages):
    through, by = None, ""
    for stage in stages:
        if stage.advance_count is None:
            continue
        if stage.advance_count < 1:
            yield f"“{stage}”晋级数至少为1；不淘汰请留空。"
        if through is not None and stage.advance_count >= through:
            yield f"“{stage}”晋级数{stage.advance_count}应小于“{by}”的晋级数{through}。"
        through, by = stage.advance_count, str(stage)


def _scale_faults(stage):
    found = check_scale(_stage_scale(stage))
    if stage.score_decimals > MOST_SCORE_DECIMALS:
        found.append(f"评委打分最多{MOST_SCORE_DECIMALS}位小数。")
    return found


def _stage_scale(stage):
    return Scale(stage.scale_low, stage.scale_high, stage.score_decimals)


def _time_faults(stage):
    rows = overtime_rows(stage)
    found = check_rows(rows)
    if rows and stage.time_limit is None:
        found.append("有超时扣分，却没有限时。")
    if stage.time_limit == 0:
        found.append("限时不能为0秒；不限时请留空。")
    if any(row.points for row in rows) and not stage.most_deduction:
        found.append("有超时扣分，“超时最多扣”应大于0。")
    return found


def _award_faults(contest, stages):
    awards = list(contest.awards.all())
    if not awards:
        return ["还没有奖项。"]
    found = judging_awards.check_awards([judging_awards.Award(award.pk, award.name, award.quota) for award in awards])
    quotas = sum(award.quota for award in awards)
    cuts = [stage.advance_count for stage in stages[:-1] if stage.advance_count is not None]
    if cuts and quotas > min(cuts):
        found.append(f"奖项名额合计{quotas}个，进入“{stages[-1]}”的只有{min(cuts)}个。")
    return found


def _breaker_faults(contest, stages):
    criteria = {criterion.pk: stage for stage in stages for criterion in stage.criteria.all()}
    known, seen = {stage.pk for stage in stages}, set()
    for place, one in enumerate(contest.tie_breakers.all(), start=1):
        if one.kind == one.Kind.STAGE and one.stage_id not in known:
            yield f"第{place}个同分规则没有指明阶段。"
        if one.kind == one.Kind.CRITERION and one.criterion_id not in criteria:
            yield f"第{place}个同分规则没有指明评分项。"
        if one.kind == one.Kind.TOP_MARKS and one.stage_id is not None and one.stage_id not in known:
            yield f"第{place}个同分规则指的阶段已不在用。"
        figure = (one.kind, one.criterion_id if one.kind == one.Kind.CRITERION else one.stage_id)
        if figure in seen:
            yield f"第{place}个同分规则与前面的重复。"
        seen.add(figure)


def _serving(stage):
    """How many judges it has, or None while nobody is named."""
    return sum(judge.removed_at is None for judge in stage.judges.all()) or None
