"""Logos and pictures of brands: who sees the version sees its pictures."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from branches.models import BrandPicture, BrandVersion
from portal.sending import send_file


@login_required
@require_safe
def brand_logo(request, pk):
    version = get_object_or_404(BrandVersion.objects.visible_to(request.user), pk=pk)
    if not version.logo:
        raise Http404
    return send_file(request, version.logo)


@login_required
@require_safe
def brand_picture(request, pk):
    return send_file(request, _picture(request, pk).image)


@login_required
@require_safe
def brand_picture_small(request, pk):
    picture = _picture(request, pk)
    return send_file(request, picture.thumbnail or picture.image)


def _picture(request, pk):
    return get_object_or_404(BrandPicture.objects.visible_to(request.user), pk=pk)
