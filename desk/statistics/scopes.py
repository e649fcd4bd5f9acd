"""What does an address or a command line ask for? Dates as people write them; what makes no sense is said.

?since=2025-01-01&until=2025-07-31&by=alliance (organization, type, quarter, month)&alliance=3 (0: 工委本级)&type=2
Without dates: from New Year to today.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from activities.models import ActivityType
from alliances.models import Alliance, Organization
from desk.statistics.counting import OWN
from desk.statistics.figures import Scope
from desk.statistics.windows import months_within, quarters_within
from portal.asked import whole_number
from portal.workbooks import Column
from portal.workbooks.cells import parse

GROUPS = {"alliance": "按联盟", "organization": "按单位", "type": "按类型", "quarter": "按季度", "month": "按月"}
FIRST_YEAR = 1921
MOST = {"quarter": 40, "month": 36}  # rows of a table by time
DAY = Column("日期", kind="date")
NAMES = {"since": "起始日期", "until": "截止日期"}
CHOICES = {"alliance": "联盟", "organization": "单位", "type": "活动类型"}


@dataclass
class Asked:
    """`scope` is None where there are faults. `chosen`: {"alliance": the row, or None for 工委本级}."""

    scope: Scope | None = None
    by: str = "alliance"
    since: str = ""
    until: str = ""
    chosen: dict = field(default_factory=dict)
    alliances: list[Alliance] = field(default_factory=list)  # all there ever were
    types: list[ActivityType] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def periods(self):
        """The rows of a table by time."""
        within = {"quarter": quarters_within, "month": months_within}.get(self.by)
        return within(self.scope.since, self.scope.until) if within else []

    @property
    def picked_alliance(self):
        """As the chips know it: its pk, OWN for 工委本级, or ""."""
        if "alliance" not in self.chosen:
            return ""
        return getattr(self.chosen["alliance"], "pk", OWN)

    @property
    def words(self):
        """文化园 · 联合主题党日: what narrows it."""
        return " · ".join(getattr(row, "short_name", None) or str(row or "工委本级") for row in self.chosen.values())


def may_see_units(user):
    """All units beside each other; the others see their own, for a list of all is soon read as a ranking."""
    return user.is_staff or user.is_leader


def read(query, committee, today, *, user=None):
    """`user`: None for the command line, where names are understood as well as numbers."""
    asked = Asked(since=query.get("since") or "", until=query.get("until") or "")
    asked.alliances = list(Alliance.objects.filter(committee=committee))
    asked.types = list(ActivityType.objects.filter(committee=committee))
    since = _day(asked, "since", date(today.year, 1, 1))
    until = _day(asked, "until", today)
    if since and until:
        until = _refuse_period(asked, since, until, today)
    for name in CHOICES:
        _choose(asked, name, query.get(name), committee)
    _keep_to_own_unit(asked, user)
    asked.by = query.get("by") if query.get("by") in GROUPS else "alliance"
    if user and asked.by == "organization" and not (may_see_units(user) or asked.chosen.get("organization")):
        asked.by = "alliance"
    if not asked.faults:
        pks = {name: row.pk if row else OWN for name, row in asked.chosen.items()}
        asked.scope = Scope(committee, since, until, **pks)
        _refuse_long_table(asked)
    asked.since, asked.until = (since or asked.since), (until or asked.until)
    return asked


def _day(asked, name, default):
    text = str(getattr(asked, name))
    try:
        day = parse(text, DAY) if text.strip() else default
    except ValueError:
        asked.faults.append(f"{NAMES[name]}：“{_short(text)}”不是日期，请写成 2025-07-31 这样。")
        return None
    if day is None or day.year < FIRST_YEAR:
        asked.faults.append(f"{NAMES[name]}：“{_short(text)}”没有可以统计的记录，请写{FIRST_YEAR}年以后的日期。")
        return None
    return day


def _refuse_period(asked, since, until, today):
    """The last day, today at the latest: what has not come yet would stand beside a whole year."""
    if until < since:
        asked.faults.append(f"截止日期（{_said(until)}）早于起始日期（{_said(since)}），请改正其中一个。")
    elif since > today:
        asked.faults.append(f"起始日期（{_said(since)}）还没有到，没有可以统计的活动。")
    elif until > today:
        asked.notes.append(f"{_said(until)}还没有到，统计到今天为止。")
        return today
    return until


def _choose(asked, name, value, committee):
    """By number, as in an address, or by name, as in a command line."""
    if value in (None, ""):
        return
    value = value.strip()
    if name != "type" and value in (str(OWN), "工委本级"):
        asked.chosen[name] = None
        return
    rows = {"alliance": asked.alliances, "type": asked.types}.get(name) or _organizations(committee, value)
    found = next((row for row in rows if value in (str(row.pk), row.name, getattr(row, "short_name", ""))), None)
    if found is None:
        asked.faults.append(f"{CHOICES[name]}：没有“{_short(value)}”。")
    else:
        asked.chosen[name] = found


def _organizations(committee, value):
    """Those it may mean: of tens of thousands not all are loaded."""
    value = value.replace("\x00", "")
    number = whole_number(value) or 0
    return Organization.objects.filter(Q(pk=number) | Q(name=value) | Q(short_name=value), committee=committee)


def _keep_to_own_unit(asked, user):
    if user is None or may_see_units(user) or "organization" not in asked.chosen:
        return
    unit = asked.chosen["organization"]
    if unit is None or unit.pk != user.organization_id:
        asked.faults.append("单位：只能看本单位的数字。")


def _refuse_long_table(asked):
    most = MOST.get(asked.by)
    if most and len(asked.periods) > most:
        asked.notes.append(f"{GROUPS[asked.by]}最多列{most}行，这个期间太长，已改为按联盟；请缩短期间。")
        asked.by = "alliance"


def _said(day):
    return f"{day.year}年{day.month}月{day.day}日"


def _short(text):
    """As a fault quotes it: one short line without what nobody sees."""
    text = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return text if len(text) <= 20 else f"{text[:20]}…"
