"""The register for the committee, and what a unit received."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.factories import make_letter, make_staff
from tests.letters.pages.office import page

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def titles(response):
    return [letter.title for letter in response.context["page"]]


def test_register_shows_the_committee_its_own_letters(client, office):
    office.letter(title="关于甲的提醒函")
    make_letter(title="别的工委的函")

    response = page(client, office.staff, "letter-list")

    assert titles(response) == ["关于甲的提醒函"]
    assert "共 1 条" in response.content.decode()


def test_register_says_what_comes_next_when_it_is_empty(client, office):
    assert "还没有公文" in page(client, office.staff, "letter-list").content.decode()
    assert "没有符合条件的公文" in page(client, office.staff, "letter-list", q="没有").content.decode()
    assert "还没有收到公文" in page(client, office.officer, "letter-list").content.decode()
    assert "还没有印发的公文" in page(client, office.leader, "letter-list").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "bulletin"}, ["通报"]),
        ({"state": "draft"}, ["通报"]),
        ({"overdue": "1"}, ["逾期的"]),
        ({"q": "逾期"}, ["逾期的"]),
        ({"year": "1999"}, []),
        ({"kind": "无", "state": "'", "year": "九", "unit": "x", "sort": "drop", "page": "最后"}, ["通报", "逾期的"]),
        ({"unit": "99999999999999999999", "year": "99999999999"}, ["通报", "逾期的"]),
        ({"q": "\x00{{ 7*7 }}%_"}, []),
    ],
)
def test_register_is_narrowed_by_what_makes_sense(client, office, query, found):
    office.overdue(title="逾期的", number="示例〔2026〕3号")
    office.letter(title="通报", kind="bulletin", reply_workdays=None)

    assert sorted(titles(page(client, office.staff, "letter-list", **query))) == sorted(found)


def test_register_finds_by_number_unit_and_sorts(client, office):
    office.letter(title="一", number="示例〔2026〕3号", signed_on=date(2026, 3, 1))
    office.letter(office.next_unit, title="二", signed_on=date(2026, 5, 1))

    assert titles(page(client, office.staff, "letter-list", q="〔2026〕3")) == ["一"]
    assert titles(page(client, office.staff, "letter-list", unit=office.next_unit.pk)) == ["二"]
    assert titles(page(client, office.staff, "letter-list", q=office.next_unit.short_name)) == ["二"]
    assert titles(page(client, office.staff, "letter-list")) == ["二", "一"]
    for sort in (
        "title",
        "-title",
        "kind",
        "-kind",
        "number",
        "signed_on",
        "reply_due",
        "-reply_due",
        "state",
        "-state",
    ):
        assert sorted(titles(page(client, office.staff, "letter-list", sort=sort))) == ["一", "二"]


def test_officer_sees_what_waits_first_and_nothing_of_others(client, office):
    office.letter(office.next_unit, title="别家的", state="issued")
    office.letter(title="草稿")
    done = office.letter(title="办完的", state="closed")
    office.letter(title="没签的", state="issued")

    response = page(client, office.officer, "letter-list")

    shown = [(part.letter.title, part.shown["label"], part.act) for part in response.context["page"]]
    assert shown == [("没签的", "待签收", "签收"), (done.title, "已办结", None)]
    assert response.context["waiting"] == 1


def test_member_sees_no_letters(client, office):
    office.letter(title="给单位的", state="issued")

    assert titles(page(client, office.member, "letter-list")) == []


def test_export_is_safe_from_formulas(client, office):
    office.letter(title="=HYPERLINK(1)", number="+1", state="issued")

    response = page(client, office.staff, "letter-export")

    cells = [cell for row in load_workbook(BytesIO(response.content)).active.iter_rows() for cell in row]
    risky = [cell for cell in cells if str(cell.value).startswith(("=", "+"))]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in risky] == [
        ("=HYPERLINK(1)", "s", True),
        ("+1", "s", True),
    ]


def test_units_do_not_export_what_others_answered(client, office):
    office.letter(office.unit, office.next_unit, state="issued")

    codes = {who: page(client, getattr(office, who), "letter-export").status_code for who in ("leader", "officer")}

    assert codes == {"leader": 200, "officer": 403}


@pytest.mark.parametrize("who", ["staff", "officer", "leader"])
def test_list_asks_as_much_for_many_as_for_one(client, office, who, django_assert_max_num_queries):
    office.letter(state="issued")
    client.force_login(getattr(office, who))
    with django_assert_max_num_queries(12) as one:
        client.get("/letters/")
    for _ in range(4):
        office.letter(office.unit, office.next_unit, state="issued")

    with django_assert_max_num_queries(12) as many:
        client.get("/letters/")

    assert len(many) <= len(one)


def test_other_committee_sees_nothing(client, office):
    letter = office.letter(state="issued")
    stranger = make_staff()

    assert titles(page(client, stranger, "letter-list")) == []
    for name in ("letter-detail", "letter-print", "letter-document", "letter-edit", "letter-issue", "letter-number"):
        assert page(client, stranger, name, letter.pk).status_code == 404
