import pytest
from django.urls import reverse

from desk.models import Feedback
from notices.models import Notice
from tests.factories import make_member, make_staff

pytestmark = pytest.mark.django_db


def test_feedback_reaches_the_committee_and_the_answer_comes_back(client):
    member = make_member()
    staff = make_staff(member.committee)
    client.force_login(member)
    client.post(reverse("feedback"), {"text": "希望日历能按所在区域筛选", "page": "/calendar/"})
    entry = Feedback.objects.get()

    client.force_login(staff)
    client.post(reverse("feedback-answer", args=[entry.pk]), {"answer": "下个版本加上。"})

    entry.refresh_from_db()
    assert (entry.by, entry.page, entry.answer, entry.answered_by) == (member, "/calendar/", "下个版本加上。", staff)
    assert Notice.objects.get(recipient=staff).title == "意见建议：希望日历能按所在区域筛选"
    assert Notice.objects.get(recipient=member).body == "下个版本加上。"


def test_feedback_is_seen_by_who_said_it_and_by_the_committee_only(client):
    member = make_member()
    client.force_login(member)
    client.post(reverse("feedback"), {"text": "只给工委看"})

    for user, seen in ((member, True), (make_staff(member.committee), True), (make_member(member.organization), False)):
        client.force_login(user)
        assert ("只给工委看" in client.get(reverse("feedback")).content.decode()) is seen


def test_answering_is_for_the_committee(client):
    member = make_member()
    entry = Feedback(text="？")
    entry.hand_in(by=member)

    for user, status in ((member, 403), (make_staff(), 404), (make_staff(member.committee), 302)):
        client.force_login(user)
        assert client.post(reverse("feedback-answer", args=[entry.pk]), {"answer": "好"}).status_code == status


def test_of_two_answers_to_the_same_only_the_first_is_sent(client):
    member = make_member()
    entry = Feedback(text="？")
    entry.hand_in(by=member)
    first, second = make_staff(member.committee), make_staff(member.committee)

    for user, answer in ((first, "好"), (second, "不好")):
        client.force_login(user)
        client.post(reverse("feedback-answer", args=[entry.pk]), {"answer": answer})

    entry.refresh_from_db()
    assert (entry.answer, entry.answered_by) == ("好", first)
    assert [notice.body for notice in Notice.objects.filter(recipient=member)] == ["好"]


def test_empty_feedback_is_refused_in_words(client):
    client.force_login(make_member())

    response = client.post(reverse("feedback"), {"text": " "})

    assert response.status_code == 200
    assert response.context["form"].errors["text"]


@pytest.mark.parametrize("many", [1, 15])
def test_feedback_list_takes_a_fixed_number_of_queries(client, django_assert_max_num_queries, many):
    member = make_member()
    for number in range(many):
        Feedback(text=f"意见{number}").hand_in(by=member)
    client.force_login(make_staff(member.committee))

    with django_assert_max_num_queries(9):
        client.get(reverse("feedback"))


def test_link_to_feedback_says_from_which_page(client):
    member = make_member()
    client.force_login(member)

    html = client.get(reverse("calendar-month")).content.decode()
    form = client.get("/feedback/?from=%2Fcalendar%2F").context["form"]

    assert html.count('href="/feedback/?from=%2Fcalendar%2F"') == 3  # menu, tab bar, footer
    assert form["page"].value() == "/calendar/"
    assert "?from=" not in client.get(reverse("feedback")).content.decode()
