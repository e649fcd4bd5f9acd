"""How a draft comes to be: written by hand, from a template, or from a case; and many at once, none of them twice.

letter = drafting.create(committee, by=user, organizations=[…], kind="notice", title="…", body="…")
letter = drafting.draft("reminder", case, by=user)
batch = drafting.draft_many("reminder", cases, by=user, key="terms-2026-11")
"""

import secrets

from django.db import transaction
from django.utils import timezone

from alliances.models import Organization
from letters import ladder
from letters.cases import PLACEHOLDERS
from letters.models import Batch, Letter, LetterStep, LetterTemplate, Recipient
from letters.models.following import rung_before
from letters.models.states import FORM_OF, LADDER, Kind, State
from letters.tables import tidy_tables
from letters.texts import UNFILLED, kept, one_line, placeholders_in, worded
from portal.access import WrongState

MOST = 1000  # letters of one batch
LONGEST_KEY = 120


@transaction.atomic
def create(committee, *, by, organizations, files=(), **fields):
    """A draft written by hand."""
    letter = Letter(committee=committee, created_by=by, **fields)
    letter.tidy()
    letter.save()
    letter.set_organizations(organizations)
    letter._change_files(files, ())
    letter.record("create", by=by)
    return letter


@transaction.atomic
def draft(kind, case, by, template=None):
    """A draft from a case, in the words of the template (without one: the first that fits)."""
    committee = case.organization.committee
    if kind in LADDER and case.key:
        _hold_units([case])
        _require_turn(kind, ladder.next_kind(case.key, case.organization, timezone.localdate()))
    template = template or template_for(committee, kind, case.key)
    (letter,) = _drafts(committee, kind, [case], by, template)
    letter.save()
    letter.set_organizations([case.organization])
    letter.record("create", by=by)
    return letter


def draft_many(kind, cases, by, template=None, key=""):
    """One Batch of drafts, each case its own letter. The same key again goes on with the same batch: what it has is
    not made twice, what it lacks is added. Without a key each call is an act of its own."""
    cases = list(cases)
    if not cases:
        raise WrongState("没有选中任何单位，没有起草公文。")
    if len(cases) > MOST:
        raise WrongState(f"一批最多{MOST}份，这次选了{len(cases)}份，请分批起草。")
    committee = cases[0].organization.committee
    template = template or template_for(committee, kind, cases[0].key)
    key = one_line(key, LONGEST_KEY) or secrets.token_urlsafe(16)
    with transaction.atomic():
        title = fill(template, cases[0], committee, day=timezone.localdate())["title"]
        batch = _held_batch(committee, kind, one_line(title, 200), by, key)
        there = set(batch.letters.values_list("batch_key", flat=True))
        new = {_batch_key(case): case for case in cases if _batch_key(case) not in there}
        if kind in LADDER:
            _hold_units(new.values())
            new = _whose_turn(kind, new, refuse=not there)
        _write(batch, kind, new, by, template)
    return batch


def template_for(committee, kind, case_key=""):
    template = LetterTemplate.objects.filter(committee=committee).for_case(kind, case_key).first()
    if template is None:
        raise WrongState(f"还没有启用的{Kind(kind).label}模板，请先在公文模板里建立。")
    return template


def fill(template, case, committee, *, day, previous=None):
    """{field: text} of a draft. What nobody knows is marked 【待填：…】 for a person to write; nothing is made up.
    `previous`: the unit's part of the letter before, with the deadline that was granted to it."""
    words = {
        "unit": case.organization.short_name,
        "unit_full": case.organization.name,
        "committee": committee.name,
        "today": _chinese(day),
        "matter": case.title,
        "reply_workdays": template.reply_workdays or "",
        "previous": _named(previous.letter) if previous else "",
        "previous_deadline": _chinese(previous.due_on) if previous and previous.due_on else "",
    }
    words |= {name: value for name, value in case.values.items() if value not in (None, "")}
    words = {name: kept(value) for name, value in words.items() if value not in (None, "")}
    filled = {}
    for field in ("title", "body", "note", "cc"):
        text = getattr(template, field)
        gaps = {name: f"{UNFILLED}{PLACEHOLDERS[name][0]}】" for name in placeholders_in(text) if name in PLACEHOLDERS}
        filled[field] = worded(text, gaps | words)
    return filled


def _drafts(committee, kind, cases, by, template):
    """Unsaved letters, one for each case."""
    day = timezone.localdate()
    parts = _previous(kind, cases)
    letters = []
    for case in cases:
        if case.organization.committee_id != committee.pk:
            raise WrongState("主送单位应是本工委的党组织。")
        part = parts.get((case.key, case.organization.pk))
        letter = Letter(
            committee=committee,
            kind=kind,
            form=template.form if template.kind == kind else FORM_OF[kind],
            created_by=by,
            template=template,
            reply_workdays=template.reply_workdays,
            case=one_line(case.key),
            follows=part.letter if part else None,
            tables=tidy_tables(case.tables),
            **fill(template, case, committee, day=day, previous=part),
        )
        letter.title = one_line(letter.title, 200)
        letter.tidy()
        letters.append(letter)
    return letters


def _previous(kind, cases):
    """{(case key, organization): the part of the letter before}, the newest that is out."""
    before = rung_before(kind)
    keys = [case.key for case in cases if case.key]
    if before is None or not keys:
        return {}
    rows = Recipient.objects.filter(letter__case__in=keys, letter__kind=before, letter__state__in=Letter.OUT)
    rows = rows.select_related("letter").order_by("letter__created_at", "letter__pk")
    return {(part.letter.case, part.organization_id): part for part in rows}


def _hold_units(cases):
    """Of two people who draft for the same unit at once the second one finds the first one's draft."""
    units = Organization.objects.filter(pk__in=[case.organization.pk for case in cases]).order_by("pk")
    list(units.select_for_update(no_key=True).values_list("pk"))


def _require_turn(kind, turn, again=True):
    """The ladder's word: this kind; or, where one unit is written to, another 提醒函 rather than the next rung. Of many
    at once nobody is reminded anew who has left the letter before unanswered: that is decided for each."""
    allowed, why = turn
    if allowed == kind:
        return
    if again and kind == Kind.REMINDER and allowed is not None:
        return
    raise WrongState(f"现在不能起草{Kind(kind).label}：{why}")


def _whose_turn(kind, new, refuse):
    """Those whose turn it is; refused when it is nobody's, and none was made by the same act before."""
    turns = ladder.next_kinds(new.values(), timezone.localdate())
    passed, refusals = {}, []
    for key, case in new.items():
        try:
            if case.key:
                _require_turn(kind, turns[case.key, case.organization.pk], again=False)
        except WrongState as refusal:
            refusals.append(str(refusal))
        else:
            passed[key] = case
    if refusals and not passed and refuse:
        raise WrongState(refusals[0])
    return passed


def _held_batch(committee, kind, title, by, key):
    """The one batch of this key, its row held so that two presses at once come one after the other."""
    Batch.objects.bulk_create(
        [Batch(committee=committee, key=key, kind=kind, title=title, created_by=by)], ignore_conflicts=True
    )
    return Batch.objects.select_for_update(no_key=True).get(committee=committee, key=key)


def _write(batch, kind, new, by, template):
    letters = _drafts(batch.committee, kind, new.values(), by, template)
    for key, letter in zip(new, letters, strict=True):
        letter.batch, letter.batch_key = batch, key
        letter.fill_in()
        letter.refuse_ended([new[key].organization], timezone.localdate())
    letters = Letter.objects.bulk_create(letters)
    Letter.history.bulk_history_create(letters, default_user=by)
    organizations = [case.organization for case in new.values()]
    Recipient.objects.bulk_create(
        [Recipient(letter=letter, organization=one) for letter, one in zip(letters, organizations, strict=True)]
    )
    LetterStep.objects.bulk_create(
        [LetterStep(letter=letter, verb="create", by=by, state=State.DRAFT) for letter in letters]
    )
    Batch.objects.filter(pk=batch.pk).update(total=batch.letters.count())


def _batch_key(case):
    """One letter for a case; without one, for the unit."""
    return f"{case.key}|{case.organization.pk}" if case.key else f"unit:{case.organization.pk}"


def _named(letter):
    """《关于…的提醒函》（示例函〔2026〕3号，2026年9月1日印发）; a number only where the office gave one."""
    facts = [letter.number, f"{_chinese(letter.issued_on)}印发" if letter.issued_on else ""]
    return f"《{letter.title}》（{'，'.join(filter(None, facts))}）"


def _chinese(day):
    return f"{day.year}年{day.month}月{day.day}日"
