"""The grouping (联盟分组) against today's seats: new alliances, new seats, moves and changes of role.

A seat that changes is ended the day before and a new one begins, so that the past keeps its seats; only a seat that
began on that very day is corrected in place. Units that the grouping does not name keep their seats.
"""

from dataclasses import dataclass

from alliances.models import Alliance, Organization, Seat
from branches.roster.comparing import New, Part

# The character that tells an alliance apart is its first one that is free, except here.
MARKS = {"发展先锋": "先"}
CHAMBERS_FROM = 90_000  # chambers stand after all units in the official order


@dataclass
class Move:
    """A unit that sits elsewhere, or in another role, from the day on."""

    seat: Seat  # as it is
    line: int
    alliance: Alliance
    role: str
    corrects: bool  # the old seat began on the same day: correct it instead of ending it

    def texts(self):
        lines = [("联盟", str(self.seat.alliance), str(self.alliance))] if self.seat.alliance != self.alliance else []
        if self.seat.role != self.role:
            lines.append(("席位", self.seat.get_role_display(), Seat.Role(self.role).label))
        return lines

    @property
    def thing(self):
        return self.seat.organization


class SeatPlan:
    def __init__(self, known, table, day, organizations, *, new_alliances):
        self.known, self.table, self.day, self.organizations = known, table, day, organizations
        self.may_add_alliances = new_alliances or not known.alliances
        self.alliances = Part("alliances", "联盟", "个")
        self.chambers = Part("chambers", "商（协）会党组织", "个")
        self.part = Part("seats", "席位", "个")
        self.faults, self.warnings = [], []
        self._first, self._leads, self._seated, self._places = {}, {}, set(), {}
        if table:
            self._read_rows()
            self._check_leads()
            self._list_missing()

    def _read_rows(self):
        for row in self.table.rows:
            alliance = None if "联盟名称" in row.faulty else self._alliance(row)
            organization = None if "单位简称" in row.faulty else self._organization(row)
            repeated = organization is not None and self._repeats(row)
            if organization is not None and organization.pk:
                self._seated.add(organization.pk)
            if alliance is None or organization is None or repeated or row.faulty:
                continue
            if row["席位"] == Seat.Role.LEAD:
                self._lead(row, alliance)
            self._compare(row, alliance, organization)

    def _compare(self, row, alliance, organization):
        role = row["席位"]
        seats = self.known.seats.get(organization.pk, []) if organization.pk else []
        later = next((seat for seat in seats if seat.since > self.day), None)
        if later:
            message = (
                f"{organization}另有{later.since:%Y-%m-%d}起的席位，晚于执行日期{self.day:%Y-%m-%d}，请核对执行日期"
            )
            self.faults.append(row.fault("单位简称", message))
            return
        current = next((seat for seat in seats if seat.until is None or seat.until >= self.day), None)
        if current is None:
            seat = Seat(alliance=alliance, organization=organization, role=role, since=self.day)
            self.part.new.append(New(seat, row.line, f"{alliance}，{seat.get_role_display()}"))
        elif (current.alliance, current.role) == (alliance, role):
            self.part.unchanged += 1
        else:
            self.part.edits.append(Move(current, row.line, alliance, role, current.since == self.day))

    def _alliance(self, row):
        name = row["联盟名称"]
        alliance = self.known.alliance(name) or next(
            (new.thing for new in self.alliances.new if name in (new.thing.name, new.thing.short_name)), None
        )
        if alliance is not None and alliance.until is not None and alliance.until < self.day:
            self.faults.append(row.fault("联盟名称", f"“{name}”已于{alliance.until:%Y-%m-%d}终止"))
            return None
        if alliance is not None:
            self._places.setdefault(alliance.name, (alliance, row))
            return alliance
        if not self.may_add_alliances:
            self.faults.append(row.fault("联盟名称", f"不认识的联盟“{name}”"))
            return None
        alliance = self._new_alliance(name)
        self.alliances.new.append(New(alliance, row.line, f"标识“{alliance.mark}”"))
        self._places[alliance.name] = (alliance, row)
        return alliance

    def _new_alliance(self, name):
        there = [*self.known.alliances.values(), *(new.thing for new in self.alliances.new)]
        used = {alliance.mark for alliance in there}
        alliance = Alliance(
            committee=self.known.committee,
            name=name,
            order_number=max((alliance.order_number for alliance in there), default=0) + 1,
            since=self.day,
        )
        short = alliance.short_name
        wanted = MARKS.get(short, "") + short
        alliance.mark = next((character for character in wanted if character not in used), short[0])
        return alliance

    def _organization(self, row):
        name = row["单位简称"]
        organization = self.organizations.named(name)
        if organization is not None:
            units = self.organizations.table
            if units and name not in self.organizations.listed and not organization.category.is_chamber:
                self.warnings.append(f"{row.fault('单位简称', f'{name}不在{units.sheet}里，按已有单位处理')}。")
            return organization
        if row["席位"] == Seat.Role.CHAMBER:
            return self._new_chamber(row, name)
        where = f"{self.organizations.table.sheet}里" if self.organizations.table else ""
        self.faults.append(row.fault("单位简称", f"{where}没有简称为“{name}”的党组织"))
        return None

    def _new_chamber(self, row, name):
        if name in self._first:
            return Organization(short_name=name)  # named twice: the repeated row is the fault
        category = self.known.chamber_category
        if category is None:
            self.faults.append(row.fault("单位简称", "还没有商（协）会这一单位类别，请先在基础数据中增加"))
            return None
        there = [one.order_number for one in self.known.organizations.values() if one.category.is_chamber]
        chamber = Organization(
            committee=self.known.committee,
            name=name,
            short_name=name,
            category=category,
            order_number=max([CHAMBERS_FROM, *there]) + len(self.chambers.new) + 1,
        )
        self.chambers.new.append(New(chamber, row.line, row["联盟名称"] or ""))
        return chamber

    def _repeats(self, row):
        first = self._first.setdefault(row["单位简称"], row.line)
        if first == row.line:
            return False
        self.faults.append(row.fault("单位简称", f"“{row['单位简称']}”重复，第{first}行已有"))
        return True

    def _lead(self, row, alliance):
        first = self._leads.setdefault(alliance.name, row.line)
        if first != row.line:
            self.faults.append(row.fault("席位", f"{alliance}有两个片长单位，第{first}行已有"))

    def _check_leads(self):
        """No lead is worth a word; a lead that the grouping forgot must not become the second one."""
        staying = {
            seat.alliance.name: seat
            for seats in self.known.seats.values()
            for seat in seats
            if seat.role == Seat.Role.LEAD
            and (seat.until is None or seat.until >= self.day)
            and seat.organization_id not in self._seated
        }
        for name, (alliance, row) in self._places.items():
            if name not in self._leads and name not in staying:
                self.warnings.append(f"{alliance}没有片长单位。")
            elif name in self._leads and name in staying:
                lead = staying[name].organization
                message = f"{alliance}现任片长单位{lead}不在表中，请一并列出它的新席位"
                self.faults.append(row.fault("联盟名称", message))

    def _list_missing(self):
        self.part.unlisted = [
            seat
            for seats in self.known.seats.values()
            for seat in seats
            if seat.organization_id not in self._seated and (seat.until is None or seat.until >= self.day)
        ]
        self.alliances.unlisted = [
            alliance
            for alliance in self.known.alliances.values()
            if alliance.name not in self._places and (alliance.until is None or alliance.until >= self.day)
        ]
        self.alliances.unchanged = len(self._places) - len(self.alliances.new)
