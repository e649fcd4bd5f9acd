"""What the environment of a production portal must say before anything starts; no Django, for settings.py asks first.

What only the machine can answer (the database, folders, accounts) is asked by portal.readiness when a process starts.
"""

import sys
from collections import Counter
from typing import NamedTuple
from urllib.parse import urlsplit

# sysexits.h: a fault that no restart mends; the systemd units do not try again.
CONFIGURATION_FAULT = 78
NEW_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
SHORTEST_KEY = 50
FEWEST_CHARACTERS = 10
INSECURE_PREFIX = "django-insecure-"
# Words people put where a key should be; each alone is too short, repeated they are not.
EXAMPLES = ("changeme", "change-me", "change_me", "secret", "password", "portal", "example", "your-", "xxxx", "1234")
POSTGRES_SCHEMES = {"postgres", "postgresql", "pgsql", "psql"}
REDIS_SCHEMES = {"redis", "rediss", "unix"}


class Fault(NamedTuple):
    cause: str
    cure: str

    def __str__(self):
        return f"原因：{self.cause}\n  处理：{self.cure}"


def environment_faults(environ):
    """Everything wrong with these variables, all at once."""
    checks = (_secret_key, _former_keys, _debug, _hosts, _database, _redis)
    return [fault for check in checks if (fault := check(environ))]


def refuse(faults, status=CONFIGURATION_FAULT):
    """End this process, saying why. SystemExit rather than an exception: no traceback buries the words."""
    lines = ["门户没有启动。The portal refuses to start:", *(f"{n}. {fault}" for n, fault in enumerate(faults, 1))]
    # The real one: what Celery puts in its place is a log, where what is printed is left out.
    print("\n".join(lines), file=sys.__stderr__, flush=True)
    raise SystemExit(status)


def _secret_key(environ):
    key = environ.get("SECRET_KEY", "").strip()
    if not key:
        return Fault("没有设置密钥 SECRET_KEY。", f"用下面的命令生成一个，写进环境文件：{NEW_KEY}")
    weakness = _weakness(key)
    if weakness:
        return Fault(f"密钥 SECRET_KEY {weakness}，登录状态可以被伪造。", f"换成随机生成的：{NEW_KEY}")
    return None


def _former_keys(environ):
    """As good as the first for forging a log-in, while they are accepted."""
    for key in filter(None, (key.strip() for key in environ.get("SECRET_KEY_FALLBACKS", "").split(","))):
        if weakness := _weakness(key):
            return Fault(
                f"原来的密钥 SECRET_KEY_FALLBACKS {weakness}，登录状态可以被伪造。", "从环境文件里删去这一个。"
            )
    return None


def _weakness(key):
    counts = Counter(key)
    if key.startswith(INSECURE_PREFIX):
        return f"以 {INSECURE_PREFIX} 开头，是开发时自动生成的"
    if len(key) < SHORTEST_KEY:
        return f"只有 {len(key)} 个字符，至少要 {SHORTEST_KEY} 个"
    if len(counts) < FEWEST_CHARACTERS:
        return f"只用了 {len(counts)} 种字符，至少要 {FEWEST_CHARACTERS} 种"
    if max(counts.values()) > len(key) / 4 or _repeats(key):
        return "是重复的字符，不是随机的"
    if sum(key.lower().count(word) * len(word) for word in EXAMPLES) > len(key) / 3:
        return "是文档里的示例"
    return None


def _repeats(key):
    """Is it one short piece, again and again?"""
    return (key + key).find(key, 1) <= len(key) / 2


def _debug(environ):
    if environ.get("DEBUG", "").strip().lower() in {"1", "true", "yes", "on", "y", "ok"}:
        return Fault("打开了调试 DEBUG，出错页面会泄露设置和数据。", "在环境文件里删去 DEBUG 这一行。")
    return None


def _hosts(environ):
    hosts = [host.strip() for host in environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
    cure = "写上门户的域名或地址，几个之间用逗号隔开，例如 ALLOWED_HOSTS=portal.example.cn"
    if not hosts:
        return Fault("没有设置访问地址 ALLOWED_HOSTS。", cure)
    if any("*" in host or host == "." for host in hosts):
        return Fault("ALLOWED_HOSTS 里有 *，任何伪造的地址都会被接受。", cure)
    if any("/" in host for host in hosts):
        return Fault("ALLOWED_HOSTS 只写域名或地址，不带 https:// 和路径。", cure)
    return None


def _database(environ):
    cure = "写上 PostgreSQL 的地址，例如 DATABASE_URL=postgres://portal:密码@127.0.0.1:5432/portal"
    url = environ.get("DATABASE_URL", "")
    if not url:
        return Fault("没有设置数据库 DATABASE_URL。", cure)
    if url.startswith("sqlite"):
        return Fault(
            "正式环境不使用 SQLite：同时写入时要排队，也不能多台机器共用。",
            f"{cure}；已有的数据用 backup 和 restore 两个命令搬过去，见 docs/operations.md。",
        )
    if not _is_url(url, POSTGRES_SCHEMES):
        return Fault("数据库地址 DATABASE_URL 写法不对。", f"{cure}；密码里的特殊字符要转写，例如 @ 写成 %40。")
    return None


def _redis(environ):
    cure = "写上 Redis 的地址，例如 REDIS_URL=redis://127.0.0.1:6379/0"
    url = environ.get("REDIS_URL", "")
    if not url:
        return Fault("没有设置消息队列 REDIS_URL。", cure)
    if not _is_url(url, REDIS_SCHEMES):
        return Fault("消息队列地址 REDIS_URL 写法不对。", cure)
    return None


def _is_url(url, schemes):
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  raises when it is no number
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.netloc or parts.path)
