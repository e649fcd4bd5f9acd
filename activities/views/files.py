"""Files of a report: who may read the report may open them."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from activities.models import Attachment, Picture
from portal.sending import send_file


@login_required
@require_safe
def picture_image(request, pk):
    picture = get_object_or_404(Picture.objects.visible_to(request.user), pk=pk)
    return send_file(request, picture.image)


@login_required
@require_safe
def picture_thumbnail(request, pk):
    """The picture itself until the task has made the thumbnail."""
    picture = get_object_or_404(Picture.objects.visible_to(request.user), pk=pk)
    return send_file(request, picture.thumbnail or picture.image)


@login_required
@require_safe
def attachment_download(request, pk):
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    return send_file(request, attachment.file, name=attachment.name)
