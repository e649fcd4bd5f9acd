"""The days of a round: in their order, and moved for all its units while it is scored, with a reason that they read."""

from django.db import transaction

from assessments.models import Round
from assessments.rounds import stages
from portal.access import WrongState

WORDS = {"self_until": "自评", "first_until": "初评", "review_until": "复核"}


def order_faults(self_until, first_until, review_until):
    """Sentences; the 初评 may be None."""
    if first_until is not None and not self_until <= first_until <= review_until:
        yield "初评截止应在自评截止和复核截止之间。"
    if review_until < self_until:
        yield "复核截止不能早于自评截止。"


@transaction.atomic
def move(round, *, self_until, review_until, by, reason, first_until=None):
    """Reminders follow the new days. A round without 初评 gets none by this."""
    reason = stages.require_reason(reason)
    round.hold()
    round.require_state(Round.State.SCORING)
    before = {name: getattr(round, name) for name in WORDS}
    given = {"self_until": self_until, "first_until": first_until, "review_until": review_until}
    if before["first_until"] is None:
        given["first_until"] = None
    elif first_until is None:
        raise WrongState("请填写初评截止日期。")
    if faults := list(order_faults(**given)):
        raise WrongState("".join(faults))
    changed = {name: day for name, day in given.items() if day != before[name]}
    if not changed:
        raise WrongState("日期没有改动。")
    for name, day in changed.items():
        setattr(round, name, day)
    round.save(update_fields=list(changed))
    words = "，".join(f"{WORDS[name]}截止改为{day}" for name, day in changed.items())
    round.record("调整期限", by=by, reason=f"{words}。{reason}")
