"""One measurement in a process of its own: python -m benchmarks.child <what> [words]. It prints its answer as JSON."""

import json
import os
import sys

import django


def main(what, *words):
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    django.setup()
    from benchmarks import work  # noqa: PLC0415  its models need the settings

    print(json.dumps(work.PARTS[what](*words)))


if __name__ == "__main__":
    main(*sys.argv[1:])
