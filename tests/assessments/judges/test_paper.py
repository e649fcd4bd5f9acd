"""Paper sheets: printed with a code each, read twice by two people, compared, signed."""

from django.urls import reverse

from assessments import codes
from assessments.models import MarkChange
from tests.assessments.judges.panel import Panel, client_of, words
from tests.factories import make_judge, make_staff, score


def typing(panel, sheet=None, code=None):
    """The address of the typing page, with the code as a person reads it from the paper."""
    address = reverse("paper-type", args=[panel.stage.pk])
    code = codes.spaced(sheet.code).lower() if sheet else code
    return f"{address}?code={code}" if code else address


def read(panel, client, sheet, *values):
    data = {f"mark-{one.pk}": value for one, value in zip(panel.criteria, values, strict=True)}
    return client.post(typing(panel, sheet), data)


def test_every_open_sheet_is_printed_once_with_its_code(panel):
    score(panel.sheet(0, 0), 50, 30)

    page = words(client_of(panel.staff).get(reverse("paper-sheets", args=[panel.stage.pk])))

    assert page.count('<section class="lm-paper') == 8  # nine sheets, one of them signed
    assert codes.spaced(panel.sheet(1, 2).code) in page
    assert page.count("is-next") == 2  # each judge's begin on a page of their own
    assert "0–60 分，可到小数1位" in page


def test_one_judge_s_sheets_are_printed_alone(panel):
    address = reverse("paper-sheets", args=[panel.stage.pk])
    client = client_of(panel.staff)

    page = words(client.get(f"{address}?judge={panel.judges[1].pk}"))

    assert page.count('<section class="lm-paper') == 3
    assert client.get(f"{address}?judge=x").status_code == 404


def test_two_equal_readings_sign_the_sheet(panel):
    sheet, first, second = panel.sheet(), client_of(panel.staff), client_of(make_staff(panel.contest.committee))

    one = read(panel, first, sheet, "55", "38.5")
    assert panel.marks() == []
    two = read(panel, second, sheet, "55.0", "38.5")

    assert one.url == two.url == typing(panel)
    assert panel.marks() == ["55", "38.5"]
    sheet.refresh_from_db()
    assert (sheet.state, sheet.is_paper) == ("signed", True)
    acts = MarkChange.objects.filter(sheet=sheet).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["type", "type", "mark", "mark", "confirm"]


def test_second_reader_does_not_see_the_first_reading(panel):
    read(panel, client_of(panel.staff), panel.sheet(), "55.5", "38.5")

    page = words(client_of(make_staff(panel.contest.committee)).get(typing(panel, panel.sheet())))

    assert "第二遍（复核）" in page
    assert "55.5" not in page


def test_one_person_does_not_read_twice(panel):
    client = client_of(panel.staff)
    read(panel, client, panel.sheet(), "55", "38")

    again = client.get(typing(panel, panel.sheet()))
    read(panel, client, panel.sheet(), "55", "38")

    assert "第一遍" in words(again)  # the own reading, to be mended
    assert panel.sheet().state == "open"


def test_differences_are_shown_side_by_side_and_read_again(panel):
    sheet, first, second = panel.sheet(), client_of(panel.staff), client_of(make_staff(panel.contest.committee))
    read(panel, first, sheet, "55", "38.5")

    apart = read(panel, second, sheet, "56", "38.5")
    compared = second.get(apart.url)
    mended = second.post(apart.url, {f"mark-{panel.criteria[0].pk}": "55", f"mark-{panel.criteria[1].pk}": "38.5"})

    assert apart.url == reverse("paper-compare", args=[sheet.pk])
    rows = [(row["first"], row["second"], row["apart"]) for row in compared.context["rows"]]
    assert rows == [("55", "56", True), ("38.5", "38.5", False)]
    assert compared.context["form"][f"mark-{panel.criteria[0].pk}"].value() == ""  # read from the paper, not from here
    assert mended.url == typing(panel)
    assert panel.marks() == ["55", "38.5"]
    assert panel.sheet().state == "signed"


def test_every_bad_value_is_named_at_once_beside_its_field(panel):
    answer = read(panel, client_of(panel.staff), panel.sheet(), "五十五", "41")

    page = words(answer)
    assert answer.status_code == 422
    assert "请填数字，应在 0 到 60 之间" in page
    assert "“41”超出评分范围，应在 0 到 40 之间" in page
    assert panel.sheet().typings.count() == 0


def test_code_that_is_none_is_said(panel):
    client = client_of(panel.staff)
    other = Panel().sheet()

    for code in ("xyz", "2222 2222", "%00", "9" * 500, other.code):
        page = words(client.get(typing(panel, code=code), follow=True))
        assert "没有表号" in page


def test_list_of_codes_tells_how_far_each_is(panel):
    client, second = client_of(panel.staff), client_of(make_staff(panel.contest.committee))
    score(panel.sheet(0, 0), 50, 30)
    read(panel, client, panel.sheet(1, 0), "55", "38")
    read(panel, client, panel.sheet(1, 1), "55", "38")
    read(panel, second, panel.sheet(1, 1), "56", "38")
    read(panel, client, panel.sheet(1, 2), "55", "38")
    read(panel, second, panel.sheet(1, 2), "55", "38")

    page = client.get(typing(panel))

    assert [(label, count) for key, label, count in page.context["states"] if key] == [
        ("待录入", 5),
        ("待复核", 1),
        ("有出入", 1),
        ("已录入", 1),
    ]
    assert "55" not in {cell for row in page.context["page"] for cell in row.values() if isinstance(cell, str)}
    assert len(client.get(f"{typing(panel)}?state=apart").context["page"]) == 1
    assert client.get(f"{typing(panel)}?state=%00&page=x").status_code == 200


def test_sheet_of_a_withdrawn_entry_is_not_typed(panel):
    panel.entries[0].withdraw(by=panel.staff, reason="单位申请退出")

    answer = read(panel, client_of(panel.staff), panel.sheet(), "55", "38")

    assert "已退出比赛" in words(client_of(panel.staff).get(typing(panel, panel.sheet()), follow=True))
    assert answer.status_code == 302
    assert panel.marks() == []


def test_staff_who_judges_neither_types_nor_reads_others_sheets(panel):
    make_judge(panel.contest, [panel.stage], user=panel.staff)
    client = client_of(panel.staff)

    assert "没有表号" in words(client.get(typing(panel, panel.sheet()), follow=True))
    assert client.get(reverse("paper-compare", args=[panel.sheet().pk])).status_code == 404


def test_paper_pages_ask_the_database_no_more_for_many_sheets(db, django_assert_max_num_queries):
    panel = Panel(judges=4, entries=6)
    client, second = client_of(panel.staff), client_of(make_staff(panel.contest.committee))
    for entry in range(4):
        read(panel, client, panel.sheet(0, entry), "55", "38")
        read(panel, second, panel.sheet(0, entry), "56", "38")
    addresses = [
        reverse("paper-sheets", args=[panel.stage.pk]),
        typing(panel),
        typing(panel, panel.sheet(1, 1)),
        reverse("paper-compare", args=[panel.sheet(0, 1).pk]),
    ]

    for address in addresses:
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
