"""Brands and contests for the world of the permission matrix, and who reaches them.

`judge` sits on the panel of `contest`, whose stage is open: `sheet` is the judge's own, `other_sheet` another's.
`entries` is a contest that takes entries, `setting_up` one nobody has announced, `shown` one whose result is public.
"""

from django.core.files.base import ContentFile
from django.utils.timezone import localdate

from assessments import lots
from assessments.models import Contest, Entry
from assessments.results import locking, publicity
from branches.models import Adoption, BrandPicture
from tests.factories import (
    make_branch,
    make_brand,
    make_brand_version,
    make_contest,
    make_entry,
    make_honour,
    make_judge,
    make_open_stage,
    make_stage,
    score_all,
)

STAFF_OF_IT = "LYFFFFFFFNN"
BRAND_ROWS = (
    ("GET", "brand-list", "", "LYYYYYYYYYY"),
    ("GET", "brand-export", "", "LYYYYYYYYYY"),
    ("GET", "brand-create", "", "LYFYYYYFFYY"),
    ("POST", "brand-create", "", "LYFYYYYFFYY"),
    ("GET", "brand-coverage", "", "LYYYYYYFFYY"),
    ("GET", "brand-coverage-export", "", "LYYYYYYFFYY"),
    ("GET", "brand-coverage-remind", "", "LYFYFFFFFYY"),
    ("POST", "brand-coverage-remind", "", "LYFYFFFFFYY"),
    ("GET", "brand-detail", "brand", "LYYYYYYYYNN"),
    ("GET", "brand-detail", "brand_draft", "LYNNNYNNNNN"),
    ("GET", "brand-detail", "brand_proposed", "LYYYNYNNNNN"),
    ("GET", "brand-detail", "brand_submitted", "LYYYNYNNNNN"),
    ("GET", "brand-logo", "brand_version", "LYYYYYYYYNN"),
    ("GET", "brand-logo", "revision", "LYYYNYNNNNN"),  # still in the making
    ("GET", "brand-picture", "brand_picture", "LYYYYYYYYNN"),
    ("GET", "brand-picture-small", "brand_picture", "LYYYYYYYYNN"),
    ("GET", "brand-edit", "brand_draft", "LYNNNYNNNNN"),
    ("POST", "brand-edit", "brand_draft", "LYNNNYNNNNN"),
    ("GET", "brand-edit", "brand_returned", "LYFFNYNNNNN"),
    ("POST", "brand-autosave", "brand_draft", "LYNNNYNNNNN"),
    ("POST", "brand-revise", "brand", "LYFFFYFFFNN"),
    ("POST", "brand-submit", "brand_draft", "LYNNNYNNNNN"),
    ("POST", "brand-review", "brand_proposed", "LYFYNFNNNNN"),
    ("POST", "brand-publish", "brand_submitted", "LYFFNFNNNNN"),
    ("GET", "brand-return", "brand_proposed", "LYFYNFNNNNN"),
    ("POST", "brand-return", "brand_proposed", "LYFYNFNNNNN"),
    ("POST", "brand-return", "brand_submitted", "LYFFNFNNNNN"),
    ("POST", "brand-withdraw", "brand_submitted", "LYFFNYNNNNN"),
    ("POST", "brand-drop", "brand_draft", "LYNNNYNNNNN"),
    ("GET", "brand-end", "brand", "LYFFFYFFFNN"),
    ("POST", "brand-end", "brand", "LYFFFYFFFNN"),
    ("GET", "brand-changes", "revised", "LYYYFYFFFNN"),
    ("GET", "brand-honour-grant", "brand", "LYFFFFFFFNN"),
    ("POST", "brand-honour-grant", "brand", "LYFFFFFFFNN"),
    ("GET", "brand-honour-withdraw", "honour", "LYFFFFFFFNN"),
    ("POST", "brand-honour-withdraw", "honour", "LYFFFFFFFNN"),
    ("GET", "brand-adopt", "brand", "LFFYYFYFFNN"),
    ("POST", "brand-adopt", "brand", "LFFYYFYFFNN"),
    ("POST", "brand-adoption-take-back", "adoption", "LYFYFFFFFNN"),
    ("GET", "brand-activities", "brand", "LYFFFYFFFNN"),
    ("POST", "brand-activities", "brand", "LYFFFYFFFNN"),
)
CONTEST_ROWS = (
    ("GET", "contest-list", "", "LYYYYYYYYYY"),
    ("GET", "contest-create", "", "LYFFFFFFFYF"),
    ("POST", "contest-create", "", "LYFFFFFFFYF"),
    ("GET", "contest-detail", "contest", "LYYYYYYYYNN"),
    ("GET", "contest-detail", "setting_up", "LYNNNNNNNNN"),
    ("POST", "contest-copy", "contest", STAFF_OF_IT),
    ("GET", "contest-setup", "setting_up", "LYNNNNNNNNN"),
    ("GET", "contest-setup", "contest", STAFF_OF_IT),
    ("POST", "contest-setup", "contest", STAFF_OF_IT),
    ("POST", "contest-open", "setting_up", "LYNNNNNNNNN"),
    ("POST", "contest-close-entries", "entries", STAFF_OF_IT),
    ("GET", "contest-cancel", "contest", STAFF_OF_IT),
    ("POST", "contest-cancel", "contest", STAFF_OF_IT),
    ("GET", "stage-create", "contest", STAFF_OF_IT),
    ("POST", "stage-create", "contest", STAFF_OF_IT),
    ("GET", "stage-edit", "contest-stage", STAFF_OF_IT),
    ("POST", "stage-edit", "contest-stage", STAFF_OF_IT),
    ("POST", "stage-delete", "contest-stage", STAFF_OF_IT),
    ("GET", "contest-awards", "contest", STAFF_OF_IT),
    ("POST", "contest-awards", "contest", STAFF_OF_IT),
    ("GET", "contest-judges", "contest", STAFF_OF_IT),
    ("POST", "contest-judges", "contest", STAFF_OF_IT),
    ("POST", "judge-outside", "contest", STAFF_OF_IT),
    ("POST", "contest-conflict", "contest", STAFF_OF_IT),
    ("GET", "judge-remove", "judge_row", "LYNNNNNNFNN"),
    ("POST", "judge-remove", "judge_row", "LYNNNNNNFNN"),
    ("GET", "contest-entries", "contest", STAFF_OF_IT),
    ("POST", "entries-accept", "contest", STAFF_OF_IT),
    ("GET", "contest-entries-export", "contest", STAFF_OF_IT),
    ("GET", "contest-enter", "entries", "LYFYYYYFFNN"),
    ("POST", "contest-enter", "entries", "LYFYYYYFFNN"),
    ("GET", "entry-detail", "entry", "LYNNNYNNYNN"),
    ("GET", "entry-detail", "entered", "LYNNNYNNNNN"),
    ("POST", "entry-accept", "entered", "LYNNNFNNNNN"),
    ("POST", "entry-refuse", "entered", "LYNNNFNNNNN"),
    ("GET", "entry-withdraw", "entered", "LYNNNYNNNNN"),
    ("POST", "entry-withdraw", "entered", "LYNNNYNNNNN"),
    ("GET", "contest-copy", "contest", STAFF_OF_IT),
    ("POST", "contest-setup", "setting_up", "LYNNNNNNNNN"),
    ("GET", "stage-close", "stage", STAFF_OF_IT),
    ("GET", "entry-refuse", "entered", "LYNNNFNNNNN"),
    ("GET", "contest-enter", "contest", "LYFYYYYFFNN"),
    ("GET", "stage-detail", "stage", STAFF_OF_IT),
    ("GET", "stage-draw", "stage", STAFF_OF_IT),
    ("POST", "stage-draw", "stage", STAFF_OF_IT),
    ("POST", "stage-open", "stage_set", "LYNNNNNNNNN"),
    ("POST", "stage-close", "stage", STAFF_OF_IT),
    ("POST", "stage-reopen", "stage", STAFF_OF_IT),
    ("GET", "stage-renew", "stage", STAFF_OF_IT),
    ("POST", "stage-renew", "stage", STAFF_OF_IT),
    ("POST", "turn-show", "turn", STAFF_OF_IT),
    ("POST", "turn-time", "turn", STAFF_OF_IT),
    ("GET", "judge-desk", "contest", "LFFFFFFFYNN"),
    ("GET", "stage-sign-all", "stage", "LFFFFFFFYNN"),
    ("POST", "stage-sign-all", "stage", "LFFFFFFFYNN"),
    ("GET", "sheet", "sheet", "LYNNNNNNYNN"),
    ("POST", "sheet", "sheet", "LFNNNNNNYNN"),
    ("GET", "sheet", "other_sheet", "LYNNNNNNNNN"),
    ("POST", "sheet", "other_sheet", "LFNNNNNNNNN"),
    ("POST", "mark-save", "sheet", "LNNNNNNNNNN"),
    ("POST", "mark-save", "other_sheet", "LNNNNNNNNNN"),
    ("GET", "sheet-sign", "sheet", "LNNNNNNNYNN"),
    ("POST", "sheet-sign", "sheet", "LNNNNNNNYNN"),
    ("POST", "sheet-sign", "other_sheet", "LNNNNNNNNNN"),
    ("GET", "sheet-reopen", "sheet", "LYNNNNNNFNN"),
    ("POST", "sheet-reopen", "sheet", "LYNNNNNNFNN"),
    ("POST", "sheet-void", "other_sheet", "LYNNNNNNNNN"),
    ("GET", "conflict-declare", "entry", "LFNNNFNNYNN"),
    ("POST", "conflict-declare", "entry", "LFNNNFNNYNN"),
    ("GET", "entry-logo", "entry", "LYNNNYNNYNN"),
    ("GET", "entry-picture", "entry-picture", "LYNNNYNNYNN"),
    ("GET", "paper-sheets", "stage", STAFF_OF_IT),
    ("GET", "paper-type", "stage", STAFF_OF_IT),
    ("POST", "paper-type", "stage", "LFFFFFFFFNN"),  # only with the code of a sheet
    ("GET", "paper-compare", "sheet", "LYNNNNNNFNN"),
    ("POST", "paper-compare", "sheet", "LYNNNNNNFNN"),
    ("GET", "contest-results", "contest", "LNNNNNNNNNN"),  # nobody, before there is a result
    ("GET", "contest-results", "judged", "LYNNNNNNNNN"),  # the committee alone, before the publicity
    ("GET", "contest-results-export", "judged", "LYNNNNNNNNN"),
    ("GET", "contest-results", "shown", "LYYYYYYYYNN"),
    ("GET", "contest-results-export", "shown", "LYYYYYYYYNN"),
    ("GET", "result-passport", "shown-entry", "LYYYYYYYYNN"),
    ("GET", "contest-severity", "contest", STAFF_OF_IT),
    ("GET", "contest-severity", "shown", STAFF_OF_IT),
    ("GET", "stage-live", "stage", STAFF_OF_IT),
    ("POST", "turn-reveal", "shown_turn", STAFF_OF_IT),
    ("GET", "stage-lock", "stage", STAFF_OF_IT),
    ("POST", "stage-lock", "stage", STAFF_OF_IT),
    ("GET", "contest-conclude", "contest", STAFF_OF_IT),
    ("POST", "contest-conclude", "contest", STAFF_OF_IT),
    ("GET", "contest-correct", "judged", STAFF_OF_IT),
    ("POST", "contest-correct", "judged", STAFF_OF_IT),
    ("GET", "contest-amend", "judged", STAFF_OF_IT),
    ("POST", "contest-amend", "judged", STAFF_OF_IT),
    ("GET", "contest-publicize", "judged", STAFF_OF_IT),
    ("POST", "contest-publicize", "judged", STAFF_OF_IT),
    ("GET", "contest-award", "shown", STAFF_OF_IT),
    ("POST", "contest-award", "shown", STAFF_OF_IT),
    ("GET", "objection-list", "shown", "LYYYYYYYYNN"),
    ("GET", "objection-raise", "shown", "LYYYYYYYYNN"),
    ("POST", "objection-raise", "shown", "LYYYYYYYYNN"),
    ("GET", "objection-answer", "objection", "LYNNNFNNNNN"),
    ("POST", "objection-answer", "objection", "LYNNNFNNNNN"),
    ("GET", "sheet-void", "sheet", "LYNNNNNNFNN"),
    ("POST", "sheet-reopen", "other_sheet", "LYNNNNNNNNN"),
)


def add_brands(world):
    unit = world.organization
    officer = world.people["unit"]
    world.brand = make_brand(branch=make_branch(organization=unit))
    making = dict.fromkeys(("draft", "proposed", "submitted", "returned"))
    for state in making:
        version = {"state": state, "created_by": officer}
        setattr(world, f"brand_{state}", make_brand(branch=make_branch(organization=unit), **version))
    world.brand_version = world.brand.published
    world.brand_version.logo.save("logo.jpg", ContentFile(b"x"))
    world.brand_picture = BrandPicture.objects.create(
        version=world.brand_version, image=ContentFile(b"x", "a.jpg"), thumbnail=ContentFile(b"x", "a.jpg"),
        width=1, height=1,
    )  # fmt: skip
    world.revised = make_brand(branch=make_branch(organization=unit))
    world.revision = make_brand_version(world.revised, state="submitted")
    world.revision.logo.save("logo.jpg", ContentFile(b"x"))
    world.honour = make_honour(world.brand)
    learner = world.people["lead"]
    world.adoption = Adoption.objects.create(
        brand=world.brand, organization=learner.organization, lesson="示例", by=learner
    )


def add_contests(world):
    committee, staff = world.alliance.committee, world.people["staff"]
    world.setting_up = make_contest(committee=committee)
    world.stage_set = make_stage(world.setting_up)
    world.entries = make_contest(committee=committee, state=Contest.State.ENTRIES)
    world.entered = make_entry(world.entries, world.brand, state=Entry.State.ENTERED)
    world.contest = make_contest(committee=committee, state=Contest.State.JUDGING)
    world.stage = stage = make_stage(world.contest)
    world.judge_row, other = make_judge(world.contest, user=world.people["judge"]), make_judge(world.contest)
    world.entry = make_entry(world.contest, world.brand)
    stage.admit([world.entry])
    lots.draw(stage, "示例种子", by=staff)
    stage.open(by=staff)
    world.turn = stage.turns.get()
    world.judged, world.shown = _concluded(committee, staff), _concluded(committee, staff)
    publicity.publicize(world.shown, by=staff, day=localdate())
    world.shown_turn = world.shown.stages.get().turns.first()
    world.objection = world.shown.objections.create(text="示例异议", by=world.people["unit"])
    world.sheet, world.other_sheet = (judge.sheets.get() for judge in (world.judge_row, other))


def _concluded(committee, staff):
    """A contest with a result that nobody but the committee knows."""
    contest = make_contest(committee=committee, state=Contest.State.JUDGING)
    stage = make_open_stage(judges=1, entries=1, contest=contest)
    score_all(stage)
    stage.close(by=staff)
    locking.lock(stage, by=staff)
    contest.refresh_from_db()
    locking.conclude(contest, by=staff)
    return contest
