from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from desk import sample
from portal.access import WrongState


class Command(BaseCommand):
    help = "把 sample/ 的示例数据装进空数据库，并列出示例账号。"

    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true", help="只列出示例账号；没有装过示例数据就什么也不输出。")
        parser.add_argument(
            "--play-contest", action="store_true", help="示例比赛正在评分的阶段：没有打完的评委都打分并签交。"
        )

    def handle(self, *, accounts, play_contest, **options):
        if play_contest:
            try:
                sample.play(say=self.stdout.write)
            except WrongState as refusal:
                raise CommandError(refusal) from refusal
            return
        if accounts:
            if not User.objects.filter(username=sample.ACCOUNTS[0][0]).exists():
                return
        elif User.objects.exists():
            raise CommandError("数据库里已经有账号，示例数据只装进空数据库。")
        else:
            sample.load(timezone.localdate(), say=self.stdout.write)
        self.stdout.write(f"\n示例账号（密码都是 {sample.PASSWORD}，只存在于示例数据）：")
        for username, _, _, who in sample.ACCOUNTS:
            self.stdout.write(f"  {username:<8} {who}")
        self.stdout.write("  另有 judge2 至 judge9 八名评委，密码相同；manage.py sample --play-contest 可代他们打分。")
