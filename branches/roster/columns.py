"""The columns of the three tables as offices title them."""

from alliances.models import Organization, Seat
from branches.models import Branch
from portal.workbooks import Column

KINDS = {label: kind for kind, label in Organization.Kind.choices} | {
    label.removeprefix("机关"): kind for kind, label in Organization.Kind.choices
}
ROLES = {label: role for role, label in Seat.Role.choices} | {
    "片长": Seat.Role.LEAD,
    "副片长": Seat.Role.DEPUTY,
    "成员": Seat.Role.MEMBER,
    "商（协）会": Seat.Role.CHAMBER,
}
STARS = {label: star for star, label in Branch.Star.choices} | {
    f"{label}级": star for star, label in Branch.Star.choices if star
}

ORGANIZATIONS = [
    Column("序号", kind="int"),
    Column("党组织全称", aliases=("全称", "单位全称", "党组织名称"), required=True, max_length=80),
    Column("简称", aliases=("单位简称", "党组织简称"), required=True, max_length=40),
    Column("党组织类型", aliases=("组织类型",), kind="choice", choices=KINDS),
    Column("单位类别", aliases=("类别",), required=True, max_length=30),
    Column("所在区域", aliases=("区域",), max_length=30),
    Column("党员数", aliases=("党员人数", "党员总数"), kind="int", required=True),
    Column("支部数", aliases=("党支部数",), kind="int"),
    Column("书记", aliases=("党组织书记",), max_length=30),
    Column("党务干部（联络员）", aliases=("党务干部", "联络员"), max_length=30),
    Column("联系电话", aliases=("电话", "手机号"), kind="phone", max_length=30),
    Column("本届任期起始", aliases=("任期起始", "换届时间"), kind="month_or_date"),
    Column("任期年限", aliases=("任期",), kind="int", min_value=1, max_value=10),
    Column("备注", max_length=200),
]
SEATS = [
    Column("联盟名称", aliases=("联盟", "党建联盟"), required=True, fill_down=True, max_length=40),
    Column("席位", aliases=("角色",), kind="choice", choices=ROLES, required=True),
    Column("单位简称", aliases=("简称", "单位", "党组织简称"), required=True, max_length=40),
]
BRANCHES = [
    Column("所属党组织（简称）", aliases=("所属党组织",), required=True, fill_down=True, max_length=40),
    Column("党支部名称", aliases=("支部名称",), required=True, max_length=60),
    Column("支部书记", aliases=("书记",), max_length=30),
    Column("党员数", aliases=("党员人数",), kind="int", required=True),
    Column("本届任期起始", aliases=("任期起始", "换届时间"), kind="month_or_date"),
    Column("上年度星级", aliases=("星级",), kind="choice", choices=STARS),
]
