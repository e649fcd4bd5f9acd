"""What do the tables look like after these migrations, and how does a database get there?"""

from django.db import connection
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from portal.backup.faults import BackupFault, told


def require_known(applied):
    """Does this program know all of these migrations, [(app, name), …]? Returns its migrations."""
    loader = MigrationLoader(None)
    if unknown := [key for key in applied if key not in loader.graph.nodes]:
        lines = told([f"未知的迁移：{app}.{name}" for app, name in unknown], "个")
        raise BackupFault("数据库结构比程序新，请先安装与之相同或更新的版本。", *lines)
    return loader


def state_at(applied):
    """The historical models (a StateApps) of a database with these migrations."""
    return require_known(applied).project_state(list(applied)).apps


def newest(applied):
    """The last of these migrations in each app, as migrate takes its targets."""
    nodes, applied = MigrationLoader(None).graph.node_map, set(applied)
    followed = {parent.key for key in applied for parent in nodes[key].parents if parent.key[0] == key[0]}
    return sorted(applied - followed)


def migrate_empty_to(applied):
    """Bring this database, which has no rows, to these migrations: forwards, or backwards from newer ones."""
    executor = MigrationExecutor(connection)
    here, known = set(executor.loader.applied_migrations), {app for app, _ in applied}
    if here == set(applied):
        return
    if here - set(applied):
        executor.migrate(executor.loader.graph.leaf_nodes())  # one direction at a time
        executor = MigrationExecutor(connection)
    unknown = [(app, None) for app in executor.loader.migrated_apps if app not in known]
    try:
        executor.migrate([*newest(applied), *unknown])
    except IrreversibleError as error:
        raise BackupFault(
            f"备份的数据库结构较旧，而这里的迁移不能退回（{error}）。",
            "请新建一个空的数据库，在 DATABASE_URL 中改用它，不要执行 migrate，直接恢复。",
        ) from error


def missing_since(applied):
    """The program's migrations that are not among these, in words."""
    return [f"{app}.{name}" for app, name in sorted(set(MigrationLoader(None).graph.nodes) - set(applied))]
