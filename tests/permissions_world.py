"""One committee with an alliance, a person of every kind and a thing in every state; and people of a second one."""

from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone

from activities.models import Activity, Attachment, Feed, Picture, SignUp
from alliances.models import Seat, Waiver
from branches.models import RosterImport
from desk.models import Feedback
from notices.models import Notice
from portal.health.models import FailedTask
from tests.factories import (
    make_activity,
    make_alliance,
    make_held_activity,
    make_leader,
    make_member,
    make_officer_of,
    make_organization,
    make_participation,
    make_report,
    make_staff,
    make_user,
)
from tests.permissions_assessment import add_reviews, add_rounds, add_schemes
from tests.permissions_exhibits import add_brands, add_contests
from tests.permissions_writing import add_letters, add_prompts, add_reports, add_tasks, add_terms

State = Activity.State
# The order of the columns in the matrix. `outsider` is an officer of the same committee whose unit sits in no alliance.
ROLES = (
    "anonymous",
    "staff",
    "leader",
    "lead",
    "deputy",
    "unit",
    "outsider",
    "member",
    "judge",
    "other_staff",
    "other_lead",
)


def build():
    world = build_alliance(make_alliance())
    add_contests(world)
    add_reviews(world)
    add_schemes(world)
    add_rounds(world)
    add_prompts(world)
    add_reports(world)
    return world


def build_alliance(alliance):
    """What is an alliance's own; a committee may have several of these."""
    committee = alliance.committee
    elsewhere = make_alliance()
    people = {
        "anonymous": None,
        "staff": make_staff(committee),
        "leader": make_leader(alliance),
        "lead": make_officer_of(alliance, Seat.Role.LEAD),
        "deputy": make_officer_of(alliance, Seat.Role.DEPUTY),
        "unit": make_officer_of(alliance, Seat.Role.MEMBER),
        "outsider": make_user(post="officer", organization=make_organization(committee=committee)),
        "judge": make_user(post="judge", committee=committee),
        "other_staff": make_staff(elsewhere.committee),
        "other_lead": make_officer_of(elsewhere, Seat.Role.LEAD),
    }
    people["member"] = make_member(people["unit"].organization)
    lead, unit = people["lead"].organization, people["unit"].organization
    world = SimpleNamespace(people=people, alliance=alliance, organization=unit)
    for state in (State.DRAFT, State.SUBMITTED, State.PUBLISHED):
        setattr(world, state, make_activity(alliance=alliance, host=lead, state=state, signup_open=True))
    world.proposed = make_activity(alliance=alliance, host=unit, state=State.PROPOSED)
    make_participation(activity=world.published, organization=unit)
    SignUp.objects.create(activity=world.published, user=people["judge"])
    world.held = make_held_activity(alliance=alliance, host=lead)
    world.reported = make_held_activity(alliance=alliance, host=lead, state=State.REPORTED)
    report = make_report(world.reported, head_count=5)
    world.picture = Picture.objects.create(
        report=report, image=ContentFile(b"x", "a.jpg"), thumbnail=ContentFile(b"x", "a.jpg"), width=1, height=1
    )
    world.attachment = Attachment.objects.create(report=report, file=ContentFile(b"x", "a.pdf"), name="a.pdf", size=1)
    world.officer = people["unit"]
    world.notice = Notice.objects.create(recipient=people["lead"], title="消息", link="/duties/")
    failed = {"task": "notices.tasks.send_due", "fingerprint": str(alliance.pk), "error": "OSError"}
    world.failed_task = FailedTask.objects.create(**failed)
    world.feed = Feed.objects.create(user=people["lead"], name="日历")
    world.waiver = Waiver.objects.create(alliance=alliance, rule="size", note="已说明", by=people["staff"])
    world.roster_import = RosterImport.objects.create(
        committee=committee,
        file=ContentFile(b"x", "a.xlsx"),
        name="a.xlsx",
        on=timezone.localdate(),
        by=people["staff"],
    )
    world.feedback = Feedback.objects.create(committee=committee, by=people["unit"], text="意见")
    add_brands(world)
    add_letters(world)
    add_terms(world)
    add_tasks(world)
    return world
