"""The roster of organizations and their seats as an official workbook, which the roster import reads again."""

from portal.workbooks import Output, PartialDate, write_tables, xlsx_response

COLUMNS = (
    ("党组织全称", "name"),
    ("简称", "short_name"),
    ("党组织类型", "get_kind_display"),
    ("单位类别", "category"),
    ("所在区域", "district"),
    ("党员数", "member_count"),
    ("支部数", "branch_count"),
    ("书记", "secretary_name"),
    ("党务干部（联络员）", "officer_name"),
    ("联系电话", "phone"),
    ("本届任期起始", None),
    ("任期年限", "term_years"),
    ("备注", "note"),
)
ROLES = ["lead", "deputy", "member", "chamber"]
GROUPS = [("党组织", 5), ("规模", 2), ("负责人及联络员", 3), ("任期", 2)]


def export(committee, organizations, day):
    organizations = list(organizations)
    seats = [seat for organization in organizations for seat in organization.standing_seats]
    seats.sort(key=lambda seat: (seat.alliance.order_number, seat.alliance_id, ROLES.index(seat.role)))
    layout = {"unit": committee.short_name, "as_of": day}
    names = {organization.pk: organization.short_name for organization in organizations}
    grouping = [(seat.alliance.name, seat.get_role_display(), names[seat.organization_id]) for seat in seats]
    roster = Output(
        "市直机关党组织花名册",
        [title for title, _ in COLUMNS],
        [_row(organization) for organization in organizations],
        sheet_name="党组织花名册",
        groups=GROUPS,
        numbers=[organization.order_number for organization in organizations],
        **layout,
    )
    alliances = Output("党建联盟分组表", ["联盟名称", "席位", "单位简称"], grouping, sheet_name="联盟分组", **layout)
    return xlsx_response("党组织花名册", day, write_tables([roster, alliances]))


def _row(organization):
    return [_term(organization) if name is None else _value(organization, name) for _, name in COLUMNS]


def _value(organization, name):
    value = getattr(organization, name)
    value = value() if callable(value) else value
    return value if value is None or isinstance(value, int) else str(value)


def _term(organization):
    since = organization.term_since
    if since and organization.term_month_only:
        return str(PartialDate(since.year, since.month, None))
    return since
