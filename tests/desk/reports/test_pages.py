import re
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.urls import reverse
from docx import Document

from desk.models import ReportDraft, ReportTemplate, Snapshot
from desk.reports import drafting
from tests.desk.reports.test_drafts import SENTENCE, said
from tests.factories import make_alliance, make_leader, make_measure, make_officer_of, make_staff


@pytest.fixture
def page(client, staff):
    client.force_login(staff)
    return client


def edit_url(draft):
    return reverse("report-draft-edit", args=[draft.pk])


def posted(draft, text, **fields):
    row = said(draft)
    return {"version": draft.revision, "title": draft.title, f"text_{row.pk}": text, **fields}


def words(response):
    return response.content.decode()


def test_draft_is_made_on_the_page(page, staff, signed, template):
    form = page.get(reverse("report-create"), {"snapshot": signed.pk})
    made = page.post(reverse("report-create"), {"template": template.pk, "snapshot": signed.pk}, follow=True)

    assert form.status_code == 200
    draft = ReportDraft.objects.get()
    assert made.redirect_chain == [(draft.get_absolute_url(), 302)]
    assert "数字与快照一致" in words(made)


@pytest.mark.parametrize("asked", ["", "x", "999999", "9" * 30, "-1", "²"])
def test_unknown_snapshot_in_the_address_is_ignored(page, signed, asked):
    assert page.get(reverse("report-create"), {"snapshot": asked}).status_code == 200


def test_snapshot_and_template_have_to_be_chosen_from_the_own_ones(page, template):
    other = make_staff()
    foreign = ReportTemplate.objects.create(committee=other.committee, name="别家", title="别家")

    response = page.post(reverse("report-create"), {"template": foreign.pk, "snapshot": "x"})

    assert response.status_code == 422
    assert not ReportDraft.objects.exists()


def test_without_snapshots_the_page_says_where_to_sign_one(client, db):
    staff = make_staff()
    ReportTemplate.objects.create(committee=staff.committee, name="模板", title="标题")
    client.force_login(staff)

    assert "还没有签定的数据快照" in words(client.get(reverse("report-create")))


def test_each_figure_on_the_page_has_a_note_with_a_link_to_its_rows(page, draft):
    shown = words(page.get(draft.get_absolute_url()))

    for number, note in enumerate(drafting.Reading(draft).notes, start=1):
        assert f'href="#note-{number}"' in shown
        assert note.figure.get_absolute_url().replace("&", "&amp;") in shown
    assert shown.count("lm-fig-note") == 4


def test_edit_marks_what_no_longer_agrees(page, draft):
    text = SENTENCE.replace("13场次", "15场次") + "，另有5项。"

    response = page.post(edit_url(draft), posted(draft, text), follow=True)

    shown = words(response)
    assert "与快照不符，快照为“13场次”" in shown
    assert "（未注明出处的数字）" in shown
    assert "这一段改过" in shown


def test_list_names_the_drafts_that_no_longer_agree(page, staff, signed, template, draft):
    sound = drafting.create(template, signed, by=staff)
    text = SENTENCE.replace("13场次", "15场次")
    page.post(edit_url(draft), posted(draft, text, title="14场次的联合主题党日"))

    shown = words(page.get(reverse("report-list")))

    assert (shown.count("处数字与快照不符"), shown.count("标题待核对")) == (1, 1)
    assert "1 处数字与快照不符" in shown.split(draft.get_absolute_url())[1].split("</tr>")[0]
    assert "标题里的“14”，快照里没有这个数" in words(page.get(draft.get_absolute_url()))
    assert "快照里没有这个数" not in words(page.get(sound.get_absolute_url()))


def test_conflict_keeps_what_was_written(page, draft):
    late = posted(draft, "后写的。")
    page.post(edit_url(draft), posted(draft, "先写的。"))

    response = page.post(edit_url(draft), late)

    assert response.status_code == 409
    assert "后写的。" in words(response)
    assert said(draft).text == "先写的。"


def test_restore_on_the_page(page, draft):
    page.post(edit_url(draft), posted(draft, "改。"))
    draft.refresh_from_db()

    page.post(reverse("report-paragraph-restore", args=[said(draft).pk]), {"version": draft.revision})

    assert said(draft).text == f"{SENTENCE}。"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "²"])
def test_bad_version_changes_nothing(page, draft, version):
    page.post(edit_url(draft), posted(draft, "改。"))

    edited = page.post(edit_url(draft), posted(draft, "再改。", version=version))
    restored = page.post(reverse("report-paragraph-restore", args=[said(draft).pk]), {"version": version})

    assert (edited.status_code, restored.status_code) == (422, 302)
    assert said(draft).text == "改。"


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7*7 }}{% include 'x' %}{{助农}}",
        "\x00\x01\x1b控制\x7f字符\ufffe",
        '=HYPERLINK("http://示例")',
        "<script>alert(1)</script>&amp;",
        "9" * 300 + "件",
        "1" + "0" * 60 + "亿亿亿亿亿万余",
        "．，。" * 100,
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ],
)
def test_any_text_can_be_kept_and_is_executed_nowhere(page, draft, text):
    page.post(edit_url(draft), posted(draft, text, title=text[:200]))

    for name in ("report-detail", "report-draft-edit", "report-text", "report-document"):
        response = page.get(reverse(name, args=[draft.pk]))
        assert response.status_code == 200
        assert b"<script>alert" not in response.content or name == "report-text"
    assert page.get(reverse("report-list"), {"q": text}).status_code == 200
    assert "\x00" not in said(draft).text


def test_too_long_a_text_is_refused_in_words(page, draft):
    response = page.post(edit_url(draft), posted(draft, "长" * 4001))

    assert response.status_code == 422
    assert "第2段" in words(response)
    assert said(draft).text == f"{SENTENCE}。"


def test_text_to_copy_and_its_file_name(page, draft):
    response = page.get(reverse("report-text", args=[draft.pk]))

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "党建联盟工作情况（截至2023年7月31日）.txt" in unquote(response["Content-Disposition"])
    assert words(response) == (
        f"党建联盟工作情况（截至2023年7月31日）\n\n一、总体情况\n{SENTENCE}。\n二、主要做法\n【由工委填写】\n"
        "三、存在的问题和下一步打算\n【由工委填写】\n"
    )


def test_document_has_the_text_and_its_name(page, draft):
    response = page.get(reverse("report-document", args=[draft.pk]))

    assert "党建联盟工作情况（截至2023年7月31日）.docx" in unquote(response["Content-Disposition"])
    lines = [paragraph.text for paragraph in Document(BytesIO(response.content)).paragraphs]
    assert f"{SENTENCE}。" in lines


def test_each_footnote_of_the_document_stands_behind_its_figure(page, draft):
    page.post(edit_url(draft), posted(draft, f"今年以来，{SENTENCE.replace('28万余元', '30万元')}。"))

    with ZipFile(BytesIO(page.get(reverse("report-document", args=[draft.pk])).content)) as file:
        body, notes, links = (
            file.read(f"word/{name}").decode() for name in ("document.xml", "footnotes.xml", "_rels/footnotes.xml.rels")
        )

    before = [re.sub(r"<[^>]+>", "", part)[-4:] for part in body.split("<w:footnoteReference")[:-1]]
    assert before == ["13场次", "30万元", "题32件", "00余次"]
    assert "联合主题党日：13场次（截至2023年7月31日，数据快照“2023年1至7月”）。" in re.sub(r"<[^>]+>", "", notes)
    assert "与快照不符，快照为“28万余元”。助农消费：283600元" in re.sub(r"<[^>]+>", "", notes)
    assert unquote(links).count(reverse("snapshot-rows", args=[draft.snapshot_id])) == 4


def test_emptied_paragraph_is_left_out(page, draft):
    page.post(edit_url(draft), posted(draft, ""))

    assert words(page.get(reverse("report-text", args=[draft.pk]))).split("\n")[2:4] == ["一、总体情况", "二、主要做法"]


def test_void_snapshot_is_said_on_the_draft(page, staff, draft):
    draft.snapshot.void(by=staff, reason="补录以后重签")

    assert "已经作废：补录以后重签" in words(page.get(draft.get_absolute_url()))


def test_drop_and_take_up_on_the_page(page, draft):
    page.post(reverse("report-drop", args=[draft.pk]))
    assert words(page.get(reverse("report-list"))).count(draft.get_absolute_url()) == 0
    assert words(page.get(reverse("report-list"), {"state": "dropped"})).count(draft.get_absolute_url()) == 1
    assert page.get(edit_url(draft)).status_code == 302

    page.post(reverse("report-take-up", args=[draft.pk]))

    assert words(page.get(reverse("report-list"))).count(draft.get_absolute_url()) == 1


# who


READ = ("report-detail", "report-text", "report-document")
WRITE = ("report-draft-edit", "report-drop", "report-take-up")


def test_leader_reads_and_does_not_write(client, staff, draft):
    client.force_login(make_leader(make_alliance(committee=staff.committee)))

    assert [client.get(reverse(name, args=[draft.pk])).status_code for name in READ] == [200] * 3
    assert [client.post(reverse(name, args=[draft.pk])).status_code for name in WRITE] == [403] * 3
    assert client.get(reverse("report-list")).status_code == 200
    assert client.get(reverse("report-template-list")).status_code == 403
    assert client.post(reverse("report-paragraph-restore", args=[said(draft).pk])).status_code == 403


def test_others_see_nothing(client, staff, draft, template):
    for stranger in (make_staff(), make_officer_of(make_alliance(committee=staff.committee))):
        client.force_login(stranger)
        found = {client.get(reverse(name, args=[draft.pk])).status_code for name in READ}
        found |= {client.post(reverse(name, args=[draft.pk])).status_code for name in WRITE}
        found |= {client.post(reverse("report-paragraph-restore", args=[said(draft).pk])).status_code}
        found |= {client.get(reverse("report-template-edit", args=[template.pk])).status_code}
        assert found == {404}


# templates


def template_data(template, *texts, **fields):
    data = {"version": template.revision, "name": template.name, "title": template.title, "is_active": "on"}
    return data | {f"text_{number}": text for number, text in enumerate(texts, start=1)} | fields


def test_measure_added_by_staff_has_its_placeholder_at_once(page, staff, template):
    make_measure(staff.committee, "惠民实事", "件")
    url = template.get_absolute_url()

    shown = words(page.get(url))
    response = page.post(url, template_data(template, "{惠民实事:零写暂无}。"))

    assert "{惠民实事}" in shown
    assert response.status_code == 302
    assert [row.text for row in template.paragraphs.all()] == ["{惠民实事:零写暂无}。"]


def test_unknown_placeholder_is_refused_by_name_and_paragraph(page, template):
    before = [row.text for row in template.paragraphs.all()]

    response = page.post(template.get_absolute_url(), template_data(template, "{助农消费}", "{助农额}，{截至:准}"))

    assert response.status_code == 422
    shown = words(response)
    assert "第2段：没有{助农额}这个占位符" in shown.replace("</a>", "")
    assert "{截至}后面不用写冒号" in shown
    assert [row.text for row in template.paragraphs.all()] == before


def test_unknown_placeholder_in_the_title_is_refused(page, template):
    response = page.post(template.get_absolute_url(), template_data(template, "一段", title="{标题}"))

    assert response.status_code == 422


def test_paragraphs_are_kept_in_the_order_of_the_page(page, template):
    page.post(template.get_absolute_url(), template_data(template, "甲", "", "乙\r\n乙二\r\n \r\n丙", "丁"))

    assert [row.text for row in template.paragraphs.all()] == ["甲", "乙\n乙二", "丙", "丁"]


def test_too_many_paragraphs_are_refused(page, template):
    response = page.post(template.get_absolute_url(), template_data(template, "\n\n".join("一" * 41)))

    assert response.status_code == 422
    assert "最多写40段" in words(response)


def test_second_writer_of_a_template_is_told(page, template):
    page.post(template.get_absolute_url(), template_data(template, "先"))

    response = page.post(template.get_absolute_url(), template_data(template, "后"))

    assert response.status_code == 409
    assert [row.text for row in template.paragraphs.all()] == ["先"]


def test_new_template_and_a_second_of_the_same_name(page, staff):
    url = reverse("report-template-create")
    data = {"version": 0, "name": "简报", "title": "简报（截至{截至}）", "is_active": "on", "text_1": "{助农消费}"}

    first, second = page.post(url, data), page.post(url, data)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "已有同名的报告模板" in words(second)
    assert staff.committee.report_templates.filter(name="简报").count() == 1


def test_empty_template_is_refused(page, template):
    response = page.post(template.get_absolute_url(), template_data(template, "", ""))

    assert response.status_code == 422
    assert "至少写一段" in words(response)


# how often the database is asked


def test_pages_ask_as_often_for_many_as_for_few(page, staff, signed, template, draft, django_assert_max_num_queries):
    urls = [
        reverse("report-list"),
        reverse("report-create"),
        reverse("report-template-list"),
        template.get_absolute_url(),
        draft.get_absolute_url(),
        edit_url(draft),
        reverse("report-text", args=[draft.pk]),
        reverse("report-document", args=[draft.pk]),
    ]
    few = [_asked(page, url, django_assert_max_num_queries) for url in urls]
    template.rewrite([row.text for row in template.paragraphs.all()] * 5)
    for number in range(3):
        other = ReportTemplate.objects.create(committee=staff.committee, name=f"模板{number}", title="标题")
        other.rewrite(["{助农消费}"] * 9)
        made = drafting.create(template, signed, by=staff)
    urls[4:] = [made.get_absolute_url(), edit_url(made)] + [
        reverse(name, args=[made.pk]) for name in ("report-text", "report-document")
    ]

    assert [_asked(page, url, django_assert_max_num_queries) for url in urls] == few


def _asked(client, url, most):
    with most(12) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_snapshot_stays_when_a_draft_cites_it(draft):
    assert Snapshot.objects.get(pk=draft.snapshot_id).drafts.get() == draft
