"""Who may do what in a contest. Whether the step fits the state is the verbs' own question."""

from alliances.permissions import is_committee
from branches.brand_permissions import is_writer


def can_create(user) -> bool:
    return user.is_staff and user.committee_id is not None


def can_run(user, contest) -> bool:
    """Sets it up, accepts entries, opens and closes stages: the committee's staff."""
    return is_committee(user, contest)


def can_enter(user, contest) -> bool:
    """Officers for their unit and the alliance they head; the committee for all (代录)."""
    return is_committee(user, contest) or (user.is_officer and user.committee_id == contest.committee_id)


def can_withdraw(user, entry) -> bool:
    """The committee always, the owner until there is a result."""
    if is_committee(user, entry.contest):
        return True
    return entry.contest.state in ("entries", "judging") and is_writer(user, entry.brand)


def judgeship(user, contest):
    """The person's place on the panel, or None."""
    return contest.judges.serving().filter(user=user).first()


def can_judge(user, contest) -> bool:
    return judgeship(user, contest) is not None


def can_type(user, stage) -> bool:
    return is_committee(user, stage.contest)


def sees_progress(user, stage) -> bool:
    """How far the judges are: the committee; whoever judges here is a judge until the stage is closed."""
    if not is_committee(user, stage.contest):
        return False
    return stage.state != "open" or not can_judge(user, stage.contest)


def sees_scores(user, stage) -> bool:
    """Others' marks and what follows from them: the committee, once the stage is closed. A version that was replaced is
    nothing for who judges its entries once more."""
    if not is_committee(user, stage.contest):
        return False
    if stage.state == "superseded":
        return not can_judge(user, stage.contest)
    return stage.state in ("closed", "locked")


def can_object(user, contest) -> bool:
    """公示期内, anybody of the committee."""
    return user.committee_id == contest.committee_id and contest.state == "publicity"
