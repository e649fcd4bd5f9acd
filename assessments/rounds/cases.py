"""What a letter about the result of an assessment says: only what has been shown."""

from activities.tasklist.cases import lead_unit
from letters.cases import Case
from portal.access import WrongState


def case_of(assessment, result, day):
    """To the unit (of a branch the one it belongs to), for an alliance to its 片长单位. `result` in words."""
    round, scheme = assessment.round, assessment.round.scheme
    if not round.is_shown:
        raise WrongState("结果还没有公示，不能据此发函。")
    alliance = assessment.alliance
    organization = assessment.organization or lead_unit(alliance, day)
    values = {
        "matter": str(scheme.title),
        "alliance": alliance.name if alliance else "",
        "period": scheme.period.label,
        "document": " ".join(filter(None, [scheme.basis_title, scheme.basis_number])),
        "subject": str(assessment),
        "result": result,
    }
    return Case(f"assessment:{assessment.pk}", organization, values["matter"], values)
