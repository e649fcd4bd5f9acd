"""Pure arithmetic of assessment: rules as data, a tree of indicators, grades. Nothing here asks a database.

facts.py     what a leaf indicator is scored from: records, and what people entered
working.py   a score with how it came about
rules/       the kinds of rule; a rule is data (JSON), may hold another rule, and says itself in words
notation.py  a rule as one line of text, for the workbook and the form, and back
tree.py      leaves → nodes → total
grades.py    totals → grades by threshold and quota, places
"""
