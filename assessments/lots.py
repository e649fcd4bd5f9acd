"""The lot: order of appearance = order of sha256("种子:参赛编号"), so anybody can check it with the seed shown."""

import secrets
from hashlib import sha256

from django.db import transaction

from assessments.models import Draw
from portal.access import WrongState

LONGEST_SEED = 64


@transaction.atomic
def draw(stage, seed="", *, by, reason=""):
    """抽签. Again only before scoring begins and with a reason; the lot drawn before stays to be read, void."""
    stage.hold()
    stage.contest.require_state("judging")
    if stage.state != stage.State.SET:
        raise WrongState(f"“{stage}”现在是“{stage.get_state_display()}”，出场次序不再重抽。")
    if stage.draws.filter(is_void=False).exists() and not reason.strip():
        raise WrongState("已经抽过签。重新抽签请写明原因；原次序作废，但留存备查。")
    if len(reason) > 200:
        raise WrongState("原因请写在200字以内。")
    seed = _seed(seed)
    turns = {turn.entry.number: turn for turn in stage.turns.taking_part().select_related("entry")}
    if not turns:
        raise WrongState(f"“{stage}”还没有参评的品牌，不能抽签。")
    order = in_order(seed, turns)
    stage.turns.update(order_number=None)  # a place is free before somebody else takes it
    for place, number in enumerate(order, start=1):
        turns[number].order_number = place
    stage.turns.bulk_update(turns.values(), ["order_number"])
    stage.draws.filter(is_void=False).update(is_void=True)
    drawn = Draw.objects.create(stage=stage, seed=seed, by=by, order=order, reason=reason.strip())
    stage.contest.record(f"{stage}抽签", by=by, stage=stage, reason="；".join(filter(None, [f"种子 {seed}", reason])))
    return drawn


def in_order(seed, numbers):
    """Entry numbers, first to appear first."""
    return sorted(numbers, key=lambda number: sha256(f"{seed}:{number}".encode()).hexdigest())


def verify(drawn):
    """Does the order follow from the seed shown?"""
    return in_order(drawn.seed, drawn.order) == list(drawn.order)


def _seed(seed):
    seed = seed.strip() or secrets.token_hex(8)
    if len(seed) > LONGEST_SEED or not seed.isprintable():
        raise WrongState(f"种子请用{LONGEST_SEED}个以内的普通字符，如当天的开奖号码。")
    return seed
