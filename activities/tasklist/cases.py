"""What a letter about a task says, as the records have it."""

from activities.models import Task
from alliances.models import Seat
from letters.cases import Case
from portal.access import WrongState


def case_of(task, day):
    """To the unit, or to the alliance's 片长单位."""
    values = {
        "matter": f"重点任务“{task.title}”",
        "alliance": task.alliance.name if task.alliance_id else "",
        "deadline": f"{task.due_on:%Y年%-m月%-d日}",
        "period": task.quarter_label,
        "standing": _standing(task, day),
        "overdue": f"逾期{(day - task.due_on).days}天" if task.is_overdue(day) else "",
    }
    organization = lead_unit(task.alliance, day) if task.alliance_id else task.organization
    return Case(task.case_key, organization, values["matter"], values)


def lead_unit(alliance, day):
    seat = Seat.objects.on(day).leading().filter(alliance=alliance).select_related("organization").first()
    if seat is None:
        raise WrongState(f"{alliance}现在没有片长单位，不能起草函件。")
    return seat.organization


def _standing(task, day):
    if task.state == Task.State.RETURNED:
        return "核查未通过，尚未重新报办结"
    return "尚未办结" if task.is_overdue(day) else "正在办理"
