from django.http import Http404


def snapshot_list(request, pk=None):
    raise Http404


snapshot_sign = snapshot_detail = snapshot_rows = snapshot_export = snapshot_void = snapshot_list
