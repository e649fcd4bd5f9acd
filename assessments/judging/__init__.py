"""The arithmetic of a contest: plain data in, plain data out, no Django and no database.

marks    Decimal, as the judge gave them; sums of them are exact.
values   Fraction, unrounded: what joins, weights and divides marks. Nothing is rounded on the way.
totals   Decimal, a value rounded once, half up, at the stated place: what is shown, and compared first.

Ids of judges, entries, stages and criteria are integers (primary keys). Start at result.compute.
"""
