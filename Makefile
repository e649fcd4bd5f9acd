# make run    the portal on http://127.0.0.1:8000 (another port: PORT=8001 make run)
# make test   linters, then all tests on SQLite and PostgreSQL and in a browser
# make lint   the linters alone
# make crawl  every page for every role in a browser, at both widths: what CI does for one of each kind
# make bench  how long pages and imports take
# make faults kill -9, emptied and restarted servers, a full disk, a broken upgrade: what is lost (docs/faults.md)
# make bundle one archive that installs and upgrades on a server without any network (docs/operations.md)

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
VENDOR := static/vendor/bootstrap.min.css

.PHONY: run test lint crawl bench faults bundle bundle-drill nginx-drill install

run: .venv/runtime-installed $(VENDOR)
	@exec $(BIN)/python manage.py serve

test: .venv/dev-installed $(VENDOR)
	@exec $(BIN)/python -m tests

lint: .venv/dev-installed
	@exec $(BIN)/python -m tests lint

crawl: .venv/dev-installed $(VENDOR)
	@CRAWL=all $(BIN)/python -m pytest -q tests/browser/test_crawl.py -n 2

bench: .venv/dev-installed $(VENDOR)
	@exec $(BIN)/python -m benchmarks

faults: .venv/dev-installed $(VENDOR)
	@exec $(BIN)/python -m faults

bundle: .venv/runtime-installed $(VENDOR)
	@exec $(BIN)/python deploy/bundle.py

# Builds two, then installs, upgrades, breaks an upgrade and goes back, with the network switched off.
bundle-drill: .venv/dev-installed $(VENDOR)
	@exec $(BIN)/python -m tests.deploy.drill

# deploy/nginx.conf in the nginx of this machine, with gunicorn behind it.
nginx-drill: .venv/dev-installed $(VENDOR)
	@exec $(BIN)/python -m tests.deploy.nginx_drill

install: .venv/dev-installed $(VENDOR)

# Stamps: newer than the list they were installed from, so that a second run installs nothing.
.venv/runtime-installed: requirements.txt
	@PYTHON="$(PYTHON)" sh deploy/packages.sh requirements.txt
	@touch $@

.venv/dev-installed: requirements-dev.txt .venv/runtime-installed
	@PYTHON="$(PYTHON)" sh deploy/packages.sh requirements.txt requirements-dev.txt
	@touch $@

$(VENDOR): package-lock.json deploy/vendor.py | .venv/runtime-installed
	@$(BIN)/python deploy/vendor.py
	@touch $@
