#!/bin/sh
# Make the virtual environment $1 with the first Python that is new enough, or say what is missing.
set -eu

venv=$1
for name in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done

if [ -z "${python:-}" ]; then
    found=$(${PYTHON:-python3} --version 2>/dev/null || true)
    echo "Python 3.11 or newer is needed; found: ${found:-none}." >&2
    echo "Install a newer one, or say which to use: make install PYTHON=/path/to/python3.12" >&2
    exit 1
fi

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "This Python $version has no venv module." >&2
    echo "On Debian and Ubuntu: apt-get install python$version-venv" >&2
    exit 1
fi

exec "$python" -m venv --clear "$venv"
