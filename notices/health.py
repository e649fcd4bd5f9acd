"""Do messages leave the house? And who is told when something else does not."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from notices.models import Channel, Delivery, Notice
from notices.outbox import notify
from portal.health.findings import Finding, Probe, State

LATE = timedelta(minutes=10)  # beat asks every minute
VERY_LATE = timedelta(hours=1)
GIVEN_UP_LATELY = timedelta(days=7)
SYSTEM_PAGE = "/system/"
PRINTED = {f"django.core.mail.backends.{name}.EmailBackend" for name in ("console", "dummy", "filebased", "locmem")}


def unsent(now):
    """Counts of the ledger: late, oldest, reminders among the late, given_up lately."""
    late = Q(channel__is_active=True, state__in=[Delivery.State.WAITING, Delivery.State.CLAIMED], due_at__lt=now - LATE)
    given_up = Q(state=Delivery.State.FAILED, due_at__gte=now - GIVEN_UP_LATELY)
    return Delivery.objects.filter(late | given_up).aggregate(
        late=Count("pk", filter=late),
        oldest=Min("due_at", filter=late),
        reminders=Count("pk", filter=late & Q(notice__kind=Notice.Kind.REMINDER)),
        given_up=Count("pk", filter=given_up),
    )


def look():
    now = timezone.now()
    found = unsent(now)
    numbers = {
        "messages_late": found["late"],
        "reminders_overdue": found["reminders"],
        "messages_given_up": found["given_up"],
    }
    says, cure = [], []
    if mails_go_nowhere():
        says.append("已启用邮件渠道，但没有设置邮件服务器：邮件只印在日志里，没有寄给任何人")
        cure.append("在环境文件里写上 EMAIL_URL 后重启，或在基础数据里停用邮件渠道")
    if not says and not found["late"] and not found["given_up"]:
        return Finding(State.GOOD, "该发的都已发出。", numbers=numbers)
    if found["late"]:
        oldest = timezone.localtime(found["oldest"])
        says.append(f"{found['late']} 条到时间还没有发出，最早的应于 {oldest:%Y-%m-%d %H:%M} 发出")
        cure.append("先看“后台进程”和“定时任务”是否正常，再核对邮件和群机器人的地址")
    if found["given_up"]:
        says.append(f"近 7 天有 {found['given_up']} 条试了几次仍未成功")
        cure.append("打开发送记录看失败原因，改正后选中“重新发送”")
    stuck = found["oldest"] and found["oldest"] < now - VERY_LATE
    return Finding(
        State.FAILING if stuck else State.WARNS,
        f"{'；'.join(says)}。",
        f"{'；'.join(cure)}。",
        href=reverse("admin:notices_delivery_changelist"),
        numbers=numbers,
    )


def mails_go_nowhere():
    """Production without a mail server; a portal on trial prints its mails on purpose."""
    printed = settings.EMAIL_BACKEND in PRINTED
    return settings.PRODUCTION and printed and Channel.objects.in_use().filter(kind=Channel.Kind.EMAIL).exists()


def tell_administrators(title, body, key):
    administrators = User.objects.active().filter(is_superuser=True)
    notify(administrators, kind=Notice.Kind.TODO, title=title, body=body, link=SYSTEM_PAGE, key=key)


probe = Probe("unsent", "未发出的消息", "提醒、通知的邮件和群消息；站内消息不受影响。", look, needs_database=True)
