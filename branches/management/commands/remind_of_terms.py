from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from branches.terms.reminding import remind


class Command(BaseCommand):
    help = "提醒临届、届满和逾期未换届的单位；每条提醒输出一行，没有就不输出。重复运行不会重复提醒。"

    def add_arguments(self, parser):
        parser.add_argument("--on", metavar="日期", help="当作这一天来提醒，如 2026-11-20；不写就是今天。")
        parser.add_argument("--dry-run", action="store_true", help="只列出，不发送，也不留记录。")

    @transaction.atomic
    def handle(self, *, on, dry_run, **options):
        for reminder in remind(_day(on)):
            self.stdout.write(str(reminder))
        if dry_run:
            transaction.set_rollback(True)


def _day(text):
    if text is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--on：“{text}”不是日期，请写成 2026-11-20 这样。") from None
