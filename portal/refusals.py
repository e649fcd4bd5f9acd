"""A step that only takes a click was opened as an address: typed, or because the click found the session expired and
the log-in led back here. Nothing was done; the person is told so, and led to the page where the button stands."""

from django.shortcuts import render
from django.urls import Resolver404, resolve


class StepOpenedAsPage:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET":
            return response
        page = render(request, "405.html", {"back": page_above(request.path)}, status=405)
        page["Allow"] = response["Allow"]
        return page


def page_above(path):
    """The nearest page above an address: /activities/7/submit/ stands on /activities/7/."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"
