"""/healthz: one JSON answer for the launcher, the load balancer and the monitoring; no word of how we are built."""

from django.http import JsonResponse
from django.views.decorators.cache import never_cache

from portal.health import watch
from portal.health.findings import State

PARTS = ("database", "broker", "beat")
WELL = "ok"
FINE = (State.GOOD, State.WARNS)


@never_cache
def healthz(request):
    faults = {
        seen.probe.name: WELL if seen.finding.state in FINE else seen.finding.public or "不明"
        for seen in watch.look(PARTS)
    }
    well = all(word == WELL for word in faults.values())
    body = {"status": WELL if well else "failing", **faults}
    response = JsonResponse(body, status=200 if well else 503, json_dumps_params={"ensure_ascii": False})
    response._has_been_logged = True  # who asks is told the cause; while the portal starts that is no error in the log
    return response
