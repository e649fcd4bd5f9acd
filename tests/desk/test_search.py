import pytest
from django.urls import reverse

from activities.models import Activity
from tests.factories import make_activity, make_branch, make_member, make_organization, make_staff

pytestmark = pytest.mark.django_db


def found(client, user, words):
    client.force_login(user)
    response = client.get(reverse("search"), {"q": words})
    assert response.status_code == 200
    return {part["heading"]: [str(row) for row in part["rows"]] for part in response.context["found"]}


@pytest.mark.parametrize("words", ["swxcb", "SWXCB", "宣传部", "shiweixuanchuanbu"])
def test_unit_is_found_by_name_and_by_pinyin(client, words):
    unit = make_organization(short_name="市委宣传部", name="中共黄山市委宣传部")

    assert found(client, make_staff(unit.committee), words) == {"单位": ["市委宣传部"]}


def test_branch_and_activity_are_found(client):
    branch = make_branch(name="新安江党支部")
    activity = make_activity(
        alliance=None, host=None, committee=branch.organization.committee, title="新安江巡河", state="published"
    )

    assert found(client, make_member(branch.organization), "新安江") == {
        "党支部": [f"{branch.organization}新安江党支部"],
        "活动": [activity.title],
    }


def test_what_a_person_may_not_see_is_not_found(client):
    draft = make_activity(title="还是草稿", state=Activity.State.DRAFT)
    unit = make_organization(committee=draft.committee)

    assert found(client, make_member(unit), "还是草稿") == {}
    assert found(client, make_staff(), "还是草稿") == {}


@pytest.mark.parametrize("words", ["", "   ", "%", "_", "'\"<script>", "很" * 200, "\x00"])
def test_strange_words_find_nothing_and_break_nothing(client, words):
    assert found(client, make_staff(), words) == {}


def test_search_takes_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    unit = make_organization(short_name="市示例一局")
    for number in range(15):
        make_organization(committee=unit.committee, short_name=f"市示例{number}处")
    client.force_login(make_staff(unit.committee))

    with django_assert_max_num_queries(10):
        response = client.get(reverse("search"), {"q": "市示例"})

    assert response.context["found"][0]["more"] is True
    assert len(response.context["found"][0]["rows"]) == 10
