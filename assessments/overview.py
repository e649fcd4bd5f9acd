"""What a contest's own page says: the next act, the way it goes, the facts. Nothing here knows a score."""

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from assessments import setup
from assessments.forms.fields import as_time
from assessments.judging.exact import plain
from assessments.models import Contest, Stage, TieBreaker

State = Contest.State
TAKES = (("takes_branches", "支部品牌"), ("takes_organizations", "单位品牌"), ("takes_alliances", "联盟品牌"))


def cn_day(day):
    return f"{day.month}月{day.day}日"


def stages_in_force(contest):
    """The stages in their order without the replaced versions, from what was prefetched if it was."""
    return sorted(
        (stage for stage in contest.stages.all() if stage.state != Stage.State.SUPERSEDED),
        key=lambda stage: stage.number,
    )


def current_stage(stages):
    """The first whose result is not settled yet; None when all are."""
    return next((stage for stage in stages if stage.state != Stage.State.LOCKED), None)


def next_words(contest, today):
    """One short sentence for the list, fit for everybody's eyes."""
    state = contest.state
    if state == State.SETUP:
        return "完善设置，开放征集"
    if state == State.ENTRIES:
        if today > contest.entries_until:
            return f"征集已于{cn_day(contest.entries_until)}截止，待受理完毕"
        return f"征集到{cn_day(contest.entries_until)}"
    if state == State.JUDGING:
        stage = current_stage(stages_in_force(contest))
        return f"{stage.name} {stage.get_state_display()}" if stage else "各阶段已评完，待汇总"
    if state == State.JUDGED:
        return "待公示"
    if state == State.PUBLICITY:
        return f"公示到{cn_day(contest.publicity_until)}" if contest.publicity_until else "公示中"
    if state == State.AWARDED:
        return contest.award_document
    return ""


def handle(contest, stages, waiting, faults, today):
    """The box “现在由您办理” for the committee: the one next act. `waiting`: entries nobody has accepted or refused."""
    act = {
        State.SETUP: _set_up,
        State.ENTRIES: _gather,
        State.JUDGING: _judge,
        State.JUDGED: _publicize,
        State.PUBLICITY: _award,
    }.get(contest.state)
    return act(contest, stages, waiting, faults, today) if act else None


def _set_up(contest, stages, waiting, faults, today):
    setup = _to("修改设置", "contest-setup", contest)
    if faults:
        return _box(
            "完善设置",
            f"还有 {len(faults)} 处没有设好，设好后才能开放征集",
            [{**setup, "label": "去设置", "primary": True}],
        )
    note = f"设置已齐全。开放后各单位可在{cn_day(contest.entries_since)}到{cn_day(contest.entries_until)}报送"
    return _box("开放征集", note, [_post("开放征集", "contest-open", contest), setup])


def _gather(contest, stages, waiting, faults, today):
    entries = _to(f"受理（{waiting} 个）" if waiting else "查看参评品牌", "contest-entries", contest)
    over = today > contest.entries_until
    close = _post("结束征集，进入评审", "contest-close-entries", contest, primary=over and not waiting)
    if waiting:
        return _box("受理参评品牌", f"{waiting} 个品牌等待受理", [{**entries, "primary": True}] + [close] * over)
    if over:
        return _box("结束征集", f"征集已于{cn_day(contest.entries_until)}截止，报送的都已受理", [close, entries])
    return _box("征集中", f"征集到{cn_day(contest.entries_until)}，随到随受理", [entries, close])


def _judge(contest, stages, waiting, faults, today):
    stage = current_stage(stages)
    if stage is None:
        return _box("汇总总成绩", "各阶段结果都已锁定", _offer("汇总总成绩", "contest-conclude", contest))
    words = {
        Stage.State.SET: ("抽签、开始评分", "抽签定出场次序，再开始评分"),
        Stage.State.OPEN: ("组织评分", "评委正在评分；全部签交后结束评分"),
        Stage.State.CLOSED: ("锁定结果", "评分已结束，核对后锁定"),
    }
    what, note = words.get(stage.state, ("组织评审", ""))
    run = {"label": f"进入{stage.name}", "href": reverse("stage-detail", args=[stage.pk]), "primary": True}
    return _box(f"{stage.name}：{what}", note, [run])


def _publicize(contest, stages, waiting, faults, today):
    acts = _offer("公示结果", "contest-publicize", contest)
    return _box(
        "公示结果",
        f"公示 {contest.publicity_days} 个工作日",
        acts + _offer("看结果", "contest-results", contest, False),
    )


def _award(contest, stages, waiting, faults, today):
    over = contest.publicity_until and today > contest.publicity_until
    objections = _offer("异议", "objection-list", contest, False)
    if not over:
        until = f"公示到{cn_day(contest.publicity_until)}" if contest.publicity_until else "公示中"
        return _box("受理异议", f"{until}，有异议的逐件答复", objections)
    return _box("公布表彰决定", "公示期已满", _offer("登记表彰决定", "contest-award", contest) + objections)


def _box(what, note, actions):
    return {"who": "您", "what": what, "note": note, "actions": actions}


def _to(label, name, contest, **look):
    return {"label": label, "href": reverse(name, args=[contest.pk]), **look}


def _post(label, name, contest, primary=True):
    return {"label": label, "post": reverse(name, args=[contest.pk]), "primary": primary}


def _offer(label, name, contest, primary=True):
    """A link to a page that may not be there."""
    href = address(name, contest.pk)
    return [{"label": label, "href": href, "primary": primary}] if href else []


def progress(contest, stages):
    """The steps bar: 筹备, 征集, each stage, 公示, 公布."""
    if contest.state == State.CANCELLED:
        return []
    order = [State.SETUP, State.ENTRIES, State.JUDGING, State.JUDGED, State.PUBLICITY, State.AWARDED]
    place = order.index(contest.state)
    way = [("筹备", place > 0, ""), ("征集", place > 1, f"{cn_day(contest.entries_until)}止")]
    for stage in stages:
        ended = cn_day(timezone.localdate(stage.closed_at)) if stage.closed_at else ""
        way.append((stage.name, stage.state == Stage.State.LOCKED and place >= 2, ended))
    shown = cn_day(contest.publicity_since) if contest.publicity_since else f"{contest.publicity_days} 个工作日"
    awarded = cn_day(contest.awarded_on) if contest.awarded_on else ""
    way += [("公示", place > 4, shown), ("公布", place > 4, awarded)]
    current = next((index for index, (_, done, _) in enumerate(way) if not done), len(way))
    return [
        {"label": label, "note": note, "state": "done" if index < current else "now" if index == current else ""}
        for index, (label, _, note) in enumerate(way)
    ]


def facts(contest):
    basis = f"{contest.basis_title}（{contest.basis_number}）" if contest.basis_number else contest.basis_title
    takes = "、".join(label for name, label in TAKES if getattr(contest, name))
    limits = [
        f"每个{owner}最多 {most} 个"
        for owner, most in (("单位", contest.limit_per_organization), ("联盟", contest.limit_per_alliance))
        if most
    ]
    rows = [
        {"label": "主题", "value": contest.theme},
        {"label": "依据文件", "value": basis},
        {"label": "征集时间", "value": f"{_cn_date(contest.entries_since)}至{_cn_date(contest.entries_until)}"},
        {"label": "参评范围", "value": "，".join([takes, *limits])},
        {"label": "公示", "value": f"{contest.publicity_days} 个工作日"},
    ]
    if contest.awarded_on:
        rows.append({"label": "表彰决定", "value": f"{contest.award_document}，{_cn_date(contest.awarded_on)}"})
    return [*rows, {"label": "说明", "value": contest.about}]


def _cn_date(day):
    return f"{day.year}年{day.month}月{day.day}日"


def rule_words(stage):
    """去掉 1 个最高分、1 个最低分，其余取平均；不足 5 位评委时改用平均分."""
    rule = setup.rule_of(stage)
    few = f"不足 {stage.least_judges} 位评委时{stage.get_when_few_display()}" if stage.least_judges > 1 else ""
    return "；".join(filter(None, [str(rule), few]))


def stage_words(stage):
    """What everybody may know of a stage before it begins."""
    counts = f"占总分 {plain(stage.weight)}%" if stage.weight else "只用于入围，不计入总分"
    goes_on = f"取前 {stage.advance_count} 名进入下一阶段" if stage.advance_count else ""
    limit = f"限时 {as_time(stage.time_limit)}" if stage.time_limit else ""
    return "，".join(filter(None, [counts, goes_on, limit]))


def breaker_words(breaker):
    """决赛“工作成效”平均分, from a breaker with its stage and criterion."""
    stage = breaker.stage or (breaker.criterion and breaker.criterion.stage) or ""
    if breaker.kind == TieBreaker.Kind.STAGE:
        return f"{stage}得分"
    if breaker.kind == TieBreaker.Kind.CRITERION:
        return f"{stage}“{breaker.criterion or ''}”平均分"
    return f"{stage}{breaker.get_kind_display()}"


def address(name, *args):
    """Where a page is, "" for one that is not built."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
