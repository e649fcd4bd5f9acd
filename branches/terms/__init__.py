"""Terms of office (任期, 换届) of organizations and branches: when they end, how they are renewed, extended and mended.

    entering.renew(term, by=, elected_on=, approval_document=, approved_on=)   the new Term; closes the case's letters
    entering.approve(term, by=, …)      a 批复 for a term of which the roster knew only the day
    mending.mend(term, by=, since=, month_only=, years=)     an unknown day, or a day that was wrong
    extending.extend(term, by=, until=, document=, decided_on=)
    proposing.propose(…) / accept / refuse      what a unit says of its own terms, until the committee agreed
    following.follow(bodies, …)          what roster and admin write in organizations and branches
    reminding.remind(day)               every morning, each step once
    pairs.pairs(committee, period, day)    应换届 / 已换届 by alliance

`dates` and `lengths` are the arithmetic; nothing there asks the database. A term is ended, never deleted.
"""
