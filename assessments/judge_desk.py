"""What a judge works through: the own stages, in each the entries in the order of the lot, and the own marks only.

parts(judge)        the stages with their lines, by a fixed number of queries
line_of(sheet, …)   one entry's line
neighbours(sheet)   the own sheets before and after it
own_total(…)        what the own marks add up to, exactly

Nothing here may read a row of another judge: no count, no state, no order comes from any sheet but the own.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from assessments.judging.exact import EXACT, plain
from assessments.models import Conflict, Criterion, Entry, Sheet, Stage, Turn

SHOWN = (Stage.State.SET, Stage.State.OPEN, Stage.State.CLOSED, Stage.State.LOCKED)


@dataclass
class Line:
    """One entry as this judge has it: `kind` and `label` for components/state.html, `total` as text."""

    turn: Turn
    sheet: Sheet | None
    marks: dict  # criterion id → Decimal
    kind: str
    label: str
    total: str = ""
    is_open: bool = False

    @property
    def number(self):
        return self.turn.order_number

    @property
    def name(self):
        return self.turn.entry.version.name

    @property
    def owner(self):
        return self.turn.entry.organization or self.turn.entry.alliance

    @property
    def done(self):
        return len(self.marks)

    @property
    def href(self):
        return self.sheet.get_absolute_url() if self.sheet else ""


@dataclass
class Part:
    """A stage, its criteria and this judge's lines."""

    stage: Stage
    criteria: list
    lines: list = field(default_factory=list)

    @property
    def id(self):
        return f"stage-{self.stage.pk}"

    @property
    def open_lines(self):
        return [line for line in self.lines if line.is_open]

    @property
    def next(self):
        """The first entry that still lacks a mark."""
        return next((line for line in self.open_lines if line.done < len(self.criteria)), None)

    @property
    def ready(self):
        """All that is to be scored has its marks, and something is still to be signed."""
        return bool(self.open_lines) and self.next is None

    @property
    def note(self):
        if self.stage.state != Stage.State.OPEN:
            return self.stage.get_state_display()
        mine = [line for line in self.lines if line.is_open or line.kind == "done"]
        signed = len(mine) - len(self.open_lines)
        full = signed + sum(line.done == len(self.criteria) for line in self.open_lines)
        return f"要评 {len(mine)} 个，打完 {full} 个，签交 {signed} 个"

    @property
    def empty(self):
        if self.stage.state == Stage.State.SET:
            return "还没有开始评分；开始后，品牌按抽签次序列在这里。"
        return "这一阶段没有要您评的品牌。"


def parts(judge):
    stages = list(Stage.objects.filter(judges=judge, state__in=SHOWN).order_by("number"))
    criteria = {stage.pk: [] for stage in stages}
    for criterion in Criterion.objects.filter(stage__in=stages).order_by("order_number", "pk"):
        criteria[criterion.stage_id].append(criterion)
    begun = [stage for stage in stages if stage.state != Stage.State.SET]
    sheets = {
        sheet.turn_id: sheet
        for sheet in Sheet.objects.filter(judge=judge, turn__stage__in=begun).prefetch_related("marks")
    }
    aside = set(Conflict.objects.filter(judge=judge).values_list("entry_id", flat=True))
    found = {stage.pk: Part(stage, criteria[stage.pk]) for stage in stages}
    for turn in _turns(begun):
        part = found[turn.stage_id]
        part.lines.append(_line(part, turn, sheets.get(turn.pk), turn.entry_id in aside))
    return list(found.values())


def neighbours(sheet):
    """The judge's own sheets of the same stage before and after this one in the order of the lot; None at the ends."""
    own = Sheet.objects.filter(judge=sheet.judge_id, turn__stage=sheet.turn.stage_id)
    order = list(own.order_by("turn__order_number", "turn__pk").only("pk", "state"))
    place = [one.pk for one in order].index(sheet.pk)
    return order[place - 1] if place else None, order[place + 1] if place + 1 < len(order) else None


def line_of(sheet, criteria, marks):
    """The line of a sheet whose marks have been read."""
    turn = sheet.turn
    return _described(turn, sheet, {mark.criterion_id: mark.value for mark in marks}, turn.stage, criteria)


def own_total(stage, criteria, marks):
    """Σ marks, or Σ mark × weight / 100, as text; nothing while there is no mark. `marks`: criterion id → Decimal."""
    if not marks:
        return ""
    total = Decimal(0)
    for criterion in criteria:
        if (value := marks.get(criterion.pk)) is not None:
            share = criterion.weight / 100 if stage.scoring == Stage.Scoring.WEIGHTED else Decimal(1)
            total = EXACT.add(total, EXACT.multiply(value, share))
    return plain(total)


def _turns(stages):
    turns = Turn.objects.filter(stage__in=stages).order_by("stage__number", "order_number", "pk")
    return turns.select_related("entry__version", "entry__organization", "entry__alliance")


def _line(part, turn, sheet, is_aside):
    if sheet is None or is_aside:
        return Line(turn, None, {}, "idle", "回避" if is_aside else "不评")
    return _described(turn, sheet, {mark.criterion_id: mark.value for mark in sheet.marks.all()}, part.stage,
                      part.criteria)  # fmt: skip


def _described(turn, sheet, marks, stage, criteria):
    kind, label = _state(turn, sheet, marks, stage, criteria)
    return Line(turn, sheet, marks, kind, label, own_total(stage, criteria, marks), is_open=kind in ("wait", "now"))


def _state(turn, sheet, marks, stage, criteria):
    """Only what is still to be done is ▲ or ◐."""
    if turn.entry.state == Entry.State.WITHDRAWN:
        return "idle", "已退出"
    if sheet.state == Sheet.State.VOID:
        return "idle", "作废"
    if sheet.state == Sheet.State.SIGNED:
        return "done", "已签交"
    if stage.state != Stage.State.OPEN:
        return "idle", "未签交"
    if not marks:
        return "wait", "待打分"
    return "now", "待签交" if len(marks) == len(criteria) else f"已打{len(marks)}项"
