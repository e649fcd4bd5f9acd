"""得分明细: one unit's way from rule and record to its total, as far as this person may see it.

The same for three pages: the passport, the form to fill in (rows carry an `entry` for whoever may write), the print.
A stage that was handed on is read as it was kept, only the stage at which people write now is computed. Whoever sees no
stage at all gets no passport: `permissions.can_open_passport`.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from assessments.models import Assessment, Claim, Round, Scheme, Score, ScoreStage, Strike
from assessments.rounds import passport_proofs, passport_rows, permissions, progress, results
from assessments.rounds.board import Board
from assessments.rounds.handing import returns_to
from assessments.rounds.passport_parts import Adjustment, Cell, Lost, Passport, Row, StageHead
from assessments.rounds.scoring import days_words, is_by_days
from assessments.rounds.sums import lost_of, summed, sums_of

ZERO = Decimal(0)
STEPS = 60


def of(assessment, user):
    """`assessment` with its subjects and round__scheme (`with_subjects`). At most six queries, however many leaves."""
    return _Reader(assessment, user).passport()


@dataclass
class _Stage:
    """What is known of one stage: kept Sums, or what is computed now."""

    stage: str
    sums: object = None
    is_live: bool = False
    rows: dict = field(default_factory=dict)  # leaf → Score


class _Reader:
    def __init__(self, assessment, user):
        self.assessment, self.user = assessment, user
        self.round, self.scheme = assessment.round, assessment.round.scheme
        self.seen = permissions.stages_seen(user, assessment)
        self.inside = permissions.sees_inside(user, assessment)
        indicators = passport_rows.indicators_of(assessment)
        self.board = Board(self.round, indicators)
        self.facts = passport_rows.facts_of(assessment, indicators)
        self.scores = passport_rows.scores_of(assessment, self.seen)
        claims, strikes = passport_rows.entered(assessment, self.seen) if self.inside else ((), ())
        self.claims = {f"claim:{claim.pk}": claim for claim in claims}
        self.strikes = {(strike.indicator_id, strike.key): strike for strike in strikes}
        self.live = self._live(claims, strikes)
        self.stages = [self._stage(stage) for stage in self._shown_stages()]
        self.can_enter = self.live is not None and permissions.can_enter(user, assessment)

    def passport(self):
        rows = tuple(self._rows())
        last = self._last
        lost = self._lost(last)
        return Passport(
            assessment=self.assessment,
            round=self.round,
            scheme=self.scheme,
            stages=tuple(self._head(one) for one in self.stages),
            rows=rows,
            totals=tuple(one.sums.total if one.sums else None for one in self.stages),
            adjustments=tuple(self._adjustments()),
            vetoes=tuple(str(veto) if self.inside else f"一票否决，{veto.says}" for veto in last.sums.vetoes)
            if last
            else (),
            lost=lost,
            lost_total=sum((one.points for one in lost if not one.is_bonus), ZERO),
            appeals=self._appeals(),
            steps=self._steps(),
            drifted=sum(one.drift is not None for one in self.facts) if self.round.is_shown else 0,
            holder=progress.holder(self.assessment),
            until=progress.until(self.assessment),
            acts=frozenset(self._acts()),
            **self._grade(),
        )

    # Stages

    def _shown_stages(self):
        """Those the person sees; without the 初评 where there is none."""
        with_first = self.scheme.first_review != Scheme.FirstReview.NONE and self.assessment.organization_id
        skipped = ScoreStage.FIRST not in self.assessment.sums and (
            not with_first or self.assessment.state not in ("self", "first")
        )
        return [stage for stage in self.seen if stage != ScoreStage.FIRST or not skipped]

    def _live(self, claims, strikes):
        """Inputs and outcome of the stage at which people write now, if this person sees it."""
        stage = self.assessment.stage
        if self.round.state != Round.State.SCORING or stage not in self.seen:
            return None
        self.board.compare(stage)
        found = self.board.put_together(
            [self.assessment.pk], stage, facts=self.facts, claims=claims, strikes=strikes, scores=self.scores
        )
        inputs = found[self.assessment.pk]
        return inputs, self.board.outcome(inputs)

    def _stage(self, stage):
        rows = {row.indicator_id: row for row in self.scores if row.stage == stage}
        if self.live and self.live[0].stage == stage:
            _, outcome = self.live
            sums = summed(self.assessment, outcome, lost=lost_of(self.board, outcome))
            return _Stage(stage, sums, True, rows)
        return _Stage(stage, sums_of(self.assessment, stage), False, rows)

    @property
    def _last(self):
        """The latest stage that came to something."""
        return next((one for one in reversed(self.stages) if one.sums is not None), None)

    def _head(self, one):
        handed = one.sums is not None and not one.is_live
        return StageHead(
            stage=str(one.stage),
            label=ScoreStage(one.stage).label,
            total=one.sums.total if one.sums else None,
            at=self._at(one) if handed else None,
            who=self._who(one) if handed else progress.holder(self.assessment) if one.is_live else "",
            note=self._note(one),
            is_current=one.is_live,
            is_final=one.stage == ScoreStage.FINAL,
        )

    def _at(self, one):
        if one.stage == ScoreStage.FINAL and self.round.final_on:
            return None
        return one.sums.at

    def _who(self, one):
        if one.stage == ScoreStage.SELF and not one.sums.is_for_unit and permissions.is_own(self.user, self.assessment):
            return "本单位"
        words = {"first": "（片长单位）"}.get(one.stage, "")
        return f"{one.sums.who}（代录）" if one.sums.is_for_unit else f"{one.sums.who}{words}"

    def _note(self, one):
        words = []
        if one.is_live:
            words.append("填写中" if one.stage == ScoreStage.SELF else "评分中")
        if one.stage == ScoreStage.FINAL and one.sums:
            words.append(f"{self.round.final_on}定格" if self.round.final_on else "拟定格，公示期满生效")
        if one.sums and (left := len(self.board.open_leaves(one.stage))):
            words.append(f"不含复核时才得出的{left}项")
        return "，".join(words)

    # Rows

    def _rows(self):
        proofs = passport_proofs.Proofs(self) if self._last else None
        yield from self._walk(self.board.roots, 0, "", proofs)

    def _walk(self, nodes, depth, before, proofs):
        for place, node in enumerate(nodes, start=1):
            number = f"{before}{place}"
            is_leaf = not node.children
            yield Row(
                indicator=self.board.indicators[node.id],
                number=number,
                depth=depth,
                is_leaf=is_leaf,
                points=node.points,
                is_extra=node.is_extra,
                cells=tuple(self._cells(node)),
                proof=proofs.proof(node) if is_leaf and proofs else None,
                entry=proofs.entry(node) if is_leaf and proofs and self.can_enter else None,
            )
            yield from self._walk(node.children, depth + 1, f"{number}.", proofs)

    def _cells(self, node):
        full = node.points if node.share is None else Fraction(node.points) * node.share
        previous = None
        for one in self.stages:
            value = self.value(one, node)
            yield Cell(
                value=value,
                is_cut=value is not None and not node.is_extra and value < full,
                differs=value is not None and previous is not None and value != previous,
            )
            previous = value if value is not None else previous

    def value(self, one, node):
        """What a node got at a stage; None where it is not known yet."""
        if one.sums is None or (not node.children and self.board.is_open(node.id, one.stage)):
            return None
        return one.sums.nodes.get(node.id)

    def _adjustments(self):
        tops = [root.id for root in self.board.roots]
        vetoed, by_days = [], []
        for one in self.stages:
            if one.sums is None:
                vetoed.append(None)
                by_days.append(None)
                continue
            vetoed.append((one.sums.parts - sum((one.sums.nodes[top] for top in tops), ZERO)) or None)
            by_days.append((one.sums.total - one.sums.parts) or None)
        if any(vetoed):
            yield Adjustment("一票否决，总分归零", tuple(vetoed))
        if is_by_days(self.assessment):
            yield Adjustment(days_words(self.assessment), tuple(by_days))

    def _lost(self, last):
        if last is None or not self.inside or self.round.state == Round.State.CANCELLED:
            return ()
        return tuple(
            Lost(self.board.indicators[leaf], points, text, self._is_bonus(last, leaf))
            for leaf, text, points in last.sums.lost
            if leaf in self.board.indicators
        )

    def _is_bonus(self, last, leaf):
        """What adds to the full mark; a deduction takes from it, so that mending it brings points back."""
        return self.board.indicators[leaf].is_extra and last.sums.nodes.get(leaf, ZERO) >= 0

    # What stands beside

    def _grade(self):
        shown = self.round.is_shown and bool(self.seen)
        return {
            "grade": self.assessment.grade if shown else None,
            "grade_why": self.assessment.grade_why if shown and self.inside else "",
            "place": self.assessment.place if shown and results.sees_place(self.user, self.assessment) else None,
        }

    def _appeals(self):
        if not self.round.is_shown or not permissions.sees_appeals(self.user, self.assessment):
            return ()
        return tuple(self.assessment.appeals.select_related("indicator", "by", "answered_by"))

    def _steps(self):
        if not self.inside:
            return ()
        """The unit's own, and between them what happened to the whole round: 公示, 定格, 调整期限."""
        steps = self.round.steps.filter(Q(assessment=self.assessment) | Q(assessment=None))
        return tuple(steps.select_related("by__organization")[:STEPS])

    def _acts(self):
        assessment, user = self.assessment, self.user
        if self.round.state == Round.State.SCORING:
            if permissions.can_enter(user, assessment):
                yield "enter"
                yield {"self": "submit", "first": "pass_on", "review": "settle"}[assessment.state]
            if returns_to(assessment, user):
                yield "return"
            if self._may_take_back():
                yield "take_back"
            if assessment.state != Assessment.State.EXEMPT and permissions.can_exempt(user, assessment):
                yield "exempt"
        if self._may_appeal():
            yield "appeal"

    def _may_take_back(self):
        assessment = self.assessment
        if assessment.state not in ("first", "review", "reviewed"):
            return False
        if not permissions.can_take_back(self.user, assessment):
            return False
        return assessment.state == Assessment.State.REVIEWED or not _has_acted(assessment)

    def _may_appeal(self):
        if self.round.state != Round.State.PUBLICITY or not permissions.can_appeal(self.user, self.assessment):
            return False
        return self.assessment.state == Assessment.State.REVIEWED and timezone.localdate() <= self.round.publicity_until


def _has_acted(assessment):
    """As handing.take_back asks, by one query."""
    since = {"assessment": OuterRef("pk"), "stage": assessment.stage, "at__gte": assessment.state_since}
    acted = (
        Exists(Score.objects.filter(by__isnull=False, **since))
        | Exists(Claim.objects.filter(**since))
        | Exists(Strike.objects.filter(**since))
    )
    return Assessment.objects.filter(acted, pk=assessment.pk).exists()
