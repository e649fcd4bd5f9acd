"""What does a unit get at a stage? Facts less what was struck out, claims and answers through the scheme's tree.

Nothing is rounded or added up here: scoring.tree does it, so that the parts always make the total.
"""

from decimal import Decimal

from assessments.judging.exact import plain, rounded
from assessments.models import Scheme
from assessments.rounds.board import Board


def outcome_of(assessment, stage, board=None):
    """scoring.tree.Outcome at this stage, from what is entered now."""
    board = board or Board(assessment.round)
    board.compare(stage)
    return board.outcome(board.inputs([assessment], stage)[assessment.pk])


def is_by_days(assessment):
    """Was the unit in its seat for a part of the period only, and does the scheme reckon by days?"""
    scheme = assessment.round.scheme
    return scheme.midway == Scheme.Midway.DAYS and assessment.days < assessment.period_days


def total_of(assessment, total):
    """The total that counts: of a unit that came or left midway by its days, where the scheme says so."""
    if not is_by_days(assessment):
        return total
    return rounded(Decimal(total) * assessment.days / assessment.period_days, assessment.round.scheme.decimals)


def days_words(assessment):
    """在席 181 天，期间 365 天，按在席天数折算"""
    return f"在席 {assessment.days} 天，期间 {assessment.period_days} 天，总分按在席天数折算"


def written(number):
    """A number as it is kept in JSON and read again without a difference."""
    return None if number is None else plain(number)
