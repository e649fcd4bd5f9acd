from datetime import date

from alliances.models import Alliance, Organization, Seat
from branches import roster, stars
from branches.models import Branch
from tests.factories import make_committee, make_staff
from tests.imports.workbooks import (
    BRANCHES,
    ORGANIZATIONS,
    ROSTER,
    SEATS,
    change_roster,
    line_of,
    put,
)
from tests.imports.workbooks import roster as workbook

NONE = {"changed": 0, "unchanged": 0, "faulty": 0, "unlisted": 0}


def numbers(plan):
    return {
        key: {name: number for name, number in counts.items() if name not in ("title", "unit")}
        for key, counts in plan.counts().items()
    }


def test_sample_roster_is_all_new_to_a_new_committee(committee, whole):
    before = whole()

    plan = roster.plan_roster(committee, ROSTER)

    assert plan.faults == []
    assert plan.warnings == []
    assert plan.on == date(2026, 1, 1)
    assert numbers(plan) == {
        "organizations": {"new": 88} | NONE,
        "chambers": {"new": 7} | NONE,
        "alliances": {"new": 7} | NONE,
        "seats": {"new": 95} | NONE,
        "branches": {"new": 606} | NONE,
    }
    assert whole() == before


def test_sample_roster_becomes_the_1_7_n(imported):
    units = Organization.objects.units()

    assert units.count() == 88
    assert list(units.values_list("short_name", flat=True)[:4]) == ["市委办", "市委宣传部", "市委统战部", "市委政法委"]
    assert sum(units.values_list("member_count", flat=True)) == 11852
    assert sum(units.values_list("branch_count", flat=True)) == Branch.objects.count() == 606
    assert Organization.objects.chambers().count() == 7
    assert list(Alliance.objects.values_list("name", "mark", "order_number")) == [
        ("团结松党建联盟", "团", 1),
        ("发展先锋党建联盟", "先", 2),
        ("文化园党建联盟", "文", 3),
        ("同心圆党建联盟", "同", 4),
        ("平安城市党建联盟", "平", 5),
        ("财源广建党建联盟", "财", 6),
        ("美丽城市党建联盟", "美", 7),
    ]
    leads = Seat.objects.leading().values_list("alliance__name", "organization__short_name", "since")
    assert ("文化园党建联盟", "市委宣传部", date(2026, 1, 1)) in leads
    assert len(leads) == 7


def test_mixed_dates_keep_how_much_is_known(imported):
    by_day = Organization.objects.get(short_name="市委统战部")
    by_month = Organization.objects.filter(term_month_only=True)[0]
    unknown = Branch.objects.filter(term_since=None)

    assert (by_day.term_since, by_day.term_month_only) == (date(2024, 12, 18), False)
    assert by_month.term_since.day == 1
    assert unknown.count() == 14 + 12 + 10 + 9


def test_names_are_found_by_their_initials_after_a_bulk_import(imported):
    assert list(Organization.objects.filter(search_key__contains="swxcb").values_list("short_name", flat=True)) == [
        "市委宣传部"
    ]


def test_same_roster_again_is_unchanged(imported):
    plan = roster.plan_roster(imported, ROSTER)

    assert plan.is_empty
    assert numbers(plan)["seats"] == {"new": 0, "changed": 0, "unchanged": 95, "faulty": 0, "unlisted": 0}
    assert numbers(plan)["branches"] == {"new": 0, "changed": 0, "unchanged": 606, "faulty": 0, "unlisted": 0}


def test_changed_roster_shows_before_and_after(imported):
    plan = roster.plan_roster(imported, workbook(change_roster))

    assert plan.faults == []
    assert plan.on == date(2026, 7, 1)
    lists = plan.lists()
    assert lists["organizations"]["new"] == [[94, "示例集团", "机关党总支，市属国有企业"]]
    assert lists["organizations"]["changed"] == [
        [7, "市委宣传部", [("党员数", "64", "66"), ("党务干部（联络员）", "示例干事002", "示例干事102")]],
        [8, "市委统战部", [("本届任期起始", "2024年12月18日", "2024年12月")]],
    ]
    moves = {name: texts for _, name, texts in lists["seats"]["changed"]}
    assert moves == {
        "市地震局": [("联盟", "平安城市党建联盟", "发展先锋党建联盟")],
        "市统计局": [("联盟", "发展先锋党建联盟", "平安城市党建联盟")],
    }
    assert [line[1] for line in lists["branches"]["new"]] == ["示例集团第一党支部", "示例集团第二党支部"]
    assert numbers(plan)["organizations"]["unchanged"] == 86


def test_missing_rows_are_listed_and_nothing_is_deleted(imported, whole):
    def remove(book):
        book[BRANCHES].delete_rows(5)
        book[ORGANIZATIONS].delete_rows(92, 2)

    before = whole()
    plan = roster.import_now(imported, workbook(remove))[1]

    assert plan.lists()["organizations"]["unlisted"] == ["市中医医院", "市疾控中心"]
    assert plan.lists()["branches"]["unlisted"][0] == "市委办第一党支部"
    moved_up = [texts for _, _, texts in plan.lists()["branches"]["changed"]]
    assert moved_up == [[("次序", str(place), str(place - 1))] for place in range(2, 7)]
    assert len(whole()[Organization]) == len(before[Organization])


def test_sheets_are_known_by_their_headers_and_may_be_missing(imported):
    def rename(book):
        book[BRANCHES].title = "表三"
        del book[ORGANIZATIONS]
        del book[SEATS]

    plan = roster.plan_roster(imported, workbook(rename))

    assert plan.faults == []
    assert numbers(plan)["branches"]["unchanged"] == 606
    assert numbers(plan)["organizations"] == {"new": 0} | NONE


def test_a_column_that_is_missing_leaves_its_field_alone(imported):
    def drop(book):
        book[ORGANIZATIONS].cell(5, 11).value = None
        for line in range(6, 94):
            book[ORGANIZATIONS].cell(line, 11).value = None

    plan = roster.plan_roster(imported, workbook(drop))

    assert plan.faults == []
    assert plan.is_empty


def test_a_renamed_unit_is_found_by_its_full_name(imported):
    def rename(book):
        line = line_of(book, ORGANIZATIONS, "市委宣传部")
        book[ORGANIZATIONS].cell(line, 3, "宣传部")
        book[SEATS].cell(line_of(book, SEATS, "市委宣传部"), 3, "宣传部")
        for row in book[BRANCHES].iter_rows(min_row=5, max_col=1):
            if row[0].value == "市委宣传部":
                row[0].value = "宣传部"

    plan = roster.plan_roster(imported, workbook(rename))

    assert plan.faults == []
    assert [(edit.texts()) for edit in plan.part("organizations").edits] == [[("简称", "市委宣传部", "宣传部")]]
    assert numbers(plan)["branches"]["unchanged"] == 606


def test_a_seat_that_changes_is_ended_the_day_before(imported):
    roster.import_now(imported, workbook(change_roster))

    seats = Seat.objects.filter(organization__short_name="市地震局").order_by("since")
    assert list(seats.values_list("alliance__name", "role", "since", "until")) == [
        ("平安城市党建联盟", "member", date(2026, 1, 1), date(2026, 6, 30)),
        ("发展先锋党建联盟", "member", date(2026, 7, 1), None),
    ]


def test_two_leads_may_change_places_on_the_day_they_began(imported):
    def swap(book):
        first, second = line_of(book, SEATS, "市委宣传部"), line_of(book, SEATS, "市委统战部")
        book[SEATS].cell(first, 3, "市委统战部")
        book[SEATS].cell(second, 3, "市委宣传部")

    record = roster.import_now(imported, workbook(swap))[0]

    leads = dict(Seat.objects.leading().values_list("alliance__name", "organization__short_name"))
    assert (leads["文化园党建联盟"], leads["同心圆党建联盟"]) == ("市委统战部", "市委宣传部")
    roster.undo(record, by=None)
    leads = dict(Seat.objects.leading().values_list("alliance__name", "organization__short_name"))
    assert (leads["文化园党建联盟"], leads["同心圆党建联盟"]) == ("市委宣传部", "市委统战部")


def test_warnings_inform_about_totals_and_counts(committee):
    plan = roster.plan_roster(
        committee,
        workbook(
            put(ORGANIZATIONS, 95, "党员数", 11800),
            put(ORGANIZATIONS, 6, "支部数", 7),
            put(SEATS, 5, "席位", "成员单位"),
        ),
    )

    assert plan.faults == []
    assert plan.warnings == [
        "党组织花名册 第95行 党员数：合计写的是11800，各行相加是11852。",
        "党组织花名册 第95行 支部数：合计写的是606，各行相加是607。",
        "团结松党建联盟没有片长单位。",
        "党组织花名册 第6行 支部数：市委办写的是7，党支部花名册里有6个。",
    ]


def test_another_committee_with_the_same_units_is_not_touched(imported, whole):
    other = make_committee()
    before = set(whole()[Organization])

    plan = roster.plan_roster(other, ROSTER)

    assert numbers(plan)["organizations"]["new"] == 88
    roster.import_now(other, ROSTER.open("rb"))
    assert set(whole()[Organization]) == before
    assert Organization.objects.filter(committee=imported).count() == 95


def test_star_granted_by_a_document_is_not_taken_away(imported):
    branch = Branch.objects.exclude(star="").first()
    given = {branch: 1 if branch.star == "5" else 5}
    by = make_staff(imported)
    stars.grant(2025, given, document_number="示组〔2026〕1号", granted_on=date(2026, 3, 1), by=by)

    plan = roster.plan_roster(imported, ROSTER)

    assert numbers(plan)["branches"]["changed"] == 0
    branch.refresh_from_db()
    (warning,) = plan.warnings
    assert f"{branch.name}已凭文件授予星级，仍为“{branch.get_star_display()}”" in warning
