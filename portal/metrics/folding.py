"""Every process leaves its files behind, and gunicorn begins a new process every few thousand requests.

Counters must never fall, so what an ended process has counted is added up in one file (of process 0, which is none).
Only the exporter does this, and there is one on a machine. Should it be killed between the two steps, some is counted
twice, once; nothing is lost.
"""

import os
import time
from collections import defaultdict
from pathlib import Path

from prometheus_client.mmap_dict import MmapedDict

KINDS = ("counter", "histogram")
NOBODY = 0
MANY = 8  # files of ended processes that are left alone
SILENT_AFTER = 24 * 3600  # of another machine or container: whose processes cannot be asked


def fold(folder, is_own):
    for kind in KINDS:
        ended = [path for path in Path(folder).glob(f"{kind}_*.db") if has_ended(path, is_own)]
        if len(ended) > MANY:
            _fold(Path(folder) / f"{kind}_{NOBODY}.db", ended)


def has_ended(path, is_own):
    process = int(path.stem.partition("_")[2])
    if process == NOBODY:
        return False
    if not is_own:
        return path.stat().st_mtime < time.time() - SILENT_AFTER
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # somebody else's, so it is alive
        return False
    return False


def _fold(target, ended):
    sums = defaultdict(float)
    for path in [target, *ended]:
        if path.exists():
            for key, value, *_ in MmapedDict.read_all_values_from_file(path):
                sums[key] += value
    unfinished = target.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    written = MmapedDict(str(unfinished))
    for key, value in sums.items():
        written.write_value(key, value, 0.0)
    written.close()
    unfinished.replace(target)
    for path in ended:
        path.unlink()
