"""The table of organizations (党组织花名册) against those the committee has.

The short name tells which is which; a unit that was renamed is found by its full name.
"""

from alliances.models import Organization
from branches.roster.comparing import SINCE, New, Part, cells

FIELDS = {
    "党组织全称": "name",
    "简称": "short_name",
    "党组织类型": "kind",
    "所在区域": "district",
    "党员数": "member_count",
    "支部数": "branch_count",
    "书记": "secretary_name",
    "党务干部（联络员）": "officer_name",
    "联系电话": "phone",
    "任期年限": "term_years",
    "备注": "note",
}


class OrganizationPlan:
    def __init__(self, known, table, day):
        self.known, self.table, self.day = known, table, day
        self.part = Part("organizations", "党组织", "个")
        self.faults, self.warnings = [], []
        self.listed = {}  # short name → organization, as the roster names it
        self.in_rows = {}  # short name → row
        self._first = {}
        if table:
            self._compare_rows()
            self._list_missing()

    def named(self, short_name):
        """The organization of that short name: as the roster has it, else one that exists on the day."""
        found = self.listed.get(short_name) or self.known.organizations.get(short_name)
        if found is None or short_name in self.listed:
            return found
        renamed = any(edit.thing is found and "short_name" in edit.after for edit in self.part.edits)
        ended = found.until is not None and found.until < self.day
        return None if renamed or ended else found

    def _compare_rows(self):
        by_name = {organization.name: organization for organization in self.known.organizations.values()}
        in_file = {row["简称"] for row in self.table.rows}
        for position, row in enumerate(self.table.rows, start=1):
            category = self._category(row)
            if self._repeats(row) or row.faulty or category is None:
                # Its seats and branches are judged by their own cells, not by the faults of this row.
                there = self.known.organizations.get(row["简称"])
                self.listed.setdefault(row["简称"], there or Organization(short_name=row["简称"] or ""))
                continue
            thing = self.known.organizations.get(row["简称"])
            if thing is None and (other := by_name.get(row["党组织全称"])) and other.short_name not in in_file:
                thing = other
            self._take(row, position, thing, category)

    def _take(self, row, position, thing, category):
        values = cells(row, self.table, FIELDS, Organization) | {"category": category}
        if row["序号"] is not None:
            values["order_number"] = row["序号"]
        if thing is None:
            values.setdefault("order_number", position)
            thing = Organization(committee=self.known.committee, **values)
            self.part.new.append(New(thing, row.line, f"{thing.get_kind_display()}，{category}"))
        else:
            if thing.until is not None and thing.until < self.day:
                values["until"] = None
            self.warnings += self.part.keep_term(thing, row, values, self.known.organization_terms.get(thing.pk))
            self.part.compare(thing, row.line, values)
        thing.term_said = row.said.get(SINCE, "")
        self.listed[row["简称"]] = thing
        self.in_rows[row["简称"]] = row

    def _category(self, row):
        if "单位类别" in row.faulty:
            return None
        category = self.known.categories.get(row["单位类别"])
        if category is None:
            known = "、".join(self.known.categories)
            self.faults.append(row.fault("单位类别", f"不认识的单位类别“{row['单位类别']}”，应为{known}之一"))
        return category

    def _repeats(self, row):
        repeated = False
        for column in ("简称", "党组织全称"):
            if column in row.faulty:
                continue
            first = self._first.setdefault((column, row[column]), row.line)
            if first != row.line:
                self.faults.append(row.fault(column, f"“{row[column]}”重复，第{first}行已有"))
                repeated = True
        return repeated

    def _list_missing(self):
        there = {id(organization) for organization in self.listed.values()}
        self.part.unlisted = [
            organization
            for organization in self.known.organizations.values()
            if id(organization) not in there
            and not organization.category.is_chamber
            and (organization.until is None or organization.until >= self.day)
        ]
