from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from activities.reminders import remind
from activities.tasklist.reminders import remind as remind_of_tasks


class Command(BaseCommand):
    help = "提醒到期未完成的年度任务、重点任务；每条提醒输出一行，没有就不输出。重复运行不会重复提醒。"

    def add_arguments(self, parser):
        parser.add_argument("--on", metavar="日期", help="当作这一天来提醒，如 2026-11-20；不写就是今天。")
        parser.add_argument("--dry-run", action="store_true", help="只列出，不发送，也不留记录。")

    def handle(self, *, on, dry_run, **options):
        day = _day(on)
        if dry_run:
            with transaction.atomic():
                self._print([*remind(day), *remind_of_tasks(day)])
                transaction.set_rollback(True)
        else:
            # Each reminder is its own transaction: a kill keeps those that are out.
            self._print(remind(day))
            self._print(remind_of_tasks(day))

    def _print(self, reminders):
        for reminder in reminders:
            self.stdout.write(str(reminder))


def _day(text):
    if text is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--on：“{text}”不是日期，请写成 2026-11-20 这样。") from None
