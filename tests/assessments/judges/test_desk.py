"""The judge's list: the own work in the order of the lot, from the first mark to signing all."""

from django.urls import reverse

from assessments import conflicts
from assessments import panel as panels
from tests.assessments.judges.panel import Panel, client_of, words
from tests.factories import make_member, make_user, score


def desk(panel, judge=0):
    return panel.client(judge).get(reverse("judge-desk", args=[panel.contest.pk]))


def labels(response):
    (part,) = response.context["parts"]
    return [(line.number, line.label, line.total) for line in part.lines]


def test_desk_tells_each_entry_in_the_order_of_the_lot(db):
    panel = Panel(entries=5)
    score(panel.sheet(entry=0), 50, 30)
    score(panel.sheet(entry=1), 50, 30.5, sign=False)
    panel.save(panel.client(), "40", sheet=panel.sheet(entry=2))
    conflicts.declare(panel.judges[0], panel.entries[4], "近亲属是负责人", by=panel.judges[0].user)

    page = desk(panel)

    assert labels(page) == [
        (1, "已签交", "80"),
        (2, "待签交", "80.5"),
        (3, "已打1项", "40"),
        (4, "待打分", ""),
        (5, "回避", ""),
    ]
    assert "要评 4 个，打完 2 个，签交 1 个" in words(page)


def test_desk_leads_to_the_first_entry_that_lacks_a_mark(panel):
    score(panel.sheet(entry=0), 50, 30)

    page = words(desk(panel))

    assert f'<a class="btn btn-primary" href="{panel.sheet(entry=1).get_absolute_url()}">接着打分</a>' in page


def test_all_are_signed_at_once_after_they_were_listed(panel):
    for entry in range(3):
        score(panel.sheet(entry=entry), 50, 30 + entry, sign=False)
    client, address = panel.client(), reverse("stage-sign-all", args=[panel.stage.pk])

    assert f'href="{address}">全部签交</a>' in words(desk(panel))
    listed = client.get(address)
    done = client.post(address, {"seen": listed.context["seen"]}, follow=True)

    assert [line["total"] for line in listed.context["lines"]] == ["80", "81", "82"]
    assert "3 份评分表已全部签交" in words(done)
    assert {panel.sheet(entry=entry).state for entry in range(3)} == {"signed"}


def test_not_all_is_signed_while_one_is_unfinished(panel):
    score(panel.sheet(entry=0), 50, 30, sign=False)
    address = reverse("stage-sign-all", args=[panel.stage.pk])

    asked = panel.client().get(address, follow=True)
    forced = panel.client().post(address, follow=True)

    assert "还有没打完的" in words(asked)
    assert "没有打完" in words(forced)
    assert panel.sheet().state == "open"


def test_judge_who_left_is_told_so(panel):
    panels.remove(panel.judges[0], by=panel.staff, reason="因公出差")

    page = desk(panel)

    assert "您已不再担任本场评委" in words(page)
    assert panel.client().get(panel.sheet().get_absolute_url()).status_code == 404


def test_desk_is_for_the_judges_of_the_contest(panel):
    address = reverse("judge-desk", args=[panel.contest.pk])
    member = make_member(organization=panel.entries[0].organization)

    assert client_of(member).get(address).status_code == 403
    assert client_of(panel.staff).get(address).status_code == 403
    assert client_of(make_user(post="judge")).get(address).status_code == 404


def test_desk_asks_the_database_no_more_for_many_entries(db, django_assert_max_num_queries):
    panel = Panel(entries=12, judges=1)
    client = panel.client()
    for entry in range(6):
        score(panel.sheet(entry=entry), 50, 30)

    with django_assert_max_num_queries(12):
        client.get(reverse("judge-desk", args=[panel.contest.pk]))
    with django_assert_max_num_queries(12):
        client.get(panel.sheet(entry=7).get_absolute_url())
