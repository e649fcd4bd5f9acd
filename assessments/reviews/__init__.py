"""述职评议: codes, voting without a trace of who, counted paper, results that hide what is too few.

codes.py    one-time codes, printed once and never kept in the clear
voting.py   a vote: one code used up, counts raised, nothing else written
paper.py    counted paper ballots, entered by two people
results.py  means, totals, and what may be shown of them
"""
