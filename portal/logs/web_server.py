"""gunicorn's own lines in our form: `logger_class` of deploy/gunicorn.conf.py."""

from gunicorn import glogging

from portal.logs.formatting import JsonFormatter


class Logger(glogging.Logger):
    def setup(self, cfg):
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())
