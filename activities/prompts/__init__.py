"""The monthly prompt (主题党日工作提示): what every branch does this month and what it may choose, told to all units.

querysets      who sees which
permissions    who may do what
receipts       which units have read it, which have not, and the one reminder
cases          what a letter made of it says
"""
