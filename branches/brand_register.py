"""品牌登记表: the register of published brands in the official layout.

register(brands, committee, day) -> bytes of an .xlsx; `brands` as `GalleryFilter(…).brands` gives them
"""

from portal.workbooks import write_table

TITLE = "市直机关党建品牌登记表"
COLUMNS = (
    "联盟",
    "单位",
    "党组织/支部",
    "品牌名称",
    "口号",
    "依托的业务工作",
    "品牌内涵",
    "等次荣誉",
    "决定文号",
    "发布日期",
    "借鉴单位数",
    "备注",
)
NOTHING = "—"


def register(brands, committee, day):
    rows = [_row(brand) for brand in brands if brand.published_id]
    totals = [None] * len(COLUMNS)
    totals[COLUMNS.index("品牌名称")] = f"{len(rows)}个"
    totals[COLUMNS.index("借鉴单位数")] = sum(row[COLUMNS.index("借鉴单位数")] for row in rows)
    return write_table(TITLE, COLUMNS, rows, unit=committee.name, as_of=day, totals=totals)


def _row(brand):
    words, alliance = brand.published, brand.alliance_today
    return [
        alliance.short_name if alliance else NOTHING,
        brand.organization.short_name if brand.organization_id else NOTHING,
        _place(brand),
        words.name,
        words.slogan or NOTHING,
        words.business or NOTHING,
        words.meaning or NOTHING,
        "；".join(honour.title for honour in brand.valid_honours) or NOTHING,
        "；".join(honour.document_number for honour in brand.valid_honours) or NOTHING,
        brand.published_on,
        brand.adoption_count,
        "",
    ]


def _place(brand):
    """The branch, or what the unit's top party organization is."""
    if brand.branch_id:
        return brand.branch.name
    return brand.organization.get_kind_display() if brand.organization_id else "联盟品牌"
