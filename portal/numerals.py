"""Figures as office prose writes them: 283,600 is “28万余”, 1,126 is “1100余”, 32 is “32”.

    about(283600) + "元" == "28万余元"        about(1126) + "次" == "1100余次"

Exact up to 999; above that cut (never rounded up) to the hundred, from ten thousand on to whole 万, from a hundred
million on to a tenth of 亿; 余 only where something was cut off.
"""

from decimal import Decimal

HUNDRED, THOUSAND, WAN, YI = 100, 1000, 10_000, 100_000_000


def about(number: int | Decimal) -> str:
    exact = Decimal(number)
    if exact < 0:
        return f"-{about(-exact)}"
    if exact < THOUSAND:
        return f"{exact.normalize():f}" if exact else "0"
    if exact < WAN:
        return _cut(exact, HUNDRED, lambda parts: f"{parts * HUNDRED}")
    if exact < YI:
        return _cut(exact, WAN, lambda parts: f"{parts}万")
    return _cut(exact, YI // 10, lambda parts: f"{(Decimal(parts) / 10).normalize():f}亿")


def _cut(exact, step, words):
    parts, rest = divmod(exact, step)
    return words(int(parts)) + ("余" if rest else "")
