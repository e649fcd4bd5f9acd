from datetime import date

import pytest

from alliances.defaults import create_all
from desk.models import DraftFigure, ReportDraft, ReportTemplate
from desk.reports import defaults, drafting, papers
from desk.statistics.figures import Scope
from desk.statistics.snapshots import sign
from portal.access import EditConflict, WrongState
from tests.factories import make_committee, make_measure, make_staff

SENTENCE = (
    "截至7月底，各联盟单位党组织先后组织开展13场次的联合主题党日，助农消费28万余元，"
    "协助基层解决问题32件，开展各类志愿服务活动1100余次"
)


def said(draft, number=2):
    """The second paragraph: the one with the figures."""
    return draft.paragraphs.get(order_number=number)


def rewritten(draft, text, number=2, **fields):
    draft.refresh_from_db()
    row = said(draft, number)
    fields = {"title": draft.title, "texts": {row.pk: text}, "revision": draft.revision, **fields}
    drafting.rewrite(draft, by=draft.created_by, **fields)
    return drafting.Reading(ReportDraft.objects.get(pk=draft.pk))


def judged(reading):
    return (reading.wrong, reading.unbacked, reading.to_write, len(reading.notes))


def test_sentence_of_2023_to_the_character(draft):
    assert said(draft).text == f"{SENTENCE}。"
    assert draft.title == "党建联盟工作情况（截至2023年7月31日）"
    assert [row.text for row in draft.paragraphs.all()] == [
        "一、总体情况",
        f"{SENTENCE}。",
        "二、主要做法",
        "【由工委填写】",
        "三、存在的问题和下一步打算",
        "【由工委填写】",
    ]


def test_every_figure_leads_to_the_rows_it_is_the_sum_of(draft):
    reading = drafting.Reading(draft)

    found = [
        (note.number, note.piece.text, note.figure.key, papers.figure_words(note.piece.mark)) for note in reading.notes
    ]

    assert found == [
        (1, "13场次", "held:联合主题党日", "13场次"),
        (2, "28万余元", "measure:助农消费", "283600元"),
        (3, "32件", "measure:解决问题", "32件"),
        (4, "1100余次", "measure:志愿服务", "1126人次"),
    ]
    for note in reading.notes:
        rows = note.figure.rows.filter(is_before=False)
        assert sum(row.value for row in rows) == note.figure.value
        assert max(row.day for row in rows) <= date(2023, 7, 31)
    assert judged(reading) == (0, 0, 2, 4)


def test_two_drafts_of_one_snapshot_say_the_same(staff, signed, template, draft):
    other = ReportTemplate.objects.create(committee=staff.committee, name="简报", title="简报")
    other.rewrite(["助农消费{助农消费:准}，解决问题{解决问题}，{联合主题党日场次}。"])

    second = drafting.create(other, signed, by=staff)

    figures = DraftFigure.objects.exclude(figure=None)
    both = [{figure.figure_id for figure in figures.filter(paragraph__draft=one)} for one in (draft, second)]
    assert both[1] < both[0]
    assert said(second, 1).text == "助农消费283600元，解决问题32件，13场次。"
    assert judged(drafting.Reading(second)) == (0, 0, 0, 3)


def test_edited_figure_is_marked_and_the_footnote_says_what_the_snapshot_says(draft):
    reading = rewritten(draft, f"今年以来，{SENTENCE.replace('28万余元', '30万元')}，带动就业45人。")

    assert judged(reading) == (1, 1, 2, 4)
    wrong = next(note for note in reading.notes if note.is_wrong)
    assert papers.note_words(wrong, draft.snapshot) == (
        "与快照不符，快照为“28万余元”。助农消费：283600元（截至2023年7月31日，数据快照“2023年1至7月”）。"
    )


def test_same_figure_in_other_words_stands(draft):
    assert judged(rewritten(draft, SENTENCE.replace("28万余元", "28.36万元"))) == (0, 0, 2, 4)


def test_later_records_do_not_reach_the_draft(staff, draft):
    make_measure(staff.committee, "助农消费").outcomes.update(value=1)

    assert judged(drafting.Reading(draft)) == (0, 0, 2, 4)
    assert said(draft).text == f"{SENTENCE}。"


def test_edit_is_undone_to_the_filled_text(draft):
    rewritten(draft, "全部重写。")
    assert said(draft).is_edited
    draft.refresh_from_db()

    drafting.restore(said(draft), by=draft.created_by, revision=draft.revision)

    assert (said(draft).text, said(draft).is_edited) == (f"{SENTENCE}。", False)
    assert judged(drafting.Reading(draft)) == (0, 0, 2, 4)


def test_text_edited_back_by_hand_counts_as_not_edited(draft):
    rewritten(draft, "全部重写。")
    reading = rewritten(draft, f"{SENTENCE}。")

    assert not said(draft).is_edited
    assert judged(reading)[0] == 0


def test_figure_moved_to_another_paragraph_keeps_its_footnote(draft):
    first, third = said(draft), said(draft, 4)
    texts = {first.pk: SENTENCE.replace("，协助基层解决问题32件", ""), third.pk: "协助基层解决问题32件。"}
    draft.refresh_from_db()

    drafting.rewrite(draft, title=draft.title, texts=texts, by=draft.created_by, revision=draft.revision)

    reading = drafting.Reading(ReportDraft.objects.get(pk=draft.pk))
    assert [note.figure.key for note in reading.notes][-1] == "measure:解决问题"
    assert judged(reading) == (0, 0, 1, 4)


def test_typed_placeholder_becomes_a_figure_with_a_footnote(draft):
    reading = rewritten(draft, f"{SENTENCE}，覆盖{{参与单位次}}。{{{{7*7}}}}{{未知}}")

    assert said(draft).text.endswith("。{{7*7}}{未知}")
    assert "units" in [note.figure.key for note in reading.notes]


def test_second_writer_is_told_and_overwrites_nothing(draft):
    opened = draft.revision
    rewritten(draft, "先保存的。")

    with pytest.raises(EditConflict, match="刚被别人改过"):
        rewritten(draft, "后保存的。", revision=opened)

    assert said(draft).text == "先保存的。"


def test_dropped_draft_is_not_changed_until_it_is_taken_up_again(staff, draft):
    draft.drop(by=staff)
    with pytest.raises(WrongState, match="已经作废"):
        rewritten(draft, "改。")
    with pytest.raises(WrongState, match="已经作废"):
        draft.drop(by=staff)

    draft.take_up(by=staff)

    assert judged(rewritten(draft, "改。")) == (0, 0, 2, 0)
    with pytest.raises(WrongState, match="没有作废"):
        draft.take_up(by=staff)


def test_void_snapshot_is_cited_by_no_new_draft(staff, signed, template):
    signed.void(by=staff, reason="补录以后重签")

    with pytest.raises(WrongState, match="已经作废"):
        drafting.create(template, signed, by=staff)


def test_template_of_another_committee_is_refused(staff, signed):
    other = ReportTemplate.objects.create(committee=make_committee(), name="别家", title="别家")

    with pytest.raises(WrongState, match="不是同一个工委"):
        drafting.create(other, signed, by=staff)


def test_template_without_paragraphs_makes_no_draft(staff, signed):
    empty = ReportTemplate.objects.create(committee=staff.committee, name="空", title="空")

    with pytest.raises(WrongState, match="还没有段落"):
        drafting.create(empty, signed, by=staff)
    assert not ReportDraft.objects.exists()


def test_measure_newer_than_the_snapshot_is_left_to_fill(staff, signed, template):
    make_measure(staff.committee, "惠民实事", "件")
    template.rewrite(["惠民实事{惠民实事}，助农消费{助农消费}。"])

    draft = drafting.create(template, signed, by=staff)

    assert said(draft, 1).text == "惠民实事【待填：惠民实事】，助农消费28万余元。"
    assert judged(drafting.Reading(draft)) == (0, 0, 1, 1)


def test_template_changed_later_changes_no_draft(template, draft):
    template.rewrite(["另一段。"])

    assert said(draft).text == f"{SENTENCE}。"


def test_new_committee_begins_with_a_template_that_its_own_words_fill(db):
    committee = make_committee()
    create_all(committee)
    staff = make_staff(committee)
    snapshot = sign(Scope(committee, date(2026, 1, 1), date(2026, 6, 30)), "上半年", by=staff)

    draft = drafting.create(committee.report_templates.get(), snapshot, by=staff)

    assert said(draft).text == (
        "截至6月底，各联盟单位党组织先后组织开展0场次的联合主题党日，助农消费0元，"
        "协助基层解决问题0件，开展各类志愿服务活动0次。"
    )
    assert judged(drafting.Reading(draft)) == (0, 0, 2, 4)


def test_default_template_is_given_once(staff):
    defaults.create_template(staff.committee)

    assert staff.committee.report_templates.count() == 1
