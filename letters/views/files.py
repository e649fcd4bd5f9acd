"""附件 of letters and of replies: who may read the one may open the other."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from letters.models import LetterFile, ReplyFile
from portal.sending import send_file


@login_required
@require_safe
def letter_file(request, pk):
    file = get_object_or_404(LetterFile.objects.visible_to(request.user), pk=pk)
    return send_file(request, file.file, name=file.name)


@login_required
@require_safe
def reply_file(request, pk):
    file = get_object_or_404(ReplyFile.objects.visible_to(request.user), pk=pk)
    return send_file(request, file.file, name=file.name)
