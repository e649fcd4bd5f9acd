"""What a letter is about, as the apps above hand it down: a key, the unit, and the words for a template's placeholders.

Case("term:17", organization, "第一党支部换届", {"matter": "第一党支部换届", "deadline": "2026年9月30日"})
"""

from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse

from portal.asked import whole_number


@dataclass(frozen=True)
class Case:
    """`key` “term:17”, “duty:3:2026Q3:alliance:5”, “assessment:9”, “task:4” or ""; `tables` as Letter.tables."""

    key: str
    organization: object
    title: str = ""
    values: dict = field(default_factory=dict)
    tables: tuple = ()


PLACEHOLDERS = {  # name: (label, example)
    "unit": ("单位简称", "市示例局"),
    "unit_full": ("单位党组织全称", "中共示例市示例局机关委员会"),
    "alliance": ("所在联盟", "文化园党建联盟"),
    "committee": ("工委全称", "中共示例市直属机关工作委员会"),
    "today": ("起草日期", "2026年11月23日"),
    "deadline": ("事项期限", "2026年12月31日"),
    "matter": ("事项", "机关党委换届"),
    "period": ("期间", "2026年第四季度"),
    "document": ("依据文件", "示例工委发〔2026〕5号"),
    "subject": ("所指党组织", "市示例局第一党支部"),
    "since": ("起始日期", "2023年6月15日"),
    "until": ("届满日期", "2026年6月14日"),
    "overdue": ("逾期时间", "逾期42天"),
    "standing": ("目前情况", "尚未报送总结"),
    "result": ("考核结果", "82.5分，较好"),
    "previous": ("前一份函", "《关于按期换届的提醒函》（示例工委函〔2026〕3号，2026年9月1日印发）"),
    "previous_deadline": ("前一份函的回复期限", "2026年9月15日"),
    "reply_workdays": ("回复工作日数", "10"),
    "contact": ("联系人", "联系人：示例，电话：0559-0000000"),
}

CASE_PAGES = {
    "term": "term-detail",
    "duty": "duty-matrix",
    "assessment": "passport",
    "task": "task-detail",
    "prompt": "prompt-detail",
}
WITHOUT_KEY = {"duty"}  # pages that show all of them


def page_of(key: str) -> str:
    """The address of the case's page, or "" for what is no case or has no page."""
    sort, _, rest = key.partition(":")
    name = CASE_PAGES.get(sort)
    if name is None:
        return ""
    number = whole_number(rest.partition(":")[0], 18)
    if number is None and sort not in WITHOUT_KEY:
        return ""
    try:
        return reverse(name, args=[] if sort in WITHOUT_KEY else [number])
    except NoReverseMatch:
        return ""
