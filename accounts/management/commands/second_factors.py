"""For who looks after the server: after a change of SECRET_KEY, after restoring under another, when nobody gets in."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import kept_secrets, second_factor
from accounts.models import User


class Command(BaseCommand):
    help = "二次验证：有多少、能不能读出来；换过 SECRET_KEY 后重新加密；重置一个账号的，或全部读不出来的。"

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--seal", action="store_true", help="全部用现在的 SECRET_KEY 重新加密。")
        what.add_argument("--reset", metavar="用户名", help="重置这个账号的二次验证。")
        what.add_argument("--reset-unreadable", action="store_true", help="重置全部读不出来的。")

    @transaction.atomic
    def handle(self, *, seal, reset, reset_unreadable, **options):
        if reset:
            self._reset(reset)
        elif reset_unreadable:
            users = {row.user_id: row.user for row in kept_secrets.unreadable()}
            for user in users.values():
                second_factor.reset(user, by=None)
            self.stdout.write(f"已重置 {len(users)} 个账号。他们凭密码登录后重新设置。")
        elif seal:
            rows = Authenticator.objects.select_for_update(no_key=True).order_by("pk")
            count = kept_secrets.seal_anew(rows)
            self.stdout.write(f"已用现在的密钥重新加密 {count} 项。")
        self._say()

    def _reset(self, username):
        user = User.objects.filter(username__iexact=username).first()
        if user is None:
            raise CommandError(f"没有账号“{username}”。")
        if not second_factor.reset(user, by=None):
            raise CommandError(f"账号“{username}”没有设置二次验证。")
        self.stdout.write(f"已重置“{username}”的二次验证，登录也都已退出。")

    def _say(self):
        lost = {row.user.username for row in kept_secrets.unreadable()}
        self.stdout.write(f"二次验证 {User.objects.filter(second_factor.HAS_SECOND_FACTOR).count()} 个账号。")
        if lost:
            self.stdout.write(f"读不出来的 {len(lost)} 个：{'、'.join(sorted(lost))}。")
