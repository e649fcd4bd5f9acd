"""A process that stands on one database and measures what it is asked for: a line of JSON in, a line of JSON out.

One for each size, all alive at once and asked in turns, so that a busy moment of the machine meets every size.
"""

import json
import os
import sys

import django


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    django.setup()
    from benchmarks.province.measuring import calls  # noqa: PLC0415  its models need the settings

    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        what, *words = json.loads(line)
        print(json.dumps(calls[what](*words)), file=answers, flush=True)


if __name__ == "__main__":
    main()
