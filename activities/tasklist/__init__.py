"""Key tasks (重点任务、问题清单): raised, given to one unit or alliance, done with evidence, checked, closed.

states         what stands between raised and closed
querysets      who sees which
permissions    who may do what
announcements  who is told
reminders      who is reminded before the term and after it, by the committee's own steps
filters        which ones an address asks for
todo           what waits for a person
cases          what a letter about a task says
"""
