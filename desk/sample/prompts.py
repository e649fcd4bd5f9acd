"""The monthly prompts: last month's read by nearly all, this month's just out, next month's a draft."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from activities.defaults import THEME_DAY
from activities.models import ActivityType, Prompt, PromptReceipt
from activities.prompts import copying
from alliances.models import Organization
from notices.models import Notice

UNREAD = 9  # every so many units have not read last month's

LAST = (
    "学习贯彻全国两会精神",
    "集体学习会议精神，支部书记领学\n重温入党誓词\n交纳党费，通报党费收缴情况",
    "到主题党日基地开展现场教学\n结合业务讨论岗位实践",
)
THIS = (
    "我为群众办实事",
    "集体学习习近平总书记关于机关党建的重要论述\n开展一次谈心谈话\n交纳党费",
    "认领一个社区微心愿\n走访一家联系企业\n与结对支部开展一次志愿服务",
)


def create_prompts(committee, people, day):
    """How many."""
    month = day.replace(day=1)
    last = (month - timedelta(days=1)).replace(day=1)
    kind = ActivityType.objects.filter(committee=committee, name=THEME_DAY).first()
    staff = people["staff"]
    old = _publish(committee, staff, last, LAST, kind)
    Notice.objects.filter(link=old.get_absolute_url()).mark_read()
    units = Organization.objects.filter(committee=committee).on(day).units()
    read_at = old.published_at + timedelta(hours=5)
    PromptReceipt.objects.bulk_create(
        PromptReceipt(prompt=old, organization=unit, read_at=read_at)
        for number, unit in enumerate(units, start=1)
        if number % UNREAD
    )
    new = _publish(committee, staff, month, THIS, kind)
    copying.copy(new, by=staff, day=day)
    return Prompt.objects.filter(committee=committee).count()


def _publish(committee, staff, month, words, kind):
    title, required, free = words
    prompt = Prompt.objects.create(
        committee=committee,
        month=month,
        title=title,
        required_items=required,
        free_items=free,
        note="请于当月20日前开展，活动情况在系统中报送，不要求照片。",
        type=kind,
        created_by=staff,
    )
    prompt.publish(by=staff)
    prompt.published_at = timezone.make_aware(datetime.combine(month, time(9, 10)))
    prompt.save(update_fields=["published_at"])
    return prompt
