"""Does the database answer?"""

from django.db import DatabaseError, connection

from portal.health.findings import Finding, Probe, State, restart

GONE = "数据库不可用"


def look():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return Finding(State.GOOD, "有应答。", numbers={"database_up": 1})
    except DatabaseError as error:
        return Finding(State.FAILING, f"{GONE}：{str(error).strip()}", cure(), public=GONE, numbers={"database_up": 0})
    finally:
        connection.close()  # of the probe's own thread


def cure():
    if connection.vendor == "sqlite":
        return "检查数据文件夹还在、可写、磁盘没有满；文件损坏时用最近的备份恢复。"
    return f"{restart('postgresql')}；再核对 DATABASE_URL 里的地址和密码。门户会自己重新连上。"


probe = Probe("database", "数据库", "全部记录都在里面，它停了，门户就不能用。", look, may_hang=True)
