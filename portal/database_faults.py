"""Why PostgreSQL cannot be reached, in words for the administrator: each cause has its own cure.

psycopg2 gives no code for a failed connection, only libpq's English and the server's words, which may be Chinese.
"""

import re
from pathlib import Path

from portal.production import Fault

CAUSES = [
    (
        r"could not translate host name|Name or service not known|Temporary failure in name resolution",
        "找不到数据库服务器 {HOST}。",
        "检查 DATABASE_URL 里的服务器名；能用地址就写地址。",
    ),
    (
        r"Connection refused|No such file or directory|Is the server running",
        "数据库服务器 {HOST}{PORT} 没有应答：PostgreSQL 没有启动，或者地址、端口不对。",
        "运行 systemctl status postgresql 查看；检查 DATABASE_URL 里的地址和端口。",
    ),
    (
        r"timeout expired|timed out|No route to host|Network is unreachable",
        "连不到数据库服务器 {HOST}{PORT}：网络不通，或被防火墙挡住。",
        "检查网络和防火墙，检查 postgresql.conf 的 listen_addresses。",
    ),
    (
        r"password authentication failed|Password 认证失败|密码认证失败|no password supplied",
        "数据库用户 {USER} 的密码不对。",
        "检查 DATABASE_URL 里的密码（特殊字符要转写，@ 写成 %40）；忘了就以 postgres 身份重设："
        'psql -c "\\password {USER}"。',
    ),
    (
        r'role ".*" does not exist|角色 ?".*" ?不存在',
        "数据库里没有用户 {USER}。",
        "以 postgres 身份运行：createuser -P {USER}。",
    ),
    (
        r'database ".*" does not exist|数据库 ?".*" ?不存在',
        "没有名为 {NAME} 的数据库。",
        "以 postgres 身份运行：createdb -O {USER} -E UTF8 {NAME}。",
    ),
    (
        r"no pg_hba.conf entry|没有用于主机|pg_hba\.conf",
        "数据库服务器不接受从这台机器以 {USER} 登录。",
        "在 pg_hba.conf 里加一行允许这台机器，再运行 systemctl reload postgresql。",
    ),
    (
        r"too many c(lients|onnections)|remaining connection slots|太多|预留",
        "数据库的连接已经用完。",
        "调大 postgresql.conf 的 max_connections，或减少进程；算法见 docs/operations.md。",
    ),
    (
        r"starting up|shutting down|in recovery|正在启动|正在关闭|恢复模式",
        "数据库正在启动或关闭。",
        "稍等，门户会自己再试。",
    ),
]


def explain(error, database):
    words = str(error).strip()
    for pattern, cause, cure in CAUSES:
        if re.search(pattern, words, re.IGNORECASE):
            return Fault(*(text.format(**_facts(database)) for text in (cause, cure)))
    return Fault(f"数据库连不上：{words}", "按上面的说明检查 DATABASE_URL 和 PostgreSQL 的日志。")


def _facts(database):
    host = database["HOST"] or "本机"
    port = f":{database['PORT']}" if database["PORT"] and not Path(host).is_absolute() else ""
    return {"HOST": host, "PORT": port, "USER": database["USER"] or "（未写）", "NAME": database["NAME"]}
