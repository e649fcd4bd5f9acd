from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from letters.reminding import remind


class Command(BaseCommand):
    help = "提醒到期未回复的公文；每条提醒输出一行，没有就不输出。Safe to run again: nothing is sent twice."

    def add_arguments(self, parser):
        parser.add_argument("--on", metavar="日期", help="当作这一天来提醒，如 2026-11-20；不写就是今天。")
        parser.add_argument("--dry-run", action="store_true", help="只列出，不发送，也不留记录。")

    def handle(self, *, on, dry_run, **options):
        day = _day(on)
        if dry_run:
            with transaction.atomic():
                self._print(remind(day))
                transaction.set_rollback(True)
        else:
            self._print(remind(day))  # each reminder its own transaction: a kill keeps those that are out

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
