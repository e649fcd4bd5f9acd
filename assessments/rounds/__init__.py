"""一轮考核: opened, filled in, reviewed, shown, appealed, frozen. Every step is a function; a refusal is WrongState.

    opening.open_round(scheme, self_until=, first_until=, review_until=, by=) -> Round
    facts_taking.retake(round, by=)                   facts_taking.progress(round) -> Progress(done, all)
    scores.enter(assessment, indicator, by=, answer=, given=, reason=) -> Score      at the stage it is at
    claims.add(assessment, indicator, by=, text=, …) -> Claim            claims.remove(claim, by=)
    strikes.strike(assessment, indicator, key, by=, reason=) -> Strike   strikes.unstrike(strike, by=)
    handing.submit / pass_on / settle / take_back (assessment, by=)
    handing.return_(assessment, by=, reason=, to=)    handing.exempt(assessment, by=, reason=)
    closing.publicize(round, by=, day=)               closing.finalize(round, by=, day=, document_number=)
    closing.cancel(round, by=, reason=)
    appeals.raise_(assessment, by=, text=, indicator=)   appeals.answer(appeal, by=, text=, is_upheld=, given=)

Questions:
    permissions.py                       who may do what, and which stages of a score a person sees
    scoring.outcome_of(assessment, stage) -> tree.Outcome      not rounded or joined anywhere else
    passport.of(assessment, user) -> Passport                  the page of one unit, the form to fill in, and the print
    results.table(round, user) -> Table                        results.workbook(round, user, day) -> bytes
    progress.of(round, user) -> Progress                       who has it now, how many there
    drift.compare(round)                                       数据已变动, after 定格

todo.py, announcements.py, reminders.py: what waits for whom, who is told, who is reminded.
"""
