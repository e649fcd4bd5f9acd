"""The whole portal in one file, and back: `manage.py backup DIR`, `restore FILE`, `restore --check FILE`.

    taking     reads database and media as of one moment into a file
    checking   proves a file without touching anything
    restoring  puts a file into an empty installation
    record     what the last backup came to: `portal.backup.last()`

The file is a tar (archive.py): it is written and read from front to back in fixed memory, however many members it has,
where a zip needs the list of all of them at its end; `tar xf` opens it without us. docs/backup.md describes it.
"""

from portal.backup.faults import BackupFault
from portal.backup.record import last

__all__ = ["BackupFault", "last"]
