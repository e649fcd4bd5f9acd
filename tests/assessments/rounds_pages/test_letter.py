"""The door “起草提醒函” of a result: for the committee, and only once the round is shown."""

import pytest
from django.urls import reverse

from letters.defaults import create_templates
from letters.models import Letter
from tests.assessments.rounds.made import Made
from tests.factories import make_leader, make_member, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def press(client, user, assessment):
    client.force_login(user)
    return client.post(reverse("assessment-letter", args=[assessment.pk]))


def made_round(shown=True):
    made = Made().open()
    create_templates(made.round.committee)
    return made.review_all().publicize() if shown else made


def test_letter_of_a_result_says_what_was_shown(client):
    made = made_round()
    assessment = made.of(made.one)

    response = press(client, made.staff, assessment)

    letter = Letter.objects.get()
    assessment.refresh_from_db()
    assert response.url == letter.get_absolute_url()
    assert (letter.kind, letter.state, letter.case) == ("reminder", "draft", f"assessment:{assessment.pk}")
    assert list(letter.organizations) == [made.one.organization]
    scheme, points = made.round.scheme, f"{assessment.review_total:.{made.round.scheme.decimals}f}"
    assert letter.title == f"关于{scheme.title}的提醒函"
    assert letter.body.startswith(f"{scheme.period.label}{scheme.title}结果为{points}分")
    assert "【待填" not in letter.body


def test_no_letter_before_the_result_is_shown(client):
    made = made_round(shown=False)

    response = press(client, made.staff, made.of(made.one))

    assert (Letter.objects.count(), response.url) == (0, reverse("passport", args=[made.of(made.one).pk]))
    assert "起草提醒函" not in client.get(response.url).content.decode()


def test_second_letter_waits_for_the_first(client):
    made = made_round()
    for _ in range(2):
        press(client, made.staff, made.of(made.one))

    assert Letter.objects.count() == 1


def test_letters_of_results_are_drafted_by_the_committee_alone(client):
    made = made_round()
    people = {
        "leader": make_leader(made.alliance),
        "lead": made.lead,
        "unit": made.one,
        "member": make_member(made.one.organization),
        "other_staff": make_staff(),
    }

    found = {name: press(client, user, made.of(made.one)).status_code for name, user in people.items()}

    assert found.pop("other_staff") == 404
    assert set(found.values()) <= {403, 404}
    assert Letter.objects.count() == 0
