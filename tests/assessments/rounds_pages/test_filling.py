"""自评, 初评, 复核 on one form: kept leaf by leaf, by the one whose turn it is, refused in words beside the field."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.models import Claim, Score, Strike
from assessments.rounds import handing, scores
from tests.assessments.rounds.made import Made

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MOST = 12
SCRIPT = {"Accept": "application/json"}
VOTE = {"kind": "levels", "by": "votes", "levels": [{"name": "好", "points": "5"}, {"name": "差", "points": "0"}]}
SHARE = {
    "kind": "tier_by_vote_share",
    "levels": ["优秀"],
    "ignored": ["弃权"],
    "tiers": [{"from": "0", "to": "90", "points": "0"}, {"from": "90", "points": "5"}],
}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def fill_url(made, officer):
    return reverse("assessment-fill", args=[made.of(officer).pk])


def save(client, made, officer, leaf, by=None, headers=SCRIPT, **sent):
    client.force_login(by or officer)
    url = reverse("score-save", args=[made.of(officer).pk, leaf.pk])
    return client.post(url, sent, headers=headers)


def claim(client, made, officer, leaf, **sent):
    client.force_login(officer)
    return client.post(reverse("claim-add", args=[made.of(officer).pk, leaf.pk]), sent)


# Each leaf at once


def test_a_leaf_is_kept_at_once_and_everything_that_changed_is_told(client, made):
    told = save(client, made, made.one, made.judged, points="8.5", reason="工作扎实").json()

    row = Score.objects.get(assessment=made.of(made.one), indicator=made.judged, stage="self")
    assert (row.value, row.answer, row.reason) == (8.5, {"points": "8.5", "reason": "工作扎实"}, "工作扎实")
    assert told["total"] == "48.50"
    assert told["values"][f"i{made.judged.pk}"] == "8.5"
    assert told["values"][f"i{made.work.pk}"] == "48.5"
    assert told["values"][f"i{made.compared.pk}"] == "—"
    assert (told["left"], told["needs_reason"], len(told["saved_at"])) == (1, False, 5)


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"points": "88", "reason": "好"}, "points", "“综合评价”：88 分不在范围内，应为 0 分至 10 分。"),
        ({"points": "8"}, "reason", "理由"),
        ({"points": "很多", "reason": "好"}, "points", ""),
        ({"points": "9" * 400, "reason": "好"}, "points", ""),
        ({"points": "1e9", "reason": "好"}, "points", ""),
        ({"points": "NaN", "reason": "好"}, "points", ""),
        ({"points": "8\x00", "reason": "好"}, "points", ""),
        ({"points": "8", "reason": "好\x00"}, "reason", ""),
        ({"points": "8", "reason": "好" * 400}, "reason", ""),
        ({"given": "11", "reason": "好"}, "given", "应为 0 分至 10 分"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field_and_nothing_is_kept(client, sent, field, message, made):
    response = save(client, made, made.one, made.judged, **sent)

    assert response.status_code == 422
    assert response.json()["field"] == field
    assert message in response.json()["message"]
    assert not Score.objects.filter(assessment=made.of(made.one)).exists()


def test_without_script_the_page_comes_back_with_what_was_typed(client, made):
    refused = save(client, made, made.one, made.judged, headers={}, points="88", reason="好")
    kept = save(client, made, made.one, made.judged, headers={}, points="8", reason="好")

    assert refused.status_code == 422
    assert 'value="88"' in refused.content.decode() and "应为 0 分至 10 分" in refused.content.decode()
    assert (kept.status_code, kept["Location"]) == (302, f"{fill_url(made, made.one)}#i{made.judged.pk}")


def test_an_entry_that_waited_does_not_overwrite_what_somebody_else_wrote_since(client, made):
    first = save(client, made, made.one, made.judged, points="8", reason="好", seen="").json()
    save(client, made, made.one, made.judged, by=made.staff, points="5", reason="核对", seen=first["seen"])

    late = save(client, made, made.one, made.judged, points="9", reason="好", seen=first["seen"])

    assert late.status_code == 409
    assert "工委" in late.json()["message"]
    row = Score.objects.get(assessment=made.of(made.one), indicator=made.judged, stage="self")
    assert (row.value, row.is_for_unit) == (5, True)


def test_votes_are_typed_kind_by_kind(client):
    made = Made(extra=[("vote", VOTE), ("share", SHARE)]).open()
    made.submit(made.two)
    handing.pass_on(made.of(made.two), by=made.lead)

    text = client_get(client, made.staff, fill_url(made, made.two))
    voted = save(client, made, made.two, made.vote, by=made.staff, **{"votes-好": "8", "votes-差": "2"}).json()
    sent = {"votes-优秀": "95", "votes-其他有效票": "5", "votes-弃权": "3"}
    shared = save(client, made, made.two, made.share, by=made.staff, **sent).json()

    assert 'name="votes-其他有效票"' in text and 'name="votes-弃权"' in text
    assert voted["values"][f"i{made.vote.pk}"] == "4"
    assert shared["values"][f"i{made.share.pk}"] == "5"


def client_get(client, user, url):
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


# Whose turn it is


@pytest.mark.parametrize(
    ("role", "own", "first", "review"),
    [
        ("one", 200, 302, 302),
        ("lead", 404, 200, 302),
        ("staff", 200, 200, 200),
        ("two", 404, 404, 404),
        ("outsider", 404, 404, 404),
        ("leader", 302, 302, 302),
        ("member", 404, 404, 404),
    ],
)
def test_the_form_is_for_whoever_has_it_now(client, role, own, first, review, made):
    client.force_login(getattr(made, role))
    url, found = fill_url(made, made.one), []

    found.append(client.get(url).status_code)
    made.submit(made.one)
    found.append(client.get(url).status_code)
    handing.pass_on(made.of(made.one), by=made.lead)
    found.append(client.get(url).status_code)

    assert found == [own, first, review]


def test_stages_before_stand_side_by_side_and_a_difference_asks_for_its_reason(client, made):
    made.submit(made.one)

    told = save(client, made, made.one, made.level, by=made.lead, choice="一般").json()
    text = client_get(client, made.lead, fill_url(made, made.one))
    refused = client.post(reverse("assessment-pass-on", args=[made.of(made.one).pk]))

    assert told["needs_reason"] is True and told["left"] == 1
    assert "与上一阶段的 20 不同，请写明理由" in text
    assert refused.status_code == 422
    assert f'<a href="#i{made.level.pk}">民主评价</a>：与上一阶段不同，请写明理由' in refused.content.decode()
    assert made.of(made.one).state == "first"


def test_staff_sees_the_total_of_the_stage_at_hand_not_of_one_to_come(client, made):
    made.submit(made.one)

    client.force_login(made.staff)
    response = client.get(fill_url(made, made.one))
    told = save(client, made, made.one, made.level, by=made.staff, choice="一般", reason="意见多").json()

    assert [one.label for one in response.context["totals"]] == ["自评", "初评"]
    assert told["total"] == "58.00"


def test_handing_on_lists_all_that_is_missing_each_with_its_place(client, made):
    client.force_login(made.one)
    url = reverse("assessment-submit", args=[made.of(made.one).pk])

    refused = client.post(url)
    made.fill(made.one)
    done = client.post(url)

    text = refused.content.decode()
    assert refused.status_code == 422
    assert f'<a href="#i{made.judged.pk}">综合评价</a>' in text and f'<a href="#i{made.level.pk}">民主评价</a>' in text
    assert done.status_code == 302 and made.of(made.one).state == "first"


def test_a_page_that_was_left_open_while_it_was_handed_on_says_so(client, made):
    made.submit(made.one)

    late = save(client, made, made.one, made.judged, points="9", reason="好")
    again = client.post(reverse("assessment-submit", args=[made.of(made.one).pk]))

    assert late.status_code == 403
    assert (again.status_code, again["Location"]) == (302, reverse("passport", args=[made.of(made.one).pk]))


# 补充事项, 不计入


def test_what_the_records_lack_is_added_with_a_file_and_taken_away_again(client, media, made):
    file = SimpleUploadedFile("通报.pdf", PDF)
    day = made.scheme.since.isoformat()

    added = claim(client, made, made.one, made.deduct, text="通报批评一次", day=day, amount="2", file=file)

    row = Claim.objects.get()
    assert added["Location"] == f"{fill_url(made, made.one)}#i{made.deduct.pk}"
    assert (row.text, row.amount, row.file_name) == ("通报批评一次", 2, "通报.pdf")
    url = reverse("claim-file", args=[row.pk])
    sent = client.get(url)
    assert b"".join(sent.streaming_content) == PDF and "attachment" in sent["Content-Disposition"]
    client.force_login(made.two)
    assert client.get(url).status_code == 404
    assert client.post(reverse("claim-remove", args=[row.pk])).status_code == 404
    client.force_login(made.one)
    client.post(reverse("claim-remove", args=[row.pk]))
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "请写明补充的事项。"),
        ({"text": "x\x00"}, ""),
        ({"text": "迟报", "day": "2001-01-01"}, "日期应在考核期间"),
        ({"text": "迟报", "day": "昨天"}, "没有这一天"),
        ({"text": "迟报", "amount": "9" * 30}, ""),
        ({"text": "迟报", "amount": "-1"}, ""),
        ({"text": "迟报", "amount": "0"}, "数量应大于0。"),
        ({"text": "迟报", "label": "级" * 50}, ""),
        ({"text": "迟报", "file": SimpleUploadedFile("a.exe", b"MZ")}, "不是可以接收的文件"),
    ],
)
def test_an_addition_that_cannot_be_is_refused_on_the_page(client, sent, message, made):
    response = claim(client, made, made.one, made.deduct, **sent)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Claim.objects.exists()


def test_a_leaf_that_takes_no_additions_refuses_them(client, made):
    response = claim(client, made, made.one, made.judged, text="多做了一件")

    assert response.status_code == 422 and not Claim.objects.exists()


def test_a_reviewer_takes_a_record_out_with_a_reason_and_back_again(client, made):
    made.found(made.one, made.deduct, "activity:1")
    made.submit(made.one)
    client.force_login(made.lead)
    url = reverse("strike-add", args=[made.of(made.one).pk, made.deduct.pk])

    client.post(url, {"key": "activity:1", "reason": ""})
    without_reason = Strike.objects.count()
    client.post(url, {"key": "activity:1", "reason": "已请假"})
    text = client_get(client, made.lead, fill_url(made, made.one))

    assert without_reason == 0
    assert "初评不计入：已请假" in text and "恢复计入" in text
    client.post(reverse("strike-remove", args=[Strike.objects.get().pk]))
    assert not Strike.objects.exists()


@pytest.mark.parametrize("key", ["", "activity:2", "\x00", "x" * 500])
def test_a_record_that_is_not_there_cannot_be_taken_out(client, key, made):
    made.submit(made.one)
    client.force_login(made.lead)

    url = reverse("strike-add", args=[made.of(made.one).pk, made.deduct.pk])
    response = client.post(url, {"key": key, "reason": "没有"}, follow=True)

    assert response.status_code == 200 and not Strike.objects.exists()


@pytest.mark.parametrize("name", ["score-save", "claim-add", "strike-add"])
def test_only_leaves_of_the_own_scheme_are_written(client, name):
    made, other = Made().open(), Made().open()
    client.force_login(made.one)
    assessment = made.of(made.one)

    for indicator in (other.judged.pk, made.work.pk, 10**18, 10**30):
        assert client.post(reverse(name, args=[assessment.pk, indicator]), {"text": "x"}).status_code == 404
    assert client.get(reverse(name, args=[assessment.pk, made.judged.pk])).status_code == 405


# Returned, taken back, exempted


def test_returned_with_a_reason_it_is_the_units_again(client, made):
    made.submit(made.one)
    client.force_login(made.lead)
    url = reverse("assessment-return", args=[made.of(made.one).pk])

    page, refused = client.get(url), client.post(url, {"to": "review", "reason": "重填"})
    client.post(url, {"to": "self", "reason": "综合评价的理由写具体"})

    assert (page.status_code, refused.status_code) == (200, 422)
    assert made.of(made.one).status == {"kind": "wait", "label": "退回待改"}
    assert "综合评价的理由写具体" in client_get(client, made.one, reverse("passport", args=[made.of(made.one).pk]))


def test_taken_back_until_the_next_has_begun(client, made):
    made.submit(made.one)
    made.submit(made.two)
    scores.enter(made.of(made.two), made.level, by=made.lead, answer={"choice": "一般"}, reason="意见多")

    for officer in (made.one, made.two):
        client.force_login(officer)
        client.post(reverse("assessment-take-back", args=[made.of(officer).pk]))

    assert [made.of(officer).state for officer in (made.one, made.two)] == ["self", "first"]


def test_exempted_by_the_committee_with_a_reason(client, made):
    client.force_login(made.staff)
    url = reverse("assessment-exempt", args=[made.of(made.one).pk])

    refused = client.post(url, {"reason": ""})
    client.post(url, {"reason": "机构改革撤并"})

    assert refused.status_code == 422
    assert made.of(made.one).state == "exempt"
    assert "不参评：机构改革撤并" in client_get(client, made.one, reverse("passport", args=[made.of(made.one).pk]))


# Queries


@pytest.mark.parametrize("number", [1, 15])
def test_a_fixed_number_of_queries_at_any_number_of_records(client, number, django_assert_max_num_queries, made):
    made.found(made.one, made.deduct, *(f"activity:{place}" for place in range(number)))
    for _ in range(number):
        claim(client, made, made.one, made.deduct, text="迟报")
    url = fill_url(made, made.one)

    client.force_login(made.one)
    with django_assert_max_num_queries(MOST):
        client.get(url)
    made.submit(made.one)
    client.force_login(made.lead)
    with django_assert_max_num_queries(MOST):
        client.get(url)
    handing.pass_on(made.of(made.one), by=made.lead)
    client.force_login(made.staff)
    with django_assert_max_num_queries(MOST):
        response = client.get(url)
    assert response.status_code == 200
