"""The table of branches (党支部花名册) against those the committee has.

A branch is known by its organization and its name.
"""

from collections import Counter

from branches.models import Branch
from branches.roster.comparing import SINCE, New, Part, cells

FIELDS = {"支部书记": "secretary_name", "党员数": "member_count", "上年度星级": "star"}


class BranchPlan:
    def __init__(self, known, table, day, organizations):
        self.known, self.table, self.day, self.organizations = known, table, day, organizations
        self.part = Part("branches", "党支部", "个")
        self.faults, self.warnings = [], []
        self._first = {}
        self._listed = set()
        if table:
            self._compare_rows()
            self._list_missing()

    def _compare_rows(self):
        position = Counter()
        for row in self.table.rows:
            owner, name = row["所属党组织（简称）"], row["党支部名称"]
            position[owner] += 1
            organization = self.organizations.named(owner)
            thing = self.known.branches.get((organization.pk, name)) if organization and organization.pk else None
            if thing is not None:
                self._listed.add(thing.pk)
            if self._is_wrong(row, owner, name):
                continue
            values = cells(row, self.table, FIELDS, Branch) | {"order_number": position[owner]}
            if thing is None:
                thing = Branch(organization=organization, name=name, **values)
                thing.term_said = row.said.get(SINCE, "")
                self.part.new.append(New(thing, row.line))
                continue
            thing.term_said = row.said.get(SINCE, "")
            self.warnings += self.part.keep_term(thing, row, values, self.known.branch_terms.get(thing.pk))
            if thing.pk in self.known.with_star:
                self._keep_star(row, thing, values)
            if thing.until is not None and thing.until < self.day:
                values["until"] = None
            self.part.compare(thing, row.line, values)
        self._compare_counts(position)

    def _keep_star(self, row, branch, values):
        if values.pop("star", branch.star) != branch.star:
            kept = branch.get_star_display()
            self.warnings.append(f"{row.fault('上年度星级', f'{branch.name}已凭文件授予星级，仍为“{kept}”')}。")

    def _is_wrong(self, row, owner, name):
        wrong = bool(row.faulty)
        if owner is not None and self.organizations.named(owner) is None:
            self.faults.append(row.fault("所属党组织（简称）", f"没有简称为“{owner}”的党组织"))
            wrong = True
        if owner is not None and name is not None:
            first = self._first.setdefault((owner, name), row.line)
            if first != row.line:
                self.faults.append(row.fault("党支部名称", f"{owner}的“{name}”重复，第{first}行已有"))
                wrong = True
        return wrong

    def _compare_counts(self, counted):
        """支部数 as the organization states it against its rows here."""
        for short_name, row in self.organizations.in_rows.items():
            stated = row["支部数"]
            if stated is not None and stated != counted[short_name]:
                found = f"{self.table.sheet}里有{counted[short_name]}个"
                self.warnings.append(f"{row.fault('支部数', f'{short_name}写的是{stated}，{found}')}。")

    def _list_missing(self):
        self.part.unlisted = [
            branch
            for branch in self.known.branches.values()
            if branch.pk not in self._listed and (branch.until is None or branch.until >= self.day)
        ]
