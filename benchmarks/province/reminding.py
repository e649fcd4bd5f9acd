"""A morning on which every alliance of the province is reminded: made, put into the queue, delivered."""

import time
from datetime import timedelta

from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone

from accounts.models import User
from activities.models import Reminder
from activities.reminders import remind
from alliances.models import Committee
from benchmarks.province.bare_task import nothing
from notices.models import Channel, Delivery, Notice
from notices.tasks import send_due
from portal.celery import app
from portal.quarters import Quarter
from portal.workdays import is_workday


def make():
    """{"day", "reminders", "alliances", "deliveries", "seconds", "cpu"}; on the last workday of the quarter."""
    clear()
    _open_mail()
    day = Quarter.of(timezone.localdate()).last_day
    while not is_workday(day):
        day -= timedelta(days=1)
    started, cpu = time.perf_counter(), time.process_time()
    made = remind(day)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    Delivery.objects.filter(state=Delivery.State.WAITING).update(due_at=timezone.now())  # quiet hours are not measured
    return {
        "day": str(day),
        "reminders": len(made),
        "alliances": len({one.alliance_id for one in made if one.alliance_id}),
        "deliveries": Delivery.objects.count(),
        "seconds": seconds,
        "cpu": cpu,
    }


def queue():
    """Seconds until the beat's task has put all that is due into Redis."""
    app.conf.task_always_eager = False
    started = time.perf_counter()
    send_due()
    return time.perf_counter() - started


def queue_bare(many):
    app.conf.task_always_eager = False
    for _ in range(many):
        nothing.delay()


def left():
    """How many are in each state."""
    return {state: Delivery.objects.filter(state=state).count() for state in Delivery.State}


def clear():
    """The province as it was."""
    Delivery.objects.all().delete()
    Notice.objects.filter(key__startswith="reminder-").delete()
    Reminder.objects.filter(made_on__gt=timezone.localdate()).delete()


def _open_mail():
    """Every committee sends a mail for each message, to made-up addresses; no robots."""
    Channel.objects.update(is_active=False)
    Channel.objects.filter(kind=Channel.Kind.EMAIL).delete()
    Channel.objects.bulk_create(
        Channel(committee=committee, kind=Channel.Kind.EMAIL, name="邮件", is_active=True)
        for committee in Committee.objects.all()
    )
    Committee.objects.update(digest=False, weekly_limit=100)
    User.objects.filter(email="").update(email=Concat("username", Value("@example.cn")))
