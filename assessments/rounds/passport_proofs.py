"""What a leaf's row opens to: rule in words, inputs, records, opinions; and what may be entered for it now."""

from assessments.facts import SOURCES, links_for
from assessments.models import ScoreStage
from assessments.rounds import answers, drift, stages
from assessments.rounds.handing_on import reason_of
from assessments.rounds.passport_parts import Drift, Entry, ItemLine, Opinion, Proof
from assessments.scoring.facts import Facts


class Proofs:
    """Of all leaves of one passport, as passport._Reader has read it."""

    def __init__(self, reader):
        self.reader = reader
        self.board = reader.board
        self.last = reader._last
        self.live = reader.live
        self.facts = {fact.indicator_id: fact for fact in reader.facts}
        self.kept = {leaf: self._kept(leaf) for leaf in self.board.leaves}
        keys = {item["key"] for kept in self.kept.values() for item in kept.get("items", ())}
        self.links = links_for(reader.user, [key for key in keys if not key.startswith("claim:")])

    def proof(self, node):
        indicator, kept = self.board.indicators[node.id], self.kept[node.id]
        source = SOURCES.get(indicator.source)
        items = [self._item(node, item) for item in kept.get("items", ())]
        open_to = items if self.reader.inside else [item for item in items if item.url]
        return Proof(
            standard=indicator.standard,
            words=node.rule.words(),
            formula=node.rule.formula(),
            source=source.sentence if source else "",
            inputs=kept.get("inputs", "") if self._is_told(node) else "",
            lines=tuple(kept.get("lines", ())),
            bites=tuple(kept.get("bites", ())) if self._is_told(node) else (),
            items=tuple(open_to),
            hidden=len(items) - len(open_to),
            answer=self._answer(node),
            opinions=tuple(self._opinions(node)) if self.reader.inside else (),
            drift=self._drift(node),
        )

    def entry(self, node):
        """What the person may write at the stage where it is now; None for a leaf that waits for the other units."""
        inputs, outcome = self.live
        if self.board.is_open(node.id, inputs.stage):
            return None
        own, held = inputs.own_row(node.id), inputs.rows.get(node.id)
        before = self._before(node)
        value = outcome.values[node.id]
        differs = before is not None and before != value
        handed_at = self._handed_at()
        low, high = node.rule.bounds(node.points)
        return Entry(
            stage=inputs.stage,
            asks=self.board.asks(node.id, inputs.stage),
            choices=answers.choices_of(node.rule),
            low=low,
            high=high,
            answer=held.answer if held else {},
            given=held.given if held else None,
            reason=own.reason if own else "",
            computed=self.board.computed(inputs, node.id) if node.id in inputs.given else value,
            takes_claims=self.board.indicators[node.id].takes_claims,
            differs_from=before if differs else None,
            needs_reason=bool(differs and handed_at and not reason_of(inputs, node.id, handed_at)),
            at=own.at if own else None,
            is_answered=node.id in inputs.given or outcome.workings[node.id].answered,
        )

    def _is_told(self, node):
        """What reviewers wrote about a unit, and a veto's occasion, are for those concerned; figures for all who see
        the score."""
        return self.reader.inside or not (node.may_veto or stages.PEOPLES & frozenset(node.rule.needs))

    def _kept(self, leaf):
        """The working as it was kept with the last stage seen, or as it is now."""
        if self.last.is_live:
            inputs, outcome = self.live
            working = outcome.workings.get(leaf)
            if working is None:
                return {}
            if self.board.is_open(leaf, inputs.stage):
                how = "与其他单位比较得出" if leaf in self.board.compared else "由工委填写"
                return {"lines": [f"{how}，复核时计分"], "items": self._items_of(inputs, leaf)}
            return {
                "inputs": working.inputs,
                "lines": outcome.lines(self.board.leaves[leaf]),
                "bites": working.bites,
                "items": self._items_of(inputs, leaf),
            }
        row = self.last.rows.get(leaf)
        return row.working if row else {}

    @staticmethod
    def _items_of(inputs, leaf):
        return [{"key": item.key, "text": item.text, "counts": item.counts} for item in inputs.facts[leaf].items]

    def _item(self, node, item):
        key, reader = item["key"], self.reader
        strike, claim = reader.strikes.get((node.id, key)), reader.claims.get(key)
        struck = item.get("strike", "")
        if strike and not struck:
            struck = f"{strike.get_stage_display()}不计入：{strike.reason}"
        now = self.live[0].stage if reader.can_enter else None
        may_strike = now in (ScoreStage.FIRST, ScoreStage.REVIEW) and item["counts"] and not strike
        return ItemLine(
            key=key,
            text=item["text"],
            url=self.links.get(key, ""),
            counts=item["counts"],
            struck=struck if reader.inside else "",
            claim=claim,
            strike=strike if strike and strike.stage == now else None,
            can_strike=bool(may_strike),
            can_remove=claim is not None and claim.stage == now,
        )

    def _answer(self, node):
        row = self.live[0].rows.get(node.id) if self.last.is_live else self.last.rows.get(node.id)
        if row is None:
            return ""
        words = []
        answer = row.answer
        if answer.get("choice"):
            words.append(f"选定“{answer['choice']}”")
        if answer.get("points") is not None:
            words.append(f"给 {answer['points']} 分")
        if answer.get("decision"):
            words.append(answer["decision"])
        if answer.get("votes"):
            words.append("、".join(f"{name} {count} 票" for name, count in answer["votes"].items()))
        if answer.get("marks"):
            words.append(f"分数 {'、'.join(answer['marks'])}")
        return "；".join(words)

    def _opinions(self, node):
        """Every stage's reason, as far as the person sees it."""
        for one in self.reader.stages:
            row = one.rows.get(node.id)
            if row is None or not row.reason:
                continue
            who = row.by.unit if row.by_id else one.sums.who if one.sums else ""
            label = ScoreStage(one.stage).label + (f"（{who}）" if who else "")
            yield Opinion(label, row.reason, row.at, row.is_for_unit)

    def _drift(self, node):
        fact = self.facts.get(node.id)
        if fact is None or fact.drift is None or not (self.reader.inside and self.reader.round.is_shown):
            return None
        frame = self.board.frame(node.id)
        before, after = Facts.from_json(fact.data), Facts.from_json(fact.drift)
        return Drift(
            before=node.rule.inputs(before, frame),
            after=node.rule.inputs(after, frame),
            items=drift.words_of(fact.data, fact.drift),
        )

    def _before(self, node):
        before = stages.before(self.reader.assessment, self.live[0].stage)
        if before is None:
            return None
        rows = {row.indicator_id: row for row in self.reader.scores if row.stage == before}
        row = rows.get(node.id)
        return row.value if row else None

    def _handed_at(self):
        before = stages.before(self.reader.assessment, self.live[0].stage)
        found = next((one for one in self.reader.stages if one.stage == before), None) if before else None
        return found.sums.at if found and found.sums else None
