"""The portal with an upgrade that breaks; only `manage.py migrate` of the fault `migration` uses these."""

from portal.settings import *  # noqa: F403
from portal.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "faults.broken"]
