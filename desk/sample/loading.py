from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from activities import defaults as activity_defaults
from activities import ledger, reminders
from alliances import defaults as alliance_defaults
from alliances.models import Committee
from branches import defaults as brand_defaults
from branches import roster
from branches.terms import defaults as term_defaults
from desk.sample import brand_honours
from desk.sample.accounts import create_accounts, create_liaisons
from desk.sample.assessments import create_assessments, finished_year
from desk.sample.brand_words import BrandWords
from desk.sample.brands import create_brands
from desk.sample.brands_in_hand import create_brands_in_hand, open_officers
from desk.sample.contest import create_contest_in_judging, summary
from desk.sample.letters import create_letters
from desk.sample.life import create_life
from desk.sample.prompts import create_prompts
from desk.sample.reports import create_reports
from desk.sample.tasks import create_tasks
from desk.sample.terms import create_terms
from notices.models import Notice
from portal.quarters import Quarter
from portal.workdays import nearest_workday_after

FOLDER = settings.BASE_DIR / "sample"
ROSTER = FOLDER / "roster-2026.xlsx"
LEDGERS = (FOLDER / "activities-2023.xlsx", FOLDER / "activities-2025-2026.xlsx")
ROSTER_SINCE = date(2026, 1, 1)
FIRST_YEAR = 2025  # duties and reminders before are nobody's business any more


@transaction.atomic
def load(day, *, say):
    """Everything or nothing. `say` is handed a line for each part, for whoever waits at the terminal."""
    committee = Committee.objects.create(name="中共黄山市委市直机关工作委员会", short_name="市直机关工委")
    alliance_defaults.create_categories(committee)
    activity_defaults.create_words(committee)
    term_defaults.create_steps(committee)
    for year in range(FIRST_YEAR, day.year + 1):
        activity_defaults.create_duties(committee, year)
    say("花名册：" + _import_roster(committee, day))
    people = create_accounts(committee)
    create_liaisons(committee, people["liaison"])
    for path in LEDGERS:
        say(f"活动台账：{path.name}，{_import_ledger(committee, path)} 项")
    say(f"往期提醒：{remind_of_the_past(committee, day)} 条")
    say(f"办理中的活动：{create_life(committee, people, day)} 项")
    say(f"重点任务：{create_tasks(committee, people, day)} 项，工作提示：{create_prompts(committee, people, day)} 份")
    say("品牌：" + _create_brands(committee, people, day))
    say("比赛：" + summary(create_contest_in_judging(committee, people, day)))
    say("任期：" + create_terms(committee, people, day))
    say("考核：" + create_assessments(committee, people, day))
    say("公文：" + create_letters(committee, people, day))
    say("报告：" + create_reports(committee, people["staff"], day))


def _import_roster(committee, day):
    """From the beginning of the year whose round is over: nobody is assessed without a seat."""
    since = min(ROSTER_SINCE, date(finished_year(day), 1, 1))
    with ROSTER.open("rb") as file:
        roster.import_now(committee, file, on=since, name=ROSTER.name)
    units = committee.organizations.units()
    branches = sum(units.values_list("branch_count", flat=True))
    members = sum(units.values_list("member_count", flat=True))
    alliances = committee.alliances.count()
    chambers = committee.organizations.chambers().count()
    return (
        f"{alliances} 个联盟、{units.count()} 个党组织、{chambers} 个商（协）会、{branches} 个党支部、{members} 名党员"
    )


def _import_ledger(committee, path):
    with path.open("rb") as file:
        return len(ledger.apply(ledger.plan_ledger(committee, file, name=path.name)))


def _create_brands(committee, people, day):
    brand_defaults.create_levels(committee)
    open_officers(committee)
    words, staff = BrandWords(), people["staff"]
    published = create_brands(committee, people, words, day)
    return (
        f"已发布 {len(published)} 个，办理中 {create_brands_in_hand(committee, people, words, published)} 个，"
        f"荣誉 {brand_honours.honour(published, staff, day)} 项，"
        f"互鉴 {brand_honours.learn(published, staff, day)} 次，实践活动 {brand_honours.practise(published, staff)} 项"
    )


def remind_of_the_past(committee, day):
    """What the portal would have sent after each quarter that has ended: read long ago, not to be sent again now."""
    made = 0
    quarter = Quarter(day.year - 1, 1)  # the first morning of a year speaks of all the year before
    while quarter.last_day < day:
        morning = nearest_workday_after(quarter.last_day + timedelta(days=1))
        if morning > day:
            break
        made += len(list(reminders.remind(morning)))
        then = timezone.make_aware(datetime.combine(morning, time(8)))
        Notice.objects.filter(recipient__committee=committee, read_at=None).update(created_at=then, read_at=then)
        quarter = quarter.next()
    return made
