"""The sample's accounts in a production portal: their password stands in the documentation."""

from accounts.models import User
from desk.sample.accounts import ACCOUNTS, PASSWORD
from desk.sample.contest_rules import JUDGES
from portal.production import Fault


def still_open():
    """Can somebody sign in with the sample's password? Then a production portal does not start."""
    names = {name for name, *_ in (*ACCOUNTS, *JUDGES)}
    for user in User.objects.filter(username__in=names, is_active=True).order_by("pk"):
        if user.check_password(PASSWORD):
            return Fault(
                f"示例账号 {user.username} 还在用公开的示例密码。",
                f"换密码：portal-manage changepassword {user.username}；真正启用时应当清空数据库，不装示例数据。",
            )
    return None
