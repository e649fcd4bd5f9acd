"""Figures for Prometheus, off unless METRICS_PORT is set; never on the address that people use.

    counters    what every web and worker process counts: in files under METRICS_DIR, one a process
    folding     the files of ended processes become one, so that sums never fall and files do not pile up
    exporter    `manage.py metrics`: the sum of all files, and what the health probes find at that moment

Labels are names from the code (URL names, task names, probes), never paths, words or people.
"""
