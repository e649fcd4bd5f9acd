from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from desk import sample


class Command(BaseCommand):
    help = "把 sample/ 的示例数据装进空数据库，并列出示例账号。"

    def handle(self, **options):
        if get_user_model().objects.exists():
            raise CommandError("数据库里已经有账号，示例数据只装进空数据库。")
        for line in sample.load(timezone.localdate()):
            self.stdout.write(line)
        self.stdout.write(f"\n示例账号（密码都是 {sample.PASSWORD}，只存在于示例数据）：")
        for username, _, _, who in sample.ACCOUNTS:
            self.stdout.write(f"  {username:<8} {who}")
