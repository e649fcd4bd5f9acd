"""What a letter about a cell of the duty matrix says, as the records have it."""

from activities.duties.matrix import Owner
from activities.tasklist.cases import lead_unit
from letters.cases import Case
from portal.access import WrongState


def case_of(cell, day):
    """To the alliance's 片长单位. Only what is late has anything to answer for."""
    if cell.kind != "late":
        raise WrongState(f"{cell.owner.short_name}的{cell.column.duty.name}没有逾期，不用发函。")
    duty, period, alliance = cell.column.duty, cell.column.period, cell.owner
    values = {
        "matter": duty.name,
        "alliance": alliance.name,
        "period": period.label,
        "deadline": f"{period.last_day:%Y年%-m月%-d日}",
        "standing": f"应完成{duty.times}次，已办结{cell.count}次",
        "overdue": f"逾期{(day - period.last_day).days}天",
    }
    key = f"duty:{duty.pk}:{period.key}:{Owner.ALLIANCE.value}:{alliance.pk}"
    return Case(key, lead_unit(alliance, day), duty.name, values)
