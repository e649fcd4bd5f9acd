import pytest
from django.urls import reverse

from activities.calendars.pages import year_page
from activities.models import Activity
from tests.factories import at, make_activity, make_alliance, make_staff

pytestmark = pytest.mark.django_db
NOW = at(2026, 9, 17, 8)
State = Activity.State


@pytest.fixture
def staff():
    return make_staff()


def plan(page):
    """{whose: [[words and titles of a quarter] * 4]}"""
    return {
        str(line.alliance): [
            [f"{item.words} {item.entry}{'（联办）' * item.joint}" for item in cell.items] for cell in line.cells
        ]
        for line in page["lines"]
    }


def test_year_lists_by_alliance_and_the_quarter_in_which_it_begins(staff):
    one = make_alliance(committee=staff.committee, order_number=1, name="甲党建联盟")
    two = make_alliance(committee=staff.committee, order_number=2, name="乙党建联盟")

    def hold(title, starts, ends, alliance=one, **fields):
        return make_activity(
            title=title, starts_at=starts, ends_at=ends, alliance=alliance, committee=staff.committee, **fields
        )

    hold("跨年来", at(2025, 12, 30), at(2026, 1, 2))
    hold("一季度", at(2026, 3, 12), at(2026, 3, 12, 11), state=State.ACCEPTED)
    hold("跨季度", at(2026, 6, 29), at(2026, 7, 2)).partners.add(two)
    hold("月份", at(2026, 10, 1, 0), at(2026, 10, 31), precision="month")
    hold("工委的", at(2026, 12, 28), at(2026, 12, 30), alliance=None)

    page = year_page(staff, {"year": "2026"}, NOW)

    assert plan(page) == {
        "甲党建联盟": [["3月12日 一季度"], ["6月29日—7月2日 跨季度"], [], ["10月 月份"]],
        "乙党建联盟": [[], ["6月29日—7月2日 跨季度（联办）"], [], []],
        "None": [[], [], [], ["12月28—30日 工委的"]],
    }
    assert page["every_count"] == 4
    assert (page["previous"]["href"], page["next"]["href"]) == ("?year=2025", "?year=2027")


def test_year_of_one_alliance_is_one_line(staff):
    one, _ = (make_alliance(committee=staff.committee) for _ in range(2))

    page = year_page(staff, {"year": "2026", "alliance": str(one.pk)}, NOW)
    own = year_page(staff, {"year": "2026", "alliance": "0"}, NOW)

    assert [line.alliance for line in page["lines"]] == [one]
    assert [line.alliance for line in own["lines"]] == [None]


def test_year_page_says_the_state_in_words(client, staff):
    make_activity(
        alliance=make_alliance(committee=staff.committee),
        starts_at=at(2026, 3, 12),
        ends_at=at(2026, 3, 12, 11),
        state=State.CANCELLED,
    )
    client.force_login(staff)

    page = client.get(reverse("calendar-year"), {"year": "2026"}).content.decode()

    assert '<span class="lm-state is-idle">取消</span>' in page and "第四季度" in page
