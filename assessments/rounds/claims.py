"""补充事项: what the records lack, added at the stage where the assessment is, with or without a file."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.models import Claim, Strike
from assessments.rounds.board import Board
from assessments.rounds.scores import acts_for, hold_for_entry, leaf_of
from portal.access import WrongState

MOST = 50  # of one leaf; more belong in the records


@transaction.atomic
def add(assessment, indicator, *, by, text, day=None, amount=Decimal(1), label="", group="", flag="", file=None):
    """The Claim. Refused where the indicator takes none or the day is outside of the period.

    `file` is an upload the form has checked already.
    """
    hold_for_entry(assessment, by)
    leaf_of(Board(assessment.round), indicator, assessment.stage)
    if not indicator.takes_claims:
        raise WrongState(f"“{indicator}”只按记录计，不能补充事项。记录有缺漏的，请先补录。")
    scheme = assessment.round.scheme
    if isinstance(day, date) and not scheme.since <= day <= scheme.until:
        raise WrongState(f"日期应在考核期间{scheme.since}至{scheme.until}之内。")
    if assessment.claims.filter(indicator=indicator).count() >= MOST:
        raise WrongState(f"“{indicator}”最多补充{MOST}项，请合并填写。")
    claim = Claim(
        assessment=assessment,
        indicator=indicator,
        stage=assessment.stage,
        text=text.strip(),
        day=day,
        amount=amount,
        label=label.strip(),
        group=group.strip(),
        flag=flag.strip(),
        by=by,
        is_for_unit=acts_for(by, assessment),
    )
    if file:
        claim.file, claim.file_name = file, file.name[-120:]
    try:
        claim.full_clean(exclude=["assessment", "indicator", "by"])
    except ValidationError as faults:
        raise WrongState("".join(faults.messages)) from None
    if claim.amount <= 0:
        raise WrongState("数量应大于0。")
    claim.save()
    return claim


@transaction.atomic
def remove(claim, *, by):
    """Only at the stage at which it was added; later it is struck out."""
    assessment = claim.assessment
    hold_for_entry(assessment, by)
    if claim.stage != assessment.stage:
        raise WrongState(f"“{claim}”是{claim.get_stage_display()}时补充的，不能删除；不应计的，请改为不计入。")
    for strike in Strike.objects.filter(assessment=assessment, key=f"claim:{claim.pk}"):
        strike.delete()
    claim.delete()
