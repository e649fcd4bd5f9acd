"""Valid objects in one call; a test names only what it is about."""

from datetime import date, datetime, timedelta
from functools import wraps
from io import BytesIO
from itertools import count
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import User
from activities.models import (
    Activity,
    ActivityType,
    Duty,
    Measure,
    Participation,
    Prompt,
    ReminderStep,
    Report,
    SignUp,
    Task,
)
from alliances.models import Alliance, Category, Committee, Liaison, Organization, Seat
from assessments import lots, panel, sheets
from assessments.models import (
    Assessment,
    Award,
    Contest,
    Criterion,
    Entry,
    Grade,
    Indicator,
    ReviewMeeting,
    Round,
    Scheme,
    Sheet,
    Stage,
    Turn,
)
from branches.models import Branch, Brand, BrandLevel, BrandVersion, Honour
from letters.models import Letter, LetterTemplate, Recipient

SHANGHAI = ZoneInfo("Asia/Shanghai")
_numbers = count(1)
keeps_past = False  # the fixture `past` sets it


def without_past(make):
    """What a test starts from has no history and no trail: they begin with what the test does. A sixth of all time."""

    @wraps(make)
    def made(*args, **fields):
        before = getattr(settings, "SIMPLE_HISTORY_ENABLED", True)
        settings.SIMPLE_HISTORY_ENABLED = keeps_past
        try:
            return make(*args, **fields)
        finally:
            settings.SIMPLE_HISTORY_ENABLED = before

    return made


def count_beyond(number):
    """Numbers up to this one stand in rows that another process made."""
    while next(_numbers) < number:
        pass


def at(year, month, day, hour=9, minute=0):
    """A moment in Shanghai."""
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


@without_past
def make_committee(**fields):
    number = next(_numbers)
    fields.setdefault("name", f"示例市直机关工委{number}")
    fields.setdefault("short_name", f"工委{number}")
    return Committee.objects.create(**fields)


@without_past
def make_category(**fields):
    fields.setdefault("committee", None)
    fields["committee"] = fields["committee"] or make_committee()
    fields.setdefault("name", f"类别{next(_numbers)}")
    return Category.objects.create(**fields)


@without_past
def make_organization(**fields):
    number = next(_numbers)
    if "committee" not in fields:
        fields["committee"] = make_committee()
    if "category" not in fields:
        fields["category"] = make_category(committee=fields["committee"])
    fields.setdefault("order_number", number)
    fields.setdefault("short_name", f"市示例局{number}")
    fields.setdefault("name", f"示例市{fields['short_name']}")
    return Organization.objects.create(**fields)


@without_past
def make_alliance(**fields):
    number = next(_numbers)
    if "committee" not in fields:
        fields["committee"] = make_committee()
    fields.setdefault("order_number", number % 7 + 1)
    fields.setdefault("name", f"示例{number}党建联盟")
    fields.setdefault("mark", "例")
    fields.setdefault("since", date(2023, 1, 1))
    return Alliance.objects.create(**fields)


@without_past
def make_seat(**fields):
    if "alliance" not in fields:
        fields["alliance"] = make_alliance()
    if "organization" not in fields:
        fields["organization"] = make_organization(committee=fields["alliance"].committee)
    fields.setdefault("role", Seat.Role.MEMBER)
    fields.setdefault("since", date(2023, 1, 1))
    return Seat.objects.create(**fields)


@without_past
def make_user(**fields):
    number = next(_numbers)
    if "committee" not in fields:
        organization = fields.get("organization")
        fields["committee"] = organization.committee if organization else make_committee()
    fields.setdefault("username", f"user{number}")
    fields.setdefault("name", f"示例人员{number}")
    fields.setdefault("password", "sample-2026")
    return User.objects.create_user(**fields)


@without_past
def make_staff(committee=None, **fields):
    return make_user(committee=committee or make_committee(), post=User.Post.STAFF, **fields)


@without_past
def make_officer(organization=None, **fields):
    return make_user(organization=organization or make_organization(), post=User.Post.OFFICER, **fields)


@without_past
def make_officer_of(alliance, role=Seat.Role.LEAD, **fields):
    """An officer whose unit sits in the alliance in that role."""
    return make_officer(make_seat(alliance=alliance, role=role).organization, **fields)


@without_past
def make_member(organization=None, **fields):
    return make_user(organization=organization or make_organization(), post=User.Post.MEMBER, **fields)


@without_past
def make_leader(alliance, **fields):
    """A committee leader who guides the alliance."""
    user = make_user(committee=alliance.committee, post=User.Post.LEADER, **fields)
    Liaison.objects.create(alliance=alliance, name=user.name, user=user, since=date(2023, 1, 1))
    return user


@without_past
def make_type(committee, name="联合主题党日"):
    return ActivityType.objects.get_or_create(committee=committee, name=name)[0]


@without_past
def make_measure(committee, name="助农消费", unit="元", **fields):
    return Measure.objects.get_or_create(committee=committee, name=name, defaults={"unit": unit, **fields})[0]


@without_past
def make_activity(**fields):
    """A draft next week, complete enough to be submitted; name `state` to have it further on."""
    if "alliance" not in fields:
        fields["alliance"] = make_alliance(**({"committee": fields["committee"]} if "committee" in fields else {}))
    alliance = fields["alliance"]
    fields.setdefault("committee", alliance.committee if alliance else None)
    if "host" not in fields:
        lead = alliance and alliance.seats.leading().select_related("organization").first()
        fields["host"] = lead.organization if lead else None
    if "type" not in fields:
        fields["type"] = make_type(fields["committee"])
    fields.setdefault("title", f"示例活动{next(_numbers)}")
    fields.setdefault("starts_at", _morning(timezone.localdate() + timedelta(days=7)))
    fields.setdefault("ends_at", fields["starts_at"] + timedelta(hours=2))
    fields.setdefault("place", "屯溪区")
    fields.setdefault("funding", Activity.Funding.NONE)
    fields.setdefault("transport", Activity.Transport.NONE)
    fields.setdefault("meals", Activity.Meals.NONE)
    fields.setdefault("austerity_confirmed", True)
    return Activity.objects.create(**fields)


def _morning(day):
    """Nine o'clock, so that no test depends on the hour at which it runs."""
    return at(day.year, day.month, day.day)


@without_past
def make_participation(**fields):
    if "activity" not in fields:
        fields["activity"] = make_activity()
    if "organization" not in fields:
        fields["organization"] = make_seat(alliance=fields["activity"].alliance).organization
    return Participation.objects.create(**fields)


@without_past
def make_branch(**fields):
    if "organization" not in fields:
        fields["organization"] = make_organization()
    fields.setdefault("name", f"第{next(_numbers)}党支部")
    return Branch.objects.create(**fields)


@without_past
def make_duty(committee, **fields):
    fields.setdefault("year", 2026)
    fields.setdefault("name", "每季度一次联合主题党日")
    fields.setdefault("type", make_type(committee))
    fields.setdefault("period", Duty.Period.QUARTER)
    return Duty.objects.create(committee=committee, **fields)


@without_past
def make_reminder_steps(committee):
    """30 and 10 workdays before the end, and overdue."""
    return [
        ReminderStep.objects.create(
            committee=committee,
            name=name,
            workdays_left=left,
            tell_liaison=left == 0,
            tell_committee=left == 0,
            wording="{alliance}：{period}{duty}，期限{deadline}，还剩{left}个工作日。",
        )
        for name, left in (("首次提醒", 30), ("二次提醒", 10), ("逾期提醒", 0))
    ]


@without_past
def make_held_activity(**fields):
    """Published, and over since yesterday: its report is due."""
    fields.setdefault("state", Activity.State.PUBLISHED)
    fields.setdefault("starts_at", _morning(timezone.localdate() - timedelta(days=1)))
    return make_activity(**fields)


@without_past
def make_report(activity=None, **fields):
    fields.setdefault("text", "示例活动情况。")
    return Report.objects.create(activity=activity or make_held_activity(), **fields)


@without_past
def make_signup(activity, user=None, **fields):
    user = user or make_member(make_organization(committee=activity.committee))
    return SignUp.objects.create(activity=activity, user=user, **fields)


@without_past
def make_photo(name="示例照片.jpg", size=(640, 480), exif=None, format="JPEG"):
    """A picture as a browser sends it."""
    file = BytesIO()
    Image.new("RGB", size, "#557755").save(file, format, **({"exif": exif} if exif else {}))
    return SimpleUploadedFile(name, file.getvalue())


@without_past
def make_brand(**fields):
    """Published, of a branch; name `organization` or `alliance` for theirs. What is none of Brand's is its version's;
    `state` makes it unpublished: make_brand(branch=…, state="draft")."""
    if "alliance" in fields:
        fields.setdefault("committee", fields["alliance"].committee)
    elif "organization" in fields:
        fields.setdefault("committee", fields["organization"].committee)
    else:
        committee = {"committee": fields["committee"]} if "committee" in fields else {}
        if "branch" not in fields:
            fields["branch"] = make_branch(organization=make_organization(**committee))
        fields["organization"] = fields["branch"].organization
        fields["committee"] = fields["organization"].committee
    of_version = {"state", "state_since", "published_at", "created_by", *BrandVersion.WORDS}
    words = {name: fields.pop(name) for name in of_version & set(fields)}
    published_on = fields.pop("published_on", timezone.localdate())
    brand = Brand.objects.create(**fields)
    version = make_brand_version(brand, **{"state": BrandVersion.State.PUBLISHED, **words})
    if version.state == BrandVersion.State.PUBLISHED:
        brand.published, brand.published_on = version, published_on
        brand.set_search_key(version.name)
        brand.save()
    return brand


@without_past
def make_brand_version(brand, **fields):
    """A draft, complete enough to be submitted; name `state` to have it further on."""
    number = next(_numbers)
    fields.setdefault("number", brand.versions.count() + 1)
    fields.setdefault("name", f"示例品牌{number}")
    fields.setdefault("slogan", "一支部一品牌")
    fields.setdefault("business", "为企服务")
    fields.setdefault("meaning", "示例内涵。")
    fields.setdefault("practice", "示例做法。")
    return BrandVersion.objects.create(brand=brand, **fields)


@without_past
def make_level(committee, name="示范", **fields):
    return BrandLevel.objects.get_or_create(committee=committee, name=name, defaults=fields)[0]


@without_past
def make_honour(brand=None, **fields):
    brand = brand or make_brand()
    if "level" not in fields:
        fields["level"] = make_level(brand.committee)
    fields.setdefault("title", f"2026年{fields['level'] or '示例荣誉'}品牌")
    fields.setdefault("document_number", "示例发〔2026〕1号")
    fields.setdefault("granted_on", date(2026, 1, 15))
    return Honour.objects.create(brand=brand, **fields)


@without_past
def make_contest(**fields):
    """In preparation and not faulty but for its stages; `state` puts it further on."""
    if "committee" not in fields:
        fields["committee"] = make_committee()
    today = timezone.localdate()
    fields.setdefault("title", f"示例品牌大比武{next(_numbers)}")
    fields.setdefault("basis_title", "关于开展党建品牌大比武的通知")
    fields.setdefault("entries_since", today - timedelta(days=7))
    fields.setdefault("entries_until", today + timedelta(days=7))
    return Contest.objects.create(**fields)


@without_past
def make_award(contest, name="一等奖", quota=1, **fields):
    fields.setdefault("order_number", contest.awards.count() + 1)
    return Award.objects.create(contest=contest, name=name, quota=quota, **fields)


@without_past
def make_stage(contest=None, criteria=(("内容", 60), ("展示", 40)), **fields):
    """Points, 0 to each criterion's weight, plain mean of at least one judge; criteria are names with weights."""
    contest = contest or make_contest()
    fields.setdefault("number", contest.stages.count() + 1)
    fields.setdefault("name", f"第{fields['number']}轮")
    fields.setdefault("join", Stage.Join.MEAN)
    fields.setdefault("least_judges", 1)
    stage = Stage.objects.create(contest=contest, **fields)
    for place, (name, weight) in enumerate(criteria):
        Criterion.objects.create(stage=stage, order_number=place, name=name, weight=weight)
    return stage


@without_past
def make_sound_contest(**fields):
    """One stage, one award: nothing stands in the way of opening entries."""
    contest = make_contest(**fields)
    make_stage(contest, name="决赛")
    make_award(contest)
    return contest


@without_past
def make_judge(contest, stages=None, user=None, organization=None):
    """In all stages unless some are named."""
    user = user or make_user(committee=contest.committee, post=User.Post.JUDGE)
    stages = contest.stages.in_force() if stages is None else stages
    return panel.add(contest, user, organization, stages, by=make_staff(contest.committee))


@without_past
def make_entry(contest, brand=None, **fields):
    """Accepted, with a number, unless another state is named."""
    brand = brand or make_brand(organization=make_organization(committee=contest.committee))
    fields.setdefault("version", brand.published)
    fields.setdefault("organization", brand.organization)
    fields.setdefault("alliance", brand.alliance)
    fields.setdefault("state", Entry.State.ACCEPTED)
    if fields["state"] == Entry.State.ACCEPTED:
        fields.setdefault("number", contest.entries.count() + 1)
    if "entered_by" not in fields:
        fields["entered_by"] = make_officer(brand.organization or make_organization(committee=contest.committee))
    return Entry.objects.create(contest=contest, brand=brand, **fields)


@without_past
def make_turn(stage, entry=None, **fields):
    return Turn.objects.create(stage=stage, entry=entry or make_entry(stage.contest), **fields)


@without_past
def make_open_stage(judges=3, entries=3, contest=None, criteria=(("内容", 60), ("展示", 40)), **fields):
    """A stage in the midst of scoring: the lot is drawn, every judge has a sheet for every entry."""
    contest = contest or make_contest(state=Contest.State.JUDGING)
    stage = make_stage(contest, criteria, **fields)
    if not contest.awards.exists():
        make_award(contest)
    for _ in range(judges):
        make_judge(contest, [stage])
    stage.admit([make_entry(contest) for _ in range(entries)])
    staff = make_staff(contest.committee)
    lots.draw(stage, "示例种子", by=staff)
    stage.open(by=staff)
    return stage


def sheet_of(judge, entry, stage=None):
    """The judge's sheet for the entry, in this stage or in the only one there is."""
    rows = Sheet.objects.filter(judge=judge, turn__entry=entry)
    return rows.get(turn__stage=stage) if stage else rows.get()


def score(sheet, *marks, sign=True):
    """The sheet's judge gives these marks in the order of the criteria, and signs."""
    for criterion, mark in zip(sheet.turn.stage.criteria.all(), marks, strict=True):
        sheets.put_mark(sheet, criterion, str(mark), by=sheet.judge.user)
    if sign:
        sheets.sign(sheet, by=sheet.judge.user)
    return sheet


def score_all(stage, value=None):
    """Every open sheet gets full marks (or `value(judge, entry, criterion)`) and is signed."""
    for sheet in Sheet.objects.of_stage(stage).unsigned().select_related("judge__user", "turn__entry"):
        score(
            sheet,
            *(value(sheet.judge, sheet.turn.entry, one) if value else one.weight for one in stage.criteria.all()),
        )


@without_past
def make_scheme(**fields):
    """A draft for organizations, of the year 2026."""
    if "committee" not in fields:
        fields["committee"] = make_committee()
    fields.setdefault("title", f"示例考核办法{next(_numbers)}")
    fields.setdefault("period_key", "2026")
    fields.setdefault("basis_title", "示例工委关于党建联盟考核的通知")
    return Scheme.objects.create(**fields)


@without_past
def make_indicator(scheme, rule=None, **fields):
    """A leaf with a rule, or a parent without one."""
    fields.setdefault("name", f"指标{next(_numbers)}")
    fields.setdefault("order_number", scheme.indicators.count() + 1)
    return Indicator.objects.create(scheme=scheme, rule=rule, **fields)


@without_past
def make_grade(scheme, name="优秀", minimum=90, **fields):
    fields.setdefault("order_number", scheme.grades.count() + 1)
    return Grade.objects.create(scheme=scheme, name=name, minimum=minimum, **fields)


@without_past
def make_round(scheme=None, **fields):
    """The bare row, with a frozen scheme; rounds/opening.py opens a real one."""
    scheme = scheme or make_scheme()
    scheme.state = Scheme.State.FROZEN
    scheme.save()
    fields.setdefault("self_until", date(2027, 1, 10))
    fields.setdefault("review_until", date(2027, 1, 31))
    return Round.objects.create(scheme=scheme, committee=scheme.committee, **fields)


@without_past
def make_assessment(round=None, **fields):
    """Of an organization of its own, unless another subject is named."""
    round = round or make_round()
    if not {"organization", "alliance"} & set(fields):
        fields["organization"] = make_organization(committee=round.committee)
    return Assessment.objects.create(round=round, **fields)


@without_past
def make_review_meeting(speakers=2, groups=(("上级领导", 40), ("党员代表", 60)), **fields):
    """Ready to open: speakers, groups of voters, 好 100, 较好 75, 一般 50, 差 0."""
    if "committee" not in fields:
        fields["committee"] = make_committee()
    fields.setdefault("title", f"示例述职评议会{next(_numbers)}")
    fields.setdefault("held_on", date(2026, 12, 10))
    fields.setdefault("basis_title", "示例工委关于述职评议的通知")
    meeting = ReviewMeeting.objects.create(**fields)
    for number, (name, points) in enumerate((("好", 100), ("较好", 75), ("一般", 50), ("差", 0)), 1):
        meeting.levels.create(order_number=number, name=name, points=points)
    for number, (name, weight) in enumerate(groups, 1):
        meeting.groups.create(order_number=number, name=name, weight=weight)
    for number in range(1, speakers + 1):
        meeting.speakers.create(order_number=number, organization=make_organization(committee=meeting.committee))
    return meeting


@without_past
def make_task(owner=None, **fields):
    """Given to a unit (of a new committee, unless one is named) or to an alliance, as the committee's, by default."""
    owner = owner or make_organization()
    fields.setdefault("alliance" if isinstance(owner, Alliance) else "organization", owner)
    fields.setdefault("committee", owner.committee)
    fields.setdefault("title", f"示例任务{next(_numbers)}")
    fields.setdefault("due_on", timezone.localdate() + timedelta(days=30))
    fields.setdefault("state", Task.State.ASSIGNED)
    return Task.objects.create(**fields)


@without_past
def make_prompt(committee=None, **fields):
    """Published, of this month."""
    fields.setdefault("month", timezone.localdate().replace(day=1))
    fields.setdefault("title", f"示例主题{next(_numbers)}")
    fields.setdefault("required_items", "学习有关文件\n重温入党誓词")
    fields.setdefault("state", Prompt.State.PUBLISHED)
    if fields["state"] == Prompt.State.PUBLISHED:
        fields.setdefault("published_at", timezone.now())
    return Prompt.objects.create(committee=committee or make_committee(), **fields)


@without_past
def make_letter(organizations=None, **fields):
    """A 提醒函 that asks for a reply within five workdays, complete enough to be submitted, to one unit of its own;
    name `state` to have it further on."""
    if "committee" not in fields:
        fields["committee"] = organizations[0].committee if organizations else make_committee()
    committee = fields["committee"]
    if organizations is None:
        organizations = [make_organization(committee=committee)]
    state = fields.pop("state", "draft")
    fields.setdefault("kind", "reminder")
    fields.setdefault("title", f"关于示例事项{next(_numbers)}的提醒函")
    fields.setdefault("body", "请按期办理。\n此函。")
    fields.setdefault("reply_workdays", 5)
    issued_on = fields.pop("issued_on", None)
    if issued_on:
        fields.setdefault("signed_on", issued_on)
    letter = Letter.objects.create(**fields)
    letter.recipients.bulk_create([Recipient(letter=letter, organization=one) for one in organizations])
    staff = fields.get("created_by") or make_staff(committee)
    for step, reached in ((letter.submit, "submitted"), (letter.approve, "approved")):
        if state != "draft" and letter.state != state:
            step(by=staff)
            assert letter.state == reached
    if state in ("issued", "closed", "void"):
        letter.issue(issued_on, by=staff)
    if state == "closed":
        for part in letter.recipients.all():
            part.close("示例依据。", by=staff)
        letter.refresh_from_db()
    if state == "void":
        letter.void(by=staff, reason="示例原因。")
    return letter


@without_past
def make_letter_template(committee, kind="reminder", **fields):
    fields.setdefault("name", f"示例模板{next(_numbers)}")
    fields.setdefault("form", "letter")
    fields.setdefault("title", "关于{matter}的提醒函")
    fields.setdefault("body", "{unit}：{matter}应于{deadline}前完成。")
    fields.setdefault("reply_workdays", 5)
    return LetterTemplate.objects.create(committee=committee, kind=kind, **fields)
