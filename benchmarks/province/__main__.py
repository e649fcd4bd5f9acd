"""A province on PostgreSQL, measured: 120 committees × 88 units, ten years, 1.4 million members counted.

python -m benchmarks.province              ×1, ×10 and ×120, one after another in the same run
python -m benchmarks.province --quick      ×1 and ×10 with two years, fewer requests, three roles: two minutes
python -m benchmarks.province --keep DIR   the databases stay in DIR (about 4 GB) and are found there by the next run
python -m benchmarks.province --keep DIR --make     makes the databases there and measures nothing
python -m benchmarks.province --report FILE        the tables are also written there, as Markdown, after each part
python -m benchmarks.province --only pages --role unit --requests 3      some of it
"""

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks.province import ROLES
from benchmarks.province.bench import PARTS, Province
from benchmarks.province.keeping import server


def main(quick=False, keep=None, parts=PARTS, report=None, **settings):
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder, server(keep) as databases:
        os.environ.update(PORTAL_VAR=folder, SECRET_KEY="benchmark", REDIS_URL="")
        for text in Province(databases, quick, **settings).run(parts):
            if report:
                Path(report).write_text(f"{text}\n")
        print(text, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.province")
    parser.add_argument("--quick", action="store_true", help="a small province, fewer requests")
    parser.add_argument("--keep", metavar="DIR", help="where the databases stay for the next run")
    parser.add_argument("--make", action="store_true", help="only make what --keep keeps")
    parser.add_argument("--report", metavar="FILE", help="where the tables are written, as Markdown")
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--role", action="append", choices=ROLES, help="only the pages of these, and of staff")
    parser.add_argument("--requests", type=int, help="of each page, each size and each of three rounds")
    options = parser.parse_args()
    chosen = {"few": options.role and ["staff", *options.role], "requests": options.requests}
    parts = () if options.make else options.only or PARTS
    main(options.quick, options.keep, parts, options.report, **{name: value for name, value in chosen.items() if value})
