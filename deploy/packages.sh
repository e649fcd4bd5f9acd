#!/bin/sh
# Install the given requirements files into .venv, made first where it is missing: with uv, or with pip where uv fails.
# Usage: sh deploy/packages.sh FILE...
set -eu

fail() {
    echo "$1" >&2
    exit 1
}

if [ ! -x .venv/bin/python ]; then
    [ -n "${PYTHON:-}" ] || fail "没有找到 Python 3.11。Python 3.11 is missing."
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "需要 Python 3.11 或更新版本。Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"
    "$PYTHON" -m venv .venv ||
        fail "无法建立虚拟环境。Could not make .venv; on Debian: apt-get install python3-venv"
fi

options=""
for file in "$@"; do
    options="$options -r $file"
done

[ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet uv || echo "uv 不可用，改用 pip。No uv, falling back to pip." >&2
if [ -x .venv/bin/uv ] && .venv/bin/uv pip install --quiet --python .venv/bin/python $options; then
    exit 0
fi
.venv/bin/python -m pip install --quiet $options ||
    fail "依赖安装失败，请检查网络或软件源。Installing the packages failed: check the network or the package index."
