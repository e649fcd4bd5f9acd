"""Is the portal well, since when, and what is to be done?

    findings    what a probe is and what it finds
    asking      asks the probes of settings.HEALTH_PROBES, none longer than its limit
    watch       keeps since when, and tells the administrators of a failure that lasts
    outage      the same for the database, which cannot keep it itself
    database, redis_talk, broker, workers, beat, storage, backups, failed_tasks    the probes of this app

Who looks keeps watch: beat's task every minute, /healthz, and the administrator's page.
"""
