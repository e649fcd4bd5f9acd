"""The hall's page: nothing of the scores before the stage is closed and the host reveals, and nobody's but staff's."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.results.locking import lock
from tests.assessments.results.test_locking import closed
from tests.factories import (
    make_judge,
    make_member,
    make_officer,
    make_open_stage,
    make_organization,
    make_staff,
    make_user,
    score,
    sheet_of,
)

pytestmark = pytest.mark.django_db


def live(client, user, stage, **query):
    client.force_login(user)
    return client.get(reverse("stage-live", args=[stage.pk]), query)


def reveal(client, user, turn):
    client.force_login(user)
    return client.post(reverse("turn-reveal", args=[turn.pk]))


TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def turn_of(stage, number):
    return stage.turns.select_related("entry").get(entry__number=number)


def test_while_scoring_only_how_many_sheets_are_in(client):
    stage = make_open_stage(judges=3, entries=2)
    staff = make_staff(stage.contest.committee)
    turn = turn_of(stage, 1)
    score(sheet_of(stage.judges.first(), turn.entry), 51, 37)
    stage.show(turn, by=staff)

    for query in ({}, {"part": 1}):
        text = live(client, staff, stage, **query).content.decode()
        assert "已交评分表 1 / 3 份" in text
        assert str(turn.entry) in text
        shown = TOKEN.sub("", text).replace(str(turn.entry), "")  # a token against forgery may hold any digits
        assert "88" not in shown


def host_acts(page):
    """The addresses of the buttons by which the host goes on."""
    return re.findall(r'form="host" formaction="([^"]+)"', page.content.decode())


def test_fragment_has_the_parts_of_the_page_that_are_replaced(client):
    stage = make_open_stage()
    staff = make_staff(stage.contest.committee)
    stage.show(turn_of(stage, 1), by=staff)
    part, whole = live(client, staff, stage, part=1), live(client, staff, stage)

    _, host, hall = re.split(r'<div id="live-\w+">', part.content.decode())
    for inside in (host, hall):
        assert inside.strip().removesuffix("</div>").strip() in whole.content.decode()
    assert whole.content.decode().count("data-live-part") == 2
    assert "<html" not in part.content.decode()
    # Nothing happened, nothing is replaced under the host's pointer: a token would differ each time.
    assert live(client, staff, stage, part=1).content == part.content


def test_hosts_buttons_follow_what_happens_without_loading_the_page(client):
    stage = make_open_stage(entries=2)
    staff = make_staff(stage.contest.committee)
    first, second = stage.turns.order_by("order_number")

    def polled():
        return host_acts(live(client, staff, stage, part=1))

    seen = [polled()]
    stage.show(first, by=staff)
    seen.append(polled())
    stage.show(second, by=staff)
    seen.append(polled())
    stage.close(by=staff, without_reason="示例")
    seen.append(polled())
    reveal(client, staff, first)
    seen.append(polled())
    reveal(client, staff, second)
    seen.append(polled())

    show, uncover = (
        (lambda turn: reverse("turn-show", args=[turn.pk])),
        (lambda turn: reverse("turn-reveal", args=[turn.pk])),
    )
    assert seen == [[show(first)], [show(second)], [], [uncover(first)], [uncover(second)], []]


def test_polled_button_is_sent_with_the_token_of_the_page():
    stage = make_open_stage(entries=2)
    staff = make_staff(stage.contest.committee)
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', live(client, staff, stage).content.decode())[1]
    first, second = stage.turns.order_by("order_number")

    for turn in (first, second):
        [act] = host_acts(client.get(reverse("stage-live", args=[stage.pk]), {"part": 1}))
        assert client.post(act, {"to": "live"}).status_code == 403
        answer = client.post(act, {"to": "live", "csrfmiddlewaretoken": token})
        stage.refresh_from_db()
        assert (answer.url, stage.current) == (reverse("stage-live", args=[stage.pk]), turn)


def test_next_entry_is_shown_without_leaving_the_halls_page(client):
    stage = make_open_stage()
    staff = make_staff(stage.contest.committee)
    first, second = stage.turns.order_by("order_number")[:2]
    stage.show(first, by=staff)
    page = live(client, staff, stage)
    assert page.context["following"] == second
    assert '<input type="hidden" name="to" value="live">' in page.content.decode()

    answers = [
        client.post(reverse("turn-show", args=[second.pk]), {"to": "live"}),
        client.post(reverse("turn-show", args=[first.pk]), {"to": "//example.org"}),
    ]

    assert [one.url for one in answers] == [reverse("stage-live", args=[stage.pk]), stage.get_absolute_url()]


def test_nothing_is_revealed_of_an_open_stage(client):
    stage = make_open_stage()
    turn = turn_of(stage, 1)
    staff = make_staff(stage.contest.committee)
    assert reveal(client, staff, turn).status_code == 302
    turn.refresh_from_db()
    assert turn.revealed_at is None
    assert "评分结束后才能公布得分" in live(client, staff, stage).content.decode()


@pytest.mark.parametrize("locked", [False, True])
def test_after_closing_only_what_the_host_revealed(client, locked):
    stage = closed([(90, 85), (70, 72)])
    staff = make_staff(stage.contest.committee)
    if locked:
        lock(stage, by=staff)
    before = live(client, staff, stage).content.decode()

    reveal(client, staff, turn_of(stage, 1))
    after = live(client, staff, stage).content.decode()

    assert ("87.50" in before, "71.00" in before, "87.50" in after, "71.00" in after) == (False, False, True, False)


def test_second_reveal_keeps_the_first_moment(client):
    stage = closed([(90, 85), (70, 72)])
    staff, turn = make_staff(stage.contest.committee), turn_of(stage, 1)
    reveal(client, staff, turn)
    turn.refresh_from_db()
    first = turn.revealed_at
    reveal(client, staff, turn)
    turn.refresh_from_db()
    assert first is not None
    assert turn.revealed_at == first


def test_reopened_stage_takes_its_scores_off_the_screen(client):
    stage = closed([(90, 85), (70, 72)])
    staff = make_staff(stage.contest.committee)
    reveal(client, staff, turn_of(stage, 1))
    stage.reopen(by=staff, reason="更正评分表")
    assert "87.50" not in live(client, staff, stage).content.decode()


def test_version_that_was_replaced_still_opens(client):
    stage = closed([(90, 85), (70, 72)])
    staff = make_staff(stage.contest.committee)
    reveal(client, staff, turn_of(stage, 1))
    stage.renew(by=staff, reason="评分项有误")
    assert live(client, staff, stage).status_code == 200
    reveal(client, staff, turn_of(stage, 2))
    assert turn_of(stage, 2).revealed_at is None
    assert live(client, staff, stage).status_code == 200


def test_only_staff_of_it_open_and_reveal(client):
    stage = closed([(90, 85), (70, 72)])
    contest, turn = stage.contest, turn_of(stage, 1)
    unit = make_organization(committee=contest.committee)
    asked = [
        make_officer(unit),
        make_member(unit),
        stage.judges.first().user,
        make_staff(),
        make_officer(),
        make_user(),
    ]
    opened = [live(client, user, stage).status_code for user in asked]
    revealed = {reveal(client, user, turn).status_code for user in asked}
    turn.refresh_from_db()
    assert set(opened) <= {403, 404}
    assert revealed <= {403, 404}
    assert turn.revealed_at is None


def test_staff_who_judge_see_no_hall_page_while_scoring(client):
    stage = make_open_stage()
    contest, staff = stage.contest, make_staff(stage.contest.committee)
    judging = make_staff(contest.committee)
    make_judge(contest, [stage], user=judging)
    for query in ({}, {"part": 1}):
        assert live(client, judging, stage, **query).status_code == 403
        assert live(client, staff, stage, **query).status_code == 200
    stage.close(by=staff, without_reason="示例")
    assert live(client, judging, stage).status_code == 200


def test_way_to_the_hall_page_is_shown_to_those_for_whom_it_opens(client):
    stage = make_open_stage()
    contest, staff = stage.contest, make_staff(stage.contest.committee)
    judging = make_staff(contest.committee)
    make_judge(contest, [stage], user=judging)

    def shown_to(user):
        client.force_login(user)
        return reverse("stage-live", args=[stage.pk]) in client.get(stage.get_absolute_url()).content.decode()

    assert (shown_to(judging), shown_to(staff)) == (False, True)
    stage.close(by=staff, without_reason="示例")
    assert (shown_to(judging), shown_to(staff)) == (True, True)


def test_withdrawn_entry_is_skipped(client):
    stage = closed([(90, 85), (70, 72)])
    staff, entry = make_staff(stage.contest.committee), turn_of(stage, 1).entry
    entry.withdraw(by=staff, reason="自愿退出")
    reveal(client, staff, turn_of(stage, 1))
    answer = live(client, staff, stage)
    assert answer.status_code == 200
    assert [turn.entry.number for turn in answer.context["turns"]] == [2]


@pytest.mark.parametrize("part", ["", "0", "abc", "'\"<"])
def test_odd_queries_and_numbers(client, part):
    stage = make_open_stage()
    assert live(client, make_staff(stage.contest.committee), stage, part=part).status_code == 200
    assert client.get("/contests/stages/999999/live/").status_code == 404
    assert client.post("/contests/turns/999999/reveal/").status_code == 404
    assert client.get(reverse("turn-reveal", args=[stage.turns.first().pk])).status_code == 405
