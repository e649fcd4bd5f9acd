"""A round through all its stages by the portal's own steps: how long each takes, and its pages on the way."""

import time
from datetime import timedelta

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from assessments.models import Indicator, Scheme, Score, ScoreStage
from assessments.replay import replay
from assessments.rounds import closing, handing
from assessments.rounds.board import Board
from assessments.rounds.opening import open_round
from assessments.schemes.copying import copy
from benchmarks.requesting import BATCHES, WARM, Browser, batch, counted
from benchmarks.scored_schemes import ENTERED

PEOPLE = ("staff", "lead", "unit")  # of the committee, of the lead unit, of a unit that it reviews first


def measure(audience):
    """{"units", "leaves", "acts": {name: {"seconds", "cpu", "queries"}}, "pages": {name: {"queries", "ms", …}}}

    "queries" of a page are those of each person who may open it."""
    scheme = Scheme.objects.get(audience=audience, title__contains="示例", committee__short_name__startswith="考核工委")
    return _Run(scheme).measure()


class _Run:
    def __init__(self, scheme):
        self.scheme = scheme
        self.people = {name: User.objects.get(username=f"scored-{name}") for name in PEOPLE}
        self.staff = self.people["staff"]
        self.browsers = {name: Browser(user) for name, user in self.people.items()}
        self.acts, self.pages = {}, {}

    def measure(self):
        today = timezone.localdate()
        until = today + timedelta(days=30)
        days = {"self_until": until, "review_until": until, "first_until": until}
        self.round = self._timed("open the round", lambda: open_round(self.scheme, by=self.staff, **days))
        units = list(self.round.assessments.with_subjects().order_by("pk"))
        self.own = next(one for one in units if one.organization_id == self.people["unit"].organization_id)
        self._see("fill in", "assessment-fill", self.own)
        self._see("passport, filling in", "passport", self.own)
        self._see("round, scoring", "round-detail", self.round)
        self._see("list of rounds", "round-list")
        self._hand_on(units)
        self._timed("publicize", lambda: closing.publicize(self.round, by=self.staff, day=today))
        self._shown(today)
        return {
            "units": len(units),
            "leaves": Indicator.objects.filter(scheme=self.scheme, children=None).count(),
            "acts": self.acts,
            "pages": self.pages,
        }

    def _hand_on(self, units):
        self._answer(units, ScoreStage.SELF)
        self._each("hand in one unit", units, handing.submit)
        if first := self._in_state(units, "first"):
            self._see("fill in, first review", "assessment-fill", self.own)
            self._each("pass on one unit", first, handing.pass_on)
        self._answer(units, ScoreStage.REVIEW)
        self._see("fill in, review", "assessment-fill", self.own)
        self._see("passport, review", "passport", self.own)
        self._each("settle one unit", units, handing.settle)

    def _shown(self, today):
        self._see("results", "round-results", self.round)
        self._see("round, publicity", "round-detail", self.round)
        over = self.round.publicity_until + timedelta(days=1)
        self._timed("finalize", lambda: closing.finalize(self.round, by=self.staff, today=over))
        self._see("passport, final", "passport", self.own)
        self._see("scheme", "scheme-detail", self.scheme)
        changed = self._changed()
        self._timed("replay", lambda: replay(self.round, changed))
        self._see("replay page", "round-replay", self.round, query=f"?scheme={changed.pk}")
        if self.scheme.audience != Scheme.Audience.BRANCH:
            self._see("sharing", "round-sharing", self.round)

    def _changed(self):
        """Next year's scheme: half of every third deduction."""
        year = self.scheme.period.first_day.year + 1
        made = copy(self.scheme, f"{year}", f"{year}年度示例办法", by=self.staff)
        made.indicators.filter(is_extra=True, parent__isnull=False).update(cap=F("points") + 1)
        return made

    def _answer(self, units, stage):
        """What people are asked for, written as the form keeps it."""
        board, now = Board(self.round), timezone.now()
        kinds = {leaf: node.rule.kind for leaf, node in board.leaves.items() if board.asks(leaf, stage)}
        before = [] if stage == ScoreStage.SELF else [leaf for leaf in kinds if board.asks(leaf, ScoreStage.SELF)]
        Score.objects.bulk_create(
            (
                Score(
                    assessment=unit,
                    indicator_id=leaf,
                    stage=stage,
                    answer=ENTERED[kind](at),
                    reason="按文件规定评定",
                    by=self.staff,
                    at=now,
                )
                for at, unit in enumerate(units)
                for leaf, kind in kinds.items()
                if leaf not in before
            ),
            batch_size=1000,
        )

    def _in_state(self, units, state):
        for unit in units:
            unit.refresh_from_db(fields=["state"])
        return [unit for unit in units if unit.state == state]

    def _timed(self, name, act, times=1):
        started, cpu = time.perf_counter(), time.process_time()
        with counted() as asked:
            found = act()
        self.acts[name] = {
            "seconds": (time.perf_counter() - started) / times,
            "cpu": (time.process_time() - cpu) / times,
            "queries": round(len(asked) / times),
        }
        return found

    def _each(self, name, units, act):
        self._timed(name, lambda: [act(unit, by=self.staff) for unit in units], times=len(units))

    def _see(self, name, page, *subject, query=""):
        """For whom it is meant: whoever may open it. Times are of the first of them."""
        path = reverse(page, args=[one.pk for one in subject]) + query
        seen = {who: browser for who, browser in self.browsers.items() if browser.get(path)[0] == 200}
        if not seen:
            raise SystemExit(f"{path} answered nobody")
        first = next(iter(seen.values()))
        ms, cpu = page_times(lambda: first.get(path))
        self.pages[name] = {
            "queries": [browser.queries(path) for browser in seen.values()],
            "ms": ms,
            "cpu": cpu,
            "kb": len(first.get(path)[2]) / 1024,
        }


def page_times(call):
    """Milliseconds by the clock and of the processor, each the calmest median of several batches."""
    for _ in range(WARM):
        call()
    clocks = (time.perf_counter, time.process_time)
    return [min(batch([call], clock)[0] for _ in range(BATCHES)) for clock in clocks]
