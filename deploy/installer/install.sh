#!/bin/sh
# Install the portal from this folder, upgrade it, or go back to the version before. Needs no network.
#   sh install.sh            asks nothing; says what it does    sh install.sh --help    all options
set -eu
here=$(cd "$(dirname "$0")" && pwd)
wanted=$(sed -n 's/.*"python": "\([0-9.]*\)".*/\1/p' "$here/bundle.json")

for python in "${PYTHON:-}" "python$wanted" python3 "/usr/local/bin/python$wanted" "/opt/python$wanted/bin/python3"; do
    [ -n "$python" ] && command -v "$python" >/dev/null 2>&1 || continue
    if [ "$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$wanted" ]; then
        export PYTHONPATH="$here/portal/deploy" PYTHONDONTWRITEBYTECODE=1
        exec "$python" -m installer "$here" "$@"
    fi
done
echo "没有找到 Python $wanted。请先从系统的安装光盘或软件源安装，或者这样指定：PYTHON=/路径/python$wanted sh install.sh" >&2
exit 1
