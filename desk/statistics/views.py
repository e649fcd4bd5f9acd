from django.http import Http404


def statistics(request, pk=None):
    raise Http404


statistics_rows = statistics_export = statistics
