"""One settings file for every way to run; the environment decides.

Embedded default: no variable is needed. SQLite, a private Redis on a unix socket, media and logs all live under var/.
Production (PORTAL_ENV=production): SECRET_KEY, DATABASE_URL, REDIS_URL and ALLOWED_HOSTS must be set or nothing starts.
Every variable is listed with an example in deploy/portal.env.
"""

import hashlib
import os
import socket
import tempfile
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from portal.production import Fault, environment_faults, refuse

env = environ.Env()

# --- Which way to run -------------------------------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env("PORTAL_VAR", default=str(BASE_DIR / "var"))).resolve()
try:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    refuse([Fault(f"不能建立数据文件夹 {VAR_DIR}：{error.strerror}。", "检查 PORTAL_VAR，让运行门户的账号能写。")])

WAY = env("PORTAL_ENV", default="") or "embedded"
if WAY not in {"embedded", "production"}:
    refuse([Fault(f"PORTAL_ENV={WAY} 不认识。", "正式环境写 PORTAL_ENV=production；试用时删去这一行。")])
PRODUCTION = WAY == "production"
if PRODUCTION and (faults := environment_faults(os.environ)):
    refuse(faults)

DEBUG = env.bool("DEBUG", default=not PRODUCTION)


def embedded_secret_key():
    """Made once for this machine, so that sessions outlive a restart; readable by the owner only."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = env("SECRET_KEY", default="") or embedded_secret_key()
# Former keys: still good for reading what they signed and sealed, never for writing.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Shows 示例数据 in the footer; a portal with real people switches it off.
SAMPLE_DATA = env.bool("SAMPLE_DATA", default=not PRODUCTION)
# How this portal is reached from outside, for links in mails, robots' messages and feeds.
PORTAL_URL = env("PORTAL_URL", default="http://127.0.0.1:8000").rstrip("/")

# --- Parts ------------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "allauth.mfa",  # before accounts, whose admin takes the secrets out of sight
    "allauth.usersessions",
    "portal.apps.PortalConfig",
    "accounts",
    "notices",
    "alliances",
    "letters",
    "branches",
    "activities",
    "assessments",
    "desk",
    "portal.apps.CommitteeAdminConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "crispy_forms",
    "crispy_bootstrap5",
    "simple_history",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "portal.logs.requests.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    # Before all that may answer by itself, so that refusals carry their headers too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.limits.BoundedQuery",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.MustChangePassword",
    "accounts.middleware.MustHaveSecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.refusals.StepOpenedAsPage",
    "simple_history.middleware.HistoryRequestMiddleware",
    "portal.audit.watching.Watch",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "desk.frame.frame",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Data -------------------------------------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASE_URL = env("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the write lock at the start: two writers wait instead of failing with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = 60  # opening the file for each request costs 2 ms, as much as its queries
else:
    DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)  # not the minutes of the system
    # A pooler that hands on the connection after each transaction loses a cursor that is open beyond it.
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = env.bool("DATABASE_POOLED", default=False)

# A unix socket's path may have about 107 bytes; a deep checkout gets a short one of its own elsewhere.
REDIS_SOCKET = VAR_DIR / "redis.sock"
if len(bytes(REDIS_SOCKET)) > 100:
    REDIS_SOCKET = Path(tempfile.gettempdir()) / f"portal-{hashlib.sha256(bytes(VAR_DIR)).hexdigest()[:12]}.sock"
REDIS_IS_EMBEDDED = not env("REDIS_URL", default="")
REDIS_URL = env("REDIS_URL", default="") or f"unix://{REDIS_SOCKET}?db=0"

CACHES = {
    "default": {
        "BACKEND": "portal.counting_cache.CountingCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
        # A Redis that hangs is as good as gone; no page waits for it any longer.
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}

# Uploaded files are private: there is no URL for this folder, views check the person and then send the file.
MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR_DIR / "media"))
# Behind nginx the view only names the file, and nginx sends it from this internal location; empty: the portal sends it.
MEDIA_ACCEL = env("MEDIA_ACCEL", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a roll call has several for each unit
DATA_UPLOAD_MAX_NUMBER_FILES = 30
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # a larger file goes to the disk while it arrives
FILE_UPLOAD_PERMISSIONS = 0o640
BACKUP_DIR = env("PORTAL_BACKUPS", default=str(VAR_DIR / "backups"))

# --- People -----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AuthenticationBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

ACCOUNT_ADAPTER = "notices.security.NotifyingAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}  # a phone number is turned into its user name by the form
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]  # nobody signs up; the adapter is closed
ACCOUNT_EMAIL_VERIFICATION = "none"
# Per account first: a whole office may stand behind one address, and one person's typing must not lock out the house.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "5/900s/key,100/m/ip"}
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "党建联盟工作平台"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: the clocks of phones and of an intranet server differ
# Staff set up a second factor before anything else opens. Off in the embedded try-out, whose accounts everybody knows.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=PRODUCTION)
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if PRODUCTION else 0)

# --- Language and time ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- Static files -----------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
# Collected files belong to a version of the code, so production keeps them beside it: going back needs no collecting.
STATIC_ROOT = env("STATIC_ROOT", default=str(BASE_DIR / "static.collected" if PRODUCTION else VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
# The embedded default serves the sources, so nothing has to be collected; production collects, hashes and compresses.
WHITENOISE_USE_FINDERS = not PRODUCTION
if not PRODUCTION:
    Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # stays empty; whitenoise warns when it is missing
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- What a browser may do --------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# --- Mail -------------------------------------------------------------------------------------------------------------

vars().update(env.email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="portal@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20

# Chat robots: the only hosts our server posts to. Those of the internet must not lead to an address of this house.
ROBOT_HOSTS = env.list("ROBOT_HOSTS", default=["qyapi.weixin.qq.com", "oapi.dingtalk.com"])
ROBOT_INTRANET_HOSTS = env.list("ROBOT_INTRANET_HOSTS", default=[])

# --- A new committee --------------------------------------------------------------------------------------------------

# What gives a new committee the rows it begins with, in this order (alliances.defaults calls them).
COMMITTEE_DEFAULTS = [
    "alliances.defaults.create_categories",
    "activities.defaults.create_words",
    "activities.defaults.create_duties_of_this_year",
    "letters.defaults.create_templates",
    "letters.defaults.create_reply_reminders",
    "branches.defaults.create_levels",
    "branches.terms.defaults.create_lengths",
    "branches.terms.defaults.create_steps",
    "desk.reports.defaults.create_template",
]

# --- Before it starts -------------------------------------------------------------------------------------------------

# What a production portal asks before its web server, workers and beat start (portal.readiness calls them in order).
READINESS = [
    "portal.readiness.database",
    "portal.readiness.migrations",
    "portal.readiness.static_files",
    "portal.readiness.media_folder",
    "accounts.kept_secrets.fault",
    "desk.sample.leftovers.still_open",
]

# --- Work in the background -------------------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
# What must happen is a row in the database that a task claims, so a message delivered twice does no harm.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS_LEVEL = "INFO"
CELERY_BEAT_SCHEDULER = "portal.beat:SoleScheduler"
CELERY_BEAT_SCHEDULE = {
    "remind every morning": {"task": "activities.tasks.remind_today", "schedule": crontab(hour=8, minute=0)},
    "remind of assessments": {"task": "assessments.tasks.remind_of_rounds", "schedule": crontab(hour=8, minute=5)},
    "remind of elections": {"task": "branches.tasks.remind_of_terms", "schedule": crontab(hour=8, minute=10)},
    "remind of replies to letters": {
        "task": "letters.tasks.remind_of_letters",
        "schedule": crontab(hour=8, minute=15),
    },
    "take up archives of letters that a killed worker left": {
        "task": "letters.tasks.resume_batch_archives",
        "schedule": crontab(minute="*"),
    },
    "compare results with the records": {
        "task": "assessments.tasks.compare_rounds",
        "schedule": crontab(hour=3, minute=20),
    },
    "send what is due": {"task": "notices.tasks.send_due", "schedule": crontab(minute="*")},
    "seal the audit trail": {"task": "portal.tasks.seal_audit", "schedule": crontab(minute="*")},
    "show that beat and a worker live": {"task": "portal.tasks.record_heartbeat", "schedule": 30},
    "watch over the portal": {"task": "portal.tasks.keep_watch", "schedule": crontab(minute="*")},
}

# --- Health -----------------------------------------------------------------------------------------------------------

# What /healthz, the administrator's page and the watch ask, in the order of the page.
HEALTH_PROBES = [
    "portal.health.database.probe",
    "portal.health.broker.probe",
    "portal.health.workers.probe",
    "portal.health.beat.probe",
    "portal.health.broker.queue",
    "portal.health.storage.probe",
    "portal.health.backups.probe",
    "notices.health.probe",
    "portal.health.failed_tasks.probe",
]
HEALTH_ALARM = "notices.health.tell_administrators"
HEALTH_TELL_AFTER_MINUTES = env.int("HEALTH_TELL_AFTER_MINUTES", default=10)
HEALTH_QUEUE_WARNS = env.int("HEALTH_QUEUE_WARNS", default=1000)  # tasks nobody has taken
HEALTH_QUEUE_FAILS = env.int("HEALTH_QUEUE_FAILS", default=10000)
HEALTH_DISK_WARNS = env.int("HEALTH_DISK_WARNS", default=15)  # per cent that are free
HEALTH_DISK_FAILS = env.int("HEALTH_DISK_FAILS", default=5)

# --- Figures for Prometheus -------------------------------------------------------------------------------------------

METRICS_PORT = env.int("METRICS_PORT", default=0)  # 0: none
METRICS_HOST = env("METRICS_HOST", default="127.0.0.1")
# A folder a machine or container: what each process counts lies in files named by its number.
METRICS_DIR = VAR_DIR / "metrics" / socket.gethostname()
if METRICS_PORT:
    METRICS_DIR.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS_DIR)  # read when prometheus_client is imported

# --- Log --------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {"()": "portal.logs.formatting.LineFormatter"},
        "json": {"()": "portal.logs.formatting.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env("LOG_FORMAT", default="json" if PRODUCTION else "lines"),
        }
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        # Django's own handlers would print a second line for each.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # One line for each task and tick would hide the rest; failures are errors and stay.
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        # What commands print for people, and mails where EMAIL_URL prints them: nothing for a log.
        "celery.redirected": {"level": "ERROR" if PRODUCTION else "INFO"},
    },
}
