"""The sheet as a page, also without script, and signing it."""

from django.urls import reverse

from assessments import sheets
from assessments.models import Sheet
from tests.assessments.judges.panel import Panel, words
from tests.factories import make_brand, make_entry, score


def fields(panel, *values, sheet=None, **more):
    """The whole form, as a browser without script posts it."""
    page = panel.client().get((sheet or panel.sheet()).get_absolute_url()).context["form"]
    data = {f"mark-{one.pk}": value for one, value in zip(panel.criteria, values, strict=True)}
    seen = {f"seen-{one.pk}": page[f"seen-{one.pk}"].value() for one in panel.criteria}
    return {**data, **seen, **more}


def test_sheet_names_the_scale_of_each_criterion(panel):
    page = words(panel.client().get(panel.sheet().get_absolute_url()))

    assert "内容<small>0–60 分，可到小数1位</small>" in page
    assert "展示<small>0–40 分，可到小数1位</small>" in page
    assert 'inputmode="decimal"' in page


def test_weighted_sheet_shows_shares_and_adds_up_by_them(db):
    panel = Panel(scoring="weighted", scale_low=90, scale_high=100)
    client = panel.client()
    panel.save(client, "95")
    answer = panel.save(client, "90.5", criterion=1)

    page = words(client.get(panel.sheet().get_absolute_url()))

    assert "90–100 分，可到小数1位，占 60%" in page
    assert answer.json()["total"] == "93.2"  # 95 × 60% + 90.5 × 40%


def test_entry_is_shown_as_it_was_entered(panel):
    entry = panel.entries[0]
    frozen = entry.version
    frozen.state = "superseded"
    frozen.save()
    entry.brand.versions.create(number=2, name="改了名的品牌", state="published")

    page = words(panel.client().get(panel.sheet().get_absolute_url()))

    assert frozen.meaning in page
    assert frozen.name in page
    assert "改了名的品牌" not in page


def test_form_without_script_keeps_every_good_value_beside_a_bad_one(panel):
    sheet = panel.sheet()

    answer = panel.client().post(sheet.get_absolute_url(), fields(panel, "55.5", "41"))

    assert answer.status_code == 422
    assert "超出评分范围，应在 0 到 40 之间" in words(answer)
    assert 'value="41"' in words(answer)
    assert panel.marks() == ["55.5"]


def test_form_without_script_touches_only_what_was_changed(panel):
    client, sheet = panel.client(), panel.sheet()
    kept = panel.save(client, "50").json()
    stale = fields(panel, "50", "30")
    panel.save(client, "52", seen=kept["seen"])

    answer = client.post(sheet.get_absolute_url(), stale)

    assert answer.status_code == 302
    assert panel.marks() == ["52", "30"]


def test_form_without_script_does_not_overwrite_what_was_entered_elsewhere(panel):
    client, sheet = panel.client(), panel.sheet()
    kept = panel.save(client, "50").json()
    stale = fields(panel, "45", "")
    panel.save(client, "52", seen=kept["seen"])

    answer = client.post(sheet.get_absolute_url(), stale)

    assert answer.status_code == 422
    assert "已在别处改为 52" in words(answer)
    assert panel.marks() == ["52"]


def test_emptied_field_leaves_the_mark(panel):
    client = panel.client()
    panel.save(client, "50")

    answer = client.post(panel.sheet().get_absolute_url(), fields(panel, "", ""))

    assert "没有填分数；已存的 50 仍然有效" in words(answer)
    assert panel.marks() == ["50"]


def test_sheet_is_signed_after_its_marks_were_shown_once_more(panel):
    client, sheet = panel.client(), panel.sheet()

    saved = client.post(sheet.get_absolute_url(), fields(panel, "55", "38", then="sign"))
    shown = client.get(saved.url)
    signed = client.post(saved.url, {"seen": shown.context["seen"]})

    assert saved.url == reverse("sheet-sign", args=[sheet.pk])
    assert "93" in words(shown)
    assert signed.url == panel.sheet(entry=1).get_absolute_url()  # the next one waits
    assert panel.sheet().state == "signed"
    page = words(client.get(sheet.get_absolute_url()))
    assert "要改请联系工委重开" in page
    assert "data-marks-url" not in page


def test_sheet_with_a_missing_mark_is_not_signed(panel):
    client, sheet = panel.client(), panel.sheet()
    panel.save(client, "55")

    shown = client.get(reverse("sheet-sign", args=[sheet.pk]), follow=True)
    forced = client.post(reverse("sheet-sign", args=[sheet.pk]), follow=True)

    assert "还没有打完：展示" in words(shown)
    assert "还没有打完：展示" in words(forced)
    assert panel.sheet().state == "open"


def test_what_changed_since_it_was_shown_is_not_signed_unseen(panel):
    client, sheet = panel.client(), panel.sheet()
    score(sheet, 55, 38, sign=False)
    address = reverse("sheet-sign", args=[sheet.pk])
    seen = client.get(address).context["seen"]
    sheets.put_mark(sheet, panel.criteria[0], "20", by=panel.judges[0].user)

    answer = client.post(address, {"seen": seen})

    assert answer.url == address
    assert panel.sheet().state == "open"


def test_withdrawn_entry_is_said_clearly_and_its_marks_stay_to_be_read(panel):
    score(panel.sheet(), 55, 38, sign=False)
    panel.entries[0].withdraw(by=panel.staff, reason="单位申请退出")

    page = words(panel.client().get(panel.sheet().get_absolute_url()))

    assert "已退出比赛，不用打分" in page
    assert "93" in page
    assert "data-marks-url" not in page


def test_neighbours_follow_the_lot(panel):
    page = words(panel.client().get(panel.sheet(entry=1).get_absolute_url()))

    assert f'href="{panel.sheet(entry=0).get_absolute_url()}" rel="prev"' in page
    assert f'href="{panel.sheet(entry=2).get_absolute_url()}" rel="next"' in page


def test_judge_never_sees_a_field_for_an_entry_of_the_own_unit(panel):
    judge = panel.judges[0]
    brand = make_brand(committee=panel.contest.committee)
    judge.organization = brand.organization
    judge.save()

    panel.stage.admit([make_entry(panel.contest, brand)])

    desk = panel.client().get(reverse("judge-desk", args=[panel.contest.pk]))
    (part,) = desk.context["parts"]
    assert (part.lines[-1].label, part.lines[-1].href) == ("回避", "")
    assert not Sheet.objects.filter(judge=judge, turn__entry__brand=brand).exists()
    assert Sheet.objects.filter(turn__entry__brand=brand).count() == 2


def test_declared_conflict_makes_the_sheet_void(panel):
    client = panel.client()
    score(panel.sheet(), 55, 38, sign=False)
    address = reverse("conflict-declare", args=[panel.entries[0].pk])

    asked = client.get(address)
    empty = client.post(address, {"reason": ""})
    done = client.post(address, {"reason": "近亲属是负责人"}, follow=True)

    assert "已打的分作废" in words(asked)
    assert "请写明原因" in words(empty)
    assert "回避" in words(done)
    assert panel.sheet().state == "void"
    assert "data-marks-url" not in words(client.get(panel.sheet().get_absolute_url()))


def test_who_is_no_judge_declares_nothing(panel):
    from_outside = Panel()

    assert from_outside.client().get(reverse("conflict-declare", args=[panel.entries[0].pk])).status_code == 404
