"""What a source may be told, as data kept in `Indicator.source_params`, and the form fields made from it."""

from dataclasses import dataclass

from activities.models import ActivityForm, ActivityType, Measure

# Lists that a committee keeps.
ROWS = {"measure": Measure, "activity_type": ActivityType, "activity_form": ActivityForm}
NAMES = {"measure": "成效指标", "activity_type": "活动类型", "activity_form": "活动形式"}


@dataclass(frozen=True)
class Param:
    """type: "choice" (one of `choices`), "number" (whole, least to most), or a key of ROWS (the row's primary key)."""

    name: str
    label: str
    type: str
    required: bool = False
    default: object = None
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    least: int = 1
    most: int = 999

    def rows(self, committee):
        """The rows to choose from, for a field of a form."""
        return ROWS[self.type].objects.filter(committee=committee)

    def value_in(self, params):
        value = params.get(self.name)
        return self.default if value in (None, "") or self._shape_fault(value) else value

    def fault(self, value, known):
        """In words, or "". `known`: primary keys of the rows there are."""
        if value in (None, ""):
            return f"请选择“{self.label}”。" if self.required else ""
        if fault := self._shape_fault(value):
            return fault
        if self.type in ROWS and value not in known:
            return f"“{self.label}”所选的{NAMES[self.type]}不在本工委的名单里。"
        return ""

    def _shape_fault(self, value):
        if self.type == "choice":
            known = isinstance(value, str) and value in dict(self.choices)
            return "" if known else f"“{self.label}”没有“{value}”这个选项。"
        if isinstance(value, bool) or not isinstance(value, int):
            return f"“{self.label}”应为整数。"
        if self.type == "number" and not self.least <= value <= self.most:
            return f"“{self.label}”应在{self.least}到{self.most}之间。"
        return ""


COUNT = Param(
    "count",
    "计什么",
    "choice",
    default="done",
    choices=(("done", "已完成"), ("missed", "未完成")),
    help="加分、按比例得分用“已完成”，扣分用“未完成”。",
)
TYPE = Param("type", "活动类型", "activity_type", help="不选为所有类型。")
FORM = Param("form", "活动形式", "activity_form", help="不选为所有形式。")
MEASURE = Param("measure", "成效指标", "measure", required=True)
