"""What is written, for the world of the permission matrix: letters, terms, key tasks, prompts, statistics, reports.

Letters, in their states, go to `organization` alone, the unit of `unit`; so does `task`. `task_lead` was raised by the
片长单位, `task_draft` has not been given to anybody yet.
"""

from datetime import date

from django.core.files.base import ContentFile
from django.utils.timezone import localdate

from activities.models import Task
from branches.models import Term
from branches.terms import proposing, vacancies
from desk.models import ReportTemplate
from desk.reports import defaults, drafting
from desk.statistics.figures import Scope
from desk.statistics.snapshots import sign
from letters import drafting as letter_drafting
from letters.cases import Case
from letters.models import LetterFile, ReplyFile
from portal.audit import AuditEntry
from tests.factories import make_branch, make_letter, make_letter_template, make_prompt, make_task

OWN_STAFF = "LYFFFFFFFYF"  # staff, each of their own committee
STAFF_ONLY = "LYNNNNNNNNN"
COMMITTEE = "LYYNNNNNNNN"  # and its leaders
LEADER_ONLY_READS = "LYFNNNNNNNN"
UNIT_TOO = "LYYNNYNNNNN"
SIGNED_IN = "L" + "Y" * 10
OFFICE = "LYYYYYYFFYY"  # whoever works there; members and judges do not
STAFF_OF_TERM = "LYFFFFNFFNN"  # the unit and who heads its alliance see the term

AUDIT_ROWS = (
    ("GET", "audit-list", "", OWN_STAFF),
    ("GET", "audit-export", "", OWN_STAFF),
    ("GET", "audit-head", "", OWN_STAFF),
    ("GET", "audit-detail", "audit_line", "LYFFFFFFFNF"),
)

LETTER_ROWS = (
    ("GET", "letter-list", "", SIGNED_IN),
    ("GET", "letter-export", "", "LYYFFFFFFYF"),
    ("GET", "letter-create", "", OWN_STAFF),
    ("POST", "letter-create", "", OWN_STAFF),
    ("GET", "letter-reply-day", "", OWN_STAFF),
    ("GET", "letter-register", "", OWN_STAFF),
    ("GET", "letter-register-export", "", OWN_STAFF),
    ("GET", "letter-template-list", "", OWN_STAFF),
    ("GET", "letter-template-create", "", OWN_STAFF),
    ("POST", "letter-template-create", "", OWN_STAFF),
    ("GET", "letter-template-edit", "letter_template", STAFF_ONLY),
    ("POST", "letter-template-edit", "letter_template", STAFF_ONLY),
    ("POST", "letter-template-retire", "letter_template", STAFF_ONLY),
    ("GET", "letter-batch-create", "", OWN_STAFF),
    ("POST", "letter-batch-create", "", OWN_STAFF),
    ("GET", "letter-batch", "letter_batch", STAFF_ONLY),
    ("GET", "letter-batch-numbers", "letter_batch", STAFF_ONLY),
    ("POST", "letter-batch-numbers", "letter_batch", STAFF_ONLY),
    ("POST", "letter-batch-submit", "letter_batch", STAFF_ONLY),
    ("POST", "letter-batch-approve", "letter_batch", STAFF_ONLY),
    ("GET", "letter-batch-issue", "letter_batch", STAFF_ONLY),
    ("POST", "letter-batch-issue", "letter_batch", STAFF_ONLY),
    ("GET", "letter-batch-zip", "letter_batch", STAFF_ONLY),
    ("POST", "letter-batch-zip", "letter_batch", STAFF_ONLY),
    ("GET", "letter-detail", "letter_draft", STAFF_ONLY),
    ("GET", "letter-detail", "letter_submitted", COMMITTEE),
    ("GET", "letter-detail", "letter_approved", COMMITTEE),
    ("GET", "letter-detail", "letter_issued", UNIT_TOO),
    ("GET", "letter-detail", "letter_closed", UNIT_TOO),
    ("GET", "letter-detail", "letter_void", UNIT_TOO),  # the unit has it: it reads that it is void
    ("GET", "letter-print", "letter_draft", STAFF_ONLY),
    ("GET", "letter-print", "letter_issued", UNIT_TOO),
    ("GET", "letter-document", "letter_draft", STAFF_ONLY),
    ("GET", "letter-document", "letter_submitted", COMMITTEE),
    ("GET", "letter-document", "letter_issued", UNIT_TOO),
    ("GET", "letter-file", "letter_file_draft", STAFF_ONLY),
    ("GET", "letter-file", "letter_file", UNIT_TOO),
    ("GET", "reply-file", "reply_file", UNIT_TOO),
    ("GET", "letter-edit", "letter_draft", STAFF_ONLY),
    ("POST", "letter-edit", "letter_draft", STAFF_ONLY),
    ("GET", "letter-edit", "letter_issued", "LYFNNFNNNNN"),
    ("POST", "letter-edit", "letter_issued", "LYFNNFNNNNN"),
    ("POST", "letter-submit", "letter_draft", STAFF_ONLY),
    ("POST", "letter-withdraw", "letter_submitted", LEADER_ONLY_READS),
    ("POST", "letter-approve", "letter_submitted", COMMITTEE),
    ("POST", "letter-approve", "letter_issued", "LYYNNFNNNNN"),
    ("GET", "letter-return", "letter_submitted", COMMITTEE),
    ("POST", "letter-return", "letter_submitted", COMMITTEE),
    ("GET", "letter-number", "letter_approved", LEADER_ONLY_READS),
    ("POST", "letter-number", "letter_approved", LEADER_ONLY_READS),
    ("GET", "letter-issue", "letter_approved", LEADER_ONLY_READS),
    ("POST", "letter-issue", "letter_approved", LEADER_ONLY_READS),
    ("GET", "letter-void", "letter_issued", "LYFNNFNNNNN"),
    ("POST", "letter-void", "letter_issued", "LYFNNFNNNNN"),
    ("POST", "recipient-receive", "letter_part", "LYFNNYNNNNN"),
    ("POST", "recipient-receive", "letter_part_draft", STAFF_ONLY),
    ("GET", "recipient-reply", "letter_part", "LYYNNYNNNNN"),
    ("POST", "recipient-reply", "letter_part", "LYFNNYNNNNN"),
    ("GET", "recipient-return", "letter_part", "LYFNNFNNNNN"),
    ("POST", "recipient-return", "letter_part", "LYFNNFNNNNN"),
    ("GET", "recipient-close", "letter_part", "LYFNNFNNNNN"),
    ("POST", "recipient-close", "letter_part", "LYFNNFNNNNN"),
    ("POST", "recipient-remind", "letter_part", "LYFNNFNNNNN"),
    ("POST", "recipient-climb", "letter_part", "LYFNNFNNNNN"),
    ("POST", "letter-remind", "letter_issued", "LYFNNFNNNNN"),
    ("POST", "duty-letter", "", OWN_STAFF),
    ("POST", "duty-letters", "", OWN_STAFF),
    ("POST", "task-letters", "", OWN_STAFF),
    ("POST", "assessment-letter", "shown_own", "LYFFNFNFNNN"),
)
TERM_ROWS = (
    ("GET", "term-list", "", OFFICE),
    ("GET", "term-export", "", OFFICE),
    ("GET", "term-pairs", "", OFFICE),
    ("POST", "term-letters", "", OWN_STAFF),
    ("GET", "term-detail", "term", "LYYYYYNFFNN"),
    ("GET", "term-renew", "term", "LYFFFYNFFNN"),
    ("POST", "term-renew", "term", "LYFFFYNFFNN"),
    ("GET", "term-mend", "term", STAFF_OF_TERM),
    ("POST", "term-mend", "term", STAFF_OF_TERM),
    ("GET", "term-mend", "term_unknown", "LYFFFYNFFNN"),
    ("POST", "term-mend", "term_unknown", "LYFFFYNFFNN"),
    ("GET", "term-extend", "term", STAFF_OF_TERM),
    ("POST", "term-extend", "term", STAFF_OF_TERM),
    ("GET", "term-approve", "term", STAFF_OF_TERM),
    ("POST", "term-approve", "term", STAFF_OF_TERM),
    ("POST", "term-letter", "term", STAFF_OF_TERM),
    ("POST", "term-proposal-accept", "term_proposal", STAFF_OF_TERM),
    ("GET", "term-proposal-refuse", "term_proposal", STAFF_OF_TERM),
    ("POST", "term-proposal-refuse", "term_proposal", STAFF_OF_TERM),
    ("POST", "term-proposal-withdraw", "term_proposal", "LFFFFYNFFNN"),
    ("GET", "vacancy-list", "", OFFICE),
    ("GET", "vacancy-create", "", "LYFYYYYFFYY"),
    ("POST", "vacancy-create", "", "LYFYYYYFFYY"),
    ("GET", "vacancy-fill", "vacancy", "LYFFFYNFFNN"),
    ("POST", "vacancy-fill", "vacancy", "LYFFFYNFFNN"),
)
TASK_ROWS = (
    ("GET", "task-list", "", SIGNED_IN),
    ("GET", "task-export", "", SIGNED_IN),
    ("GET", "task-create", "", "LYFYFFFFFYY"),
    ("POST", "task-create", "", "LYFYFFFFFYY"),
    ("GET", "task-detail", "task", "LYYYNYNNNNN"),
    ("GET", "task-detail", "task_draft", STAFF_ONLY),
    ("GET", "task-detail", "task_lead", "LYYYNYNNNNN"),
    ("GET", "task-edit", "task", "LYFFNFNNNNN"),
    ("POST", "task-edit", "task", "LYFFNFNNNNN"),
    ("POST", "task-edit", "task_lead", "LYFYNFNNNNN"),
    ("GET", "task-file", "task", "LYYYNYNNNNN"),
    ("POST", "task-assign", "task_draft", STAFF_ONLY),
    ("GET", "task-report", "task", "LYFFNYNNNNN"),
    ("POST", "task-report", "task", "LYFFNYNNNNN"),
    ("POST", "task-withdraw", "task", "LYFFNYNNNNN"),
    ("GET", "task-return", "task", "LYFFNFNNNNN"),
    ("POST", "task-return", "task", "LYFFNFNNNNN"),
    ("POST", "task-close", "task", "LYFFNFNNNNN"),
    ("POST", "task-close", "task_lead", "LYFYNFNNNNN"),
    ("GET", "task-drop", "task", "LYFFNFNNNNN"),
    ("POST", "task-drop", "task", "LYFFNFNNNNN"),
    ("POST", "task-letter", "task", "LYFFNFNNNNN"),
)
PROMPT_ROWS = (
    ("GET", "prompt-list", "", SIGNED_IN),
    ("GET", "prompt-create", "", OWN_STAFF),
    ("POST", "prompt-create", "", OWN_STAFF),
    ("GET", "prompt-detail", "prompt", "LYYYYYYYYNN"),
    ("GET", "prompt-detail", "prompt_draft", STAFF_ONLY),
    ("GET", "prompt-edit", "prompt_draft", STAFF_ONLY),
    ("POST", "prompt-edit", "prompt_draft", STAFF_ONLY),
    ("POST", "prompt-edit", "prompt", "LYFFFFFFFNN"),
    ("POST", "prompt-publish", "prompt_draft", STAFF_ONLY),
    ("POST", "prompt-copy", "prompt", "LYFFFFFFFNN"),
    ("POST", "prompt-remind", "prompt", "LYFFFFFFFNN"),
    ("POST", "prompt-letter", "prompt", "LYFFFFFFFNN"),
)
STATISTICS_ROWS = (
    ("GET", "statistics", "", SIGNED_IN),
    ("GET", "statistics-rows", "?key=held", SIGNED_IN),
    ("GET", "statistics-export", "", SIGNED_IN),
    ("GET", "snapshot-list", "", "LYYFFFFFFYF"),
    ("POST", "snapshot-sign", "", OWN_STAFF),
    ("GET", "snapshot-detail", "snapshot", COMMITTEE),
    ("GET", "snapshot-rows", "snapshot?key=held", COMMITTEE),
    ("GET", "snapshot-export", "snapshot", COMMITTEE),
    ("POST", "snapshot-void", "snapshot", LEADER_ONLY_READS),
)
REPORT_ROWS = (
    ("GET", "report-list", "", "LYYFFFFFFYF"),
    ("GET", "report-create", "", OWN_STAFF),
    ("POST", "report-create", "", OWN_STAFF),
    ("GET", "report-detail", "report_draft", COMMITTEE),
    ("GET", "report-text", "report_draft", COMMITTEE),
    ("GET", "report-document", "report_draft", COMMITTEE),
    ("GET", "report-draft-edit", "report_draft", LEADER_ONLY_READS),
    ("POST", "report-draft-edit", "report_draft", LEADER_ONLY_READS),
    ("POST", "report-paragraph-restore", "report_paragraph", LEADER_ONLY_READS),
    ("POST", "report-drop", "report_draft", LEADER_ONLY_READS),
    ("POST", "report-take-up", "report_draft", LEADER_ONLY_READS),
    ("GET", "report-template-list", "", OWN_STAFF),
    ("GET", "report-template-create", "", OWN_STAFF),
    ("POST", "report-template-create", "", OWN_STAFF),
    ("GET", "report-template-edit", "report_template", LEADER_ONLY_READS),
    ("POST", "report-template-edit", "report_template", LEADER_ONLY_READS),
)


def add_letters(world):
    staff, unit = world.people["staff"], world.organization
    for state in ("draft", "submitted", "approved", "issued", "closed", "void"):
        letter = make_letter([unit], created_by=staff, state="issued" if state == "void" else state)
        setattr(world, f"letter_{state}", letter)
    world.letter_void.void(by=staff, reason="发错了")
    world.letter_part = world.letter_issued.recipients.get()
    world.letter_part_draft = world.letter_draft.recipients.get()
    world.letter_file = _file(world.letter_issued)
    world.letter_file_draft = _file(world.letter_draft)
    part = make_letter([unit], created_by=staff, state="issued").recipients.get()
    reply = part.reply("已经办理。", by=world.people["unit"]) or part.replies.get()
    world.reply_file = ReplyFile.objects.create(reply=reply, file=ContentFile(b"x", "a.pdf"), name="a.pdf", size=1)
    world.letter_template = make_letter_template(world.alliance.committee)
    cases = [Case("", unit, "示例事项", {"deadline": "2026年12月31日"})]
    world.letter_batch = letter_drafting.draft_many("reminder", cases, staff, template=world.letter_template)


def add_terms(world):
    unit, officer = world.organization, world.people["unit"]
    owner = {"committee": unit.committee, "organization": unit}
    world.term = Term.objects.create(**owner, since=date(2020, 3, 1), years=5)
    unknown = {"branch": make_branch(organization=unit), "said": "不详"}
    world.term_unknown = Term.objects.create(**owner, **unknown)
    other = Term.objects.create(**owner, branch=make_branch(organization=unit), said="无")
    world.term_proposal = proposing.propose_mend(other, by=officer, since=date(2024, 5, 6), years=3)
    world.vacancy = vacancies.enter(organization=unit, post="组织委员", since=date(2026, 1, 5), by=officer)


def add_tasks(world):
    world.task = make_task(world.organization, evidence_file=ContentFile(b"x", "a.pdf"), evidence_name="a.pdf")
    world.task_draft = make_task(world.organization, state=Task.State.RAISED)
    world.task_lead = make_task(world.organization, raiser=world.people["lead"].organization)


def add_prompts(world):
    world.prompt = make_prompt(world.alliance.committee)
    world.prompt_draft = make_prompt(world.alliance.committee, state="draft", month=date(2030, 1, 1))


def add_reports(world):
    committee, staff = world.alliance.committee, world.people["staff"]
    today = localdate()
    world.audit_line = AuditEntry.objects.filter(committee_id=committee.pk).first()
    world.snapshot = sign(Scope(committee, date(today.year, 1, 1), today), "今年以来", by=staff)
    defaults.create_template(committee)
    world.report_template = ReportTemplate.objects.get(committee=committee)
    world.report_draft = drafting.create(world.report_template, world.snapshot, by=staff)
    world.report_paragraph = world.report_draft.paragraphs.first()


def _file(letter):
    return LetterFile.objects.create(letter=letter, file=ContentFile(b"x", "a.pdf"), name="a.pdf", size=1)
