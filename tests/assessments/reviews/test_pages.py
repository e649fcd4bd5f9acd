"""The pages of a review meeting: set up, print codes, vote on a phone, count paper, read the results."""

import io
import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from openpyxl import load_workbook

from assessments.models import BallotCode, ReviewMeeting, Tally
from assessments.reviews import codes, voting
from tests.factories import (
    make_alliance,
    make_branch,
    make_committee,
    make_leader,
    make_member,
    make_officer,
    make_organization,
    make_review_meeting,
    make_staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return make_review_meeting()


@pytest.fixture
def staff(client, meeting):
    user = make_staff(meeting.committee)
    client.force_login(user)
    return user


def rows(prefix, lines, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(lines), f"{prefix}-INITIAL_FORMS": initial}
    for number, line in enumerate(lines):
        data |= {f"{prefix}-{number}-{name}": value for name, value in line.items()}
    return data


def filled(**changes):
    return {
        "title": "2026年度述职评议会",
        "held_on": "2026-12-10",
        "basis_title": "示例通知",
        "basis_number": "",
        "least_ballots": "5",
        "decimals": "2",
        **rows("levels", [{"name": "好", "points": "100"}, {"name": "差", "points": "0"}]),
        **rows("groups", [{"name": "党员代表", "weight": "100"}]),
        **changes,
    }


def test_meeting_is_set_up_on_one_page(client):
    staff = make_staff(make_committee())
    unit = make_organization(committee=staff.committee, short_name="市示例局")
    branch = make_branch(organization=unit, name="第一党支部")
    client.force_login(staff)
    speakers = [
        {"unit": "市示例局", "form": "onsite"},
        {"unit": "市示例局", "branch_name": "第一党支部", "form": "written"},
    ]

    response = client.post(reverse("review-create"), filled(**rows("speakers", speakers)))

    meeting = ReviewMeeting.objects.get()
    assert response.url == meeting.get_absolute_url()
    assert [(one.organization, one.branch, one.form) for one in meeting.speakers.all()] == [
        (unit, None, "onsite"),
        (unit, branch, "written"),
    ]
    assert meeting.faults() == []
    assert "开始投票" in client.get(response.url).content.decode()


def test_all_faults_of_the_form_are_shown_at_once_and_nothing_is_kept(client):
    staff = make_staff(make_committee())
    make_organization(committee=staff.committee, short_name="市示例局")
    make_organization(committee=make_committee(), short_name="别处局")
    client.force_login(staff)
    speakers = [{"unit": "别处局", "form": "onsite"}, {"unit": "市示例局", "branch_name": "没有", "form": "onsite"}]

    response = client.post(
        reverse("review-create"), filled(title="\x00", least_ballots="1", **rows("speakers", speakers))
    )

    text = response.content.decode()
    assert response.status_code == 422
    assert "名册里没有“别处局”" in text
    assert "市示例局没有叫“没有”的党支部" in text
    assert "应在 2 到 100 之间" in text
    assert not ReviewMeeting.objects.exists()


def test_nothing_is_changed_once_votes_are_open(client, meeting, staff):
    meeting.open(by=staff)

    response = client.get(reverse("review-edit", args=[meeting.pk]), follow=True)

    assert "投票中，不能再修改述职人、投票组和等次" in response.content.decode()


def test_codes_are_shown_once_and_not_cached(client, meeting, staff):
    group = meeting.groups.first()

    response = client.post(reverse("ballot-codes", args=[group.pk]), {"number": "3"})

    slips = re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", response.content.decode())
    assert len(set(slips)) == 3
    assert {codes.digest(slip) for slip in slips} == set(BallotCode.objects.values_list("digest", flat=True))
    assert "no-store" in response["Cache-Control"]
    assert not any(slip in client.get(meeting.get_absolute_url()).content.decode() for slip in slips)


@pytest.mark.parametrize("number", ["", "0", "2001", "三张", "9" * 30])
def test_wrong_number_of_codes_is_refused_in_words(client, meeting, staff, number):
    response = client.post(reverse("ballot-codes", args=[meeting.groups.first().pk]), {"number": number}, follow=True)

    assert response.redirect_chain
    assert BallotCode.objects.count() == 0


def test_vote_on_a_phone_without_login(client, meeting):
    staff = make_staff(meeting.committee)
    (code,) = codes.issue(meeting.groups.first(), 1, by=staff)
    meeting.open(by=staff)
    good = str(meeting.levels.get(name="好").pk)
    first, second = meeting.speakers.all()

    ballot = client.post(reverse("vote"), {"code": codes.printed(code)})
    missing = client.post(reverse("vote"), {"code": code, "cast": "1", f"speaker-{first.pk}": good})
    done = client.post(
        reverse("vote"), {"code": code, "cast": "1", f"speaker-{first.pk}": good, f"speaker-{second.pk}": "none"}
    )
    again = client.post(reverse("vote"), {"code": code})

    assert (ballot.status_code, missing.status_code, done.status_code, again.status_code) == (200, 422, 200, 422)
    assert "请选一项" in missing.content.decode()
    assert "您的票已计入" in done.content.decode()
    assert "已经用过" in again.content.decode()
    assert [tally.count for tally in Tally.objects.filter(count__gt=0)] == [1]
    assert Session.objects.count() == 0
    assert "sessionid" not in client.cookies


def test_wrong_codes_are_limited(client, meeting, settings):
    for _ in range(100):
        client.post(reverse("vote"), {"code": "AAAAA-AAAAA"})

    assert client.post(reverse("vote"), {"code": "AAAAA-AAAAA"}).status_code == 429


def test_staff_see_how_many_voted_but_not_what(client, meeting, staff):
    group = meeting.groups.first()
    code = codes.issue(group, 2, by=staff)[0]
    meeting.open(by=staff)
    before = client.get(meeting.get_absolute_url()).content.decode()
    good = meeting.levels.get(name="好").pk
    voting.cast(code, dict.fromkeys(meeting.speakers.values_list("pk", flat=True), good))

    after = client.get(meeting.get_absolute_url()).content.decode()

    assert client.get(reverse("review-results", args=[meeting.pk])).status_code == 403
    assert client.get(reverse("review-results-export", args=[meeting.pk])).status_code == 403
    assert changed_lines(before, after) == [
        ('data-label="已投（张）" class="lm-num">0<', 'data-label="已投（张）" class="lm-num">1<')
    ]


def changed_lines(before, after):
    """Cells that differ, the tokens against forgery left out."""
    cells = [
        re.findall(r'data-label="[^"]*"[^>]*>[^<]*<', re.sub(r'value="\w{64}"', "", text)) for text in (before, after)
    ]
    return [pair for pair in zip(*cells, strict=True) if pair[0] != pair[1]]


def test_paper_is_entered_by_two(client, meeting, staff):
    meeting.open(by=staff)
    group = meeting.groups.first()
    good = meeting.levels.get(name="好").pk
    data = {"ballots": "6"} | {f"count-{speaker.pk}-{good}": "6" for speaker in meeting.speakers.all()}
    url = reverse("paper-count", args=[group.pk])

    client.post(url, data)
    client.force_login(make_staff(meeting.committee))
    apart = client.post(url, {**data, "ballots": "7"}, follow=True).content.decode()
    client.post(url, data)

    assert "两遍不一致" in apart
    group.refresh_from_db()
    assert group.paper_ballots == 6
    assert sorted(Tally.objects.filter(group=group, count__gt=0).values_list("count", flat=True)) == [6, 6]


def test_results_on_page_and_in_workbook(client, meeting, staff):
    meeting.open(by=staff)
    good, fair = meeting.levels.filter(name__in=["好", "较好"])
    for group, level in zip(meeting.groups.all(), (good, fair), strict=True):
        Tally.objects.filter(group=group, level=level).update(count=5)
    meeting.close(by=staff)

    page = client.get(reverse("review-results", args=[meeting.pk])).content.decode()
    sheet = load_workbook(io.BytesIO(client.get(reverse("review-results-export", args=[meeting.pk])).content)).active

    assert page.count("<b>85.00</b>") == 2  # 100 × 40% + 75 × 60%
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(number for number, row in enumerate(values) if row[0] == "序号")
    assert values[header][:6] == ["序号", "述职单位", "述职方式", "上级领导均分（40%）", "党员代表均分（60%）", "得分"]
    assert [float(value) for value in values[header + 1][3:6]] == [100, 75, 85]


def test_officer_sees_the_own_unit_only_after_closing(client, meeting):
    staff = make_staff(meeting.committee)
    first, second = meeting.speakers.all()
    client.force_login(make_officer(first.organization))
    url = reverse("review-results", args=[meeting.pk])
    assert client.get(url).status_code == 404

    meeting.open(by=staff)
    assert client.get(url).status_code == 403
    meeting.close(by=staff)

    page = client.get(url).content.decode()
    assert str(first) in page
    assert str(second) not in page


@pytest.mark.parametrize("make", [make_member, make_officer])
def test_others_do_not_see_the_meeting(client, meeting, make):
    meeting.open(by=make_staff(meeting.committee))
    client.force_login(make(make_organization(committee=meeting.committee)))

    assert client.get(meeting.get_absolute_url()).status_code == 404
    assert client.post(reverse("review-close", args=[meeting.pk])).status_code == 404


def test_another_committee_sees_nothing(client, meeting):
    meeting.open(by=make_staff(meeting.committee))
    group = meeting.groups.first()
    client.force_login(make_staff(make_committee()))

    answers = [
        client.get(meeting.get_absolute_url()),
        client.post(reverse("ballot-codes", args=[group.pk]), {"number": 3}),
        client.get(reverse("paper-count", args=[group.pk])),
        client.post(reverse("paper-clear", args=[group.pk])),
    ]

    assert {answer.status_code for answer in answers} == {404}


def test_leader_sees_all_results(client, meeting):
    staff = make_staff(meeting.committee)
    meeting.open(by=staff)
    meeting.close(by=staff)
    client.force_login(make_leader(make_alliance(committee=meeting.committee)))

    page = client.get(reverse("review-results", args=[meeting.pk])).content.decode()

    assert all(str(speaker) in page for speaker in meeting.speakers.all())


@pytest.mark.parametrize("speakers", [1, 7])
def test_queries_do_not_grow(client, django_assert_max_num_queries, speakers):
    meeting = make_review_meeting(speakers=speakers)
    staff = make_staff(meeting.committee)
    client.force_login(staff)
    meeting.open(by=staff)
    for url in (
        meeting.get_absolute_url(),
        reverse("review-list"),
        reverse("paper-count", args=[meeting.groups.first().pk]),
    ):
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200
    meeting.close(by=staff)

    with django_assert_max_num_queries(12):
        assert client.get(reverse("review-results", args=[meeting.pk])).status_code == 200
