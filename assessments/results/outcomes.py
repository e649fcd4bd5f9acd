"""What a stage or a contest came to: as it was locked last; a stage before that as it stands now."""

from assessments.judging.result import Outcome, compute
from assessments.results.loading import contest_data


def of_stage(stage):
    """With all stages before it. For a stage in force, once its scoring is closed."""
    return _locked(stage.results) or compute(contest_data(stage.contest, until=stage))


def of_contest(contest):
    """None before it is concluded."""
    return _locked(contest.results.filter(stage=None))


def _locked(versions):
    version = versions.order_by("-number").first()
    return Outcome.from_json(version.data) if version else None
