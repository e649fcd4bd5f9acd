"""The days of a running round, moved with a reason; records looked at anew when asked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from assessments.rounds import deadlines
from portal.access import WrongState

pytestmark = pytest.mark.django_db


def days(*numbers):
    names = ("self_until", "first_until", "review_until")
    return {name: localdate() + timedelta(days=number) for name, number in zip(names, numbers, strict=True)}


def test_deadline_is_moved_and_everybody_reads_why(made):
    deadlines.move(made.round, by=made.staff, reason="逢国庆假期", **days(15, 20, 30))

    made.round.refresh_from_db()
    assert made.round.self_until == localdate() + timedelta(days=15)
    step = made.round.steps.visible_to(made.one).first()
    assert (step.verb, step.reason) == ("调整期限", f"自评截止改为{made.round.self_until}。逢国庆假期")


@pytest.mark.parametrize(
    ("given", "reason", "words"),
    [
        ((25, 20, 30), "延期", "初评截止应在自评截止和复核截止之间"),
        ((10, 20, 30), "延期", "日期没有改动"),
        ((15, 20, 30), " ", "请写明原因"),
    ],
)
def test_days_out_of_order_or_without_reason_are_refused(given, reason, words, made):
    with pytest.raises(WrongState, match=words):
        deadlines.move(made.round, by=made.staff, reason=reason, **days(*given))

    made.round.refresh_from_db()
    assert made.round.self_until == localdate() + timedelta(days=10)


def test_nothing_is_moved_once_the_result_is_shown(public):
    with pytest.raises(WrongState, match="不能办理这一步"):
        deadlines.move(public.round, by=public.staff, reason="延期", **days(15, 20, 30))


def test_staff_moves_it_on_the_page_and_nobody_else(client, made):
    url = reverse("round-deadlines", args=[made.round.pk])
    data = {name: day.isoformat() for name, day in days(12, 22, 32).items()} | {"reason": "延期"}

    client.force_login(made.one)
    assert client.post(url, data).status_code == 403
    client.force_login(made.staff)
    assert client.post(url, data | {"reason": ""}).status_code == 422
    client.post(url, data)

    made.round.refresh_from_db()
    assert made.round.review_until == localdate() + timedelta(days=32)


def test_records_are_compared_when_staff_asks(client, made):
    made.found(made.one, made.deduct, "activity:1")
    made.deduct.source = "attendance"
    made.deduct.save()
    made.review_all().publicize().finalize()
    total = made.of(made.one).final_total
    client.force_login(made.staff)

    client.post(reverse("round-compare", args=[made.round.pk]))

    fact = made.of(made.one).facts.get(indicator=made.deduct)
    assert fact.drift is not None  # no activity stands behind the record
    assert made.of(made.one).final_total == total
    assert "数据已变动" in client.get(made.of(made.one).get_absolute_url()).content.decode()


def test_nothing_is_compared_before_the_result_is_shown(client, made):
    client.force_login(made.staff)

    assert client.post(reverse("round-compare", args=[made.round.pk])).status_code == 403
