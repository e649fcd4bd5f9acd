"""Pages of letters: the register, a letter and its steps, what a unit receives and answers, batches, templates."""

from django.urls import path

from letters.views import batches, details, files, lists, numbers, recipients, steps, templates, writing

urlpatterns = [
    path("letters/", lists.letter_list, name="letter-list"),
    path("letters/export/", lists.letter_export, name="letter-export"),
    path("letters/new/", writing.letter_create, name="letter-create"),
    path("letters/reply-day/", writing.letter_reply_day, name="letter-reply-day"),
    path("letters/register/", numbers.letter_register, name="letter-register"),
    path("letters/register/export/", numbers.letter_register_export, name="letter-register-export"),
    path("letters/templates/", templates.letter_template_list, name="letter-template-list"),
    path("letters/templates/new/", templates.letter_template_create, name="letter-template-create"),
    path("letters/templates/<int:pk>/", templates.letter_template_edit, name="letter-template-edit"),
    path("letters/templates/<int:pk>/retire/", templates.letter_template_retire, name="letter-template-retire"),
    path("letters/batches/new/", batches.letter_batch_create, name="letter-batch-create"),
    path("letters/batches/<int:pk>/", batches.letter_batch, name="letter-batch"),
    path("letters/batches/<int:pk>/numbers/", batches.letter_batch_numbers, name="letter-batch-numbers"),
    path("letters/batches/<int:pk>/submit/", batches.letter_batch_submit, name="letter-batch-submit"),
    path("letters/batches/<int:pk>/approve/", batches.letter_batch_approve, name="letter-batch-approve"),
    path("letters/batches/<int:pk>/issue/", batches.letter_batch_issue, name="letter-batch-issue"),
    path("letters/batches/<int:pk>/zip/", batches.letter_batch_zip, name="letter-batch-zip"),
    path("letters/files/<int:pk>/", files.letter_file, name="letter-file"),
    path("letters/replies/files/<int:pk>/", files.reply_file, name="reply-file"),
    path("letters/recipients/<int:pk>/receive/", recipients.recipient_receive, name="recipient-receive"),
    path("letters/recipients/<int:pk>/reply/", recipients.recipient_reply, name="recipient-reply"),
    path("letters/recipients/<int:pk>/return/", recipients.recipient_return, name="recipient-return"),
    path("letters/recipients/<int:pk>/close/", recipients.recipient_close, name="recipient-close"),
    path("letters/recipients/<int:pk>/remind/", recipients.recipient_remind, name="recipient-remind"),
    path("letters/recipients/<int:pk>/climb/", recipients.recipient_climb, name="recipient-climb"),
    path("letters/<int:pk>/", details.letter_detail, name="letter-detail"),
    path("letters/<int:pk>/print/", details.letter_print, name="letter-print"),
    path("letters/<int:pk>/document.docx", details.letter_document, name="letter-document"),
    path("letters/<int:pk>/edit/", writing.letter_edit, name="letter-edit"),
    path("letters/<int:pk>/submit/", steps.letter_submit, name="letter-submit"),
    path("letters/<int:pk>/withdraw/", steps.letter_withdraw, name="letter-withdraw"),
    path("letters/<int:pk>/return/", steps.letter_return, name="letter-return"),
    path("letters/<int:pk>/approve/", steps.letter_approve, name="letter-approve"),
    path("letters/<int:pk>/number/", steps.letter_number, name="letter-number"),
    path("letters/<int:pk>/issue/", steps.letter_issue, name="letter-issue"),
    path("letters/<int:pk>/void/", steps.letter_void, name="letter-void"),
]
