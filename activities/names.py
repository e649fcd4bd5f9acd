"""Names as an office writes them in one line: 示例甲、示例乙，示例丙."""

import re

SEPARATORS = re.compile(r"[、，,；;/\s]+")


def split_names(line):
    return [name for name in SEPARATORS.split(line.strip()) if name]
