"""How long an address may be. No page of ours sends more; a longer one would only keep the database busy."""

from django.http import HttpResponse

MOST = 8_000  # bytes behind the question mark; gunicorn takes 4,094 for the whole line unless told otherwise


class BoundedQuery:
    """Before sessions and pages: refusing costs nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if len(request.META.get("QUERY_STRING", "")) > MOST:
            return HttpResponse("网址过长，请减少条件后再查询。", status=414, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
