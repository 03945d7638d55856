# The ledger in one small image: `docker build -t jieqing .`, then see docs/operations.md.

FROM python:3.11-slim-bookworm AS build
WORKDIR /opt/jieqing
# --build-arg LOCK=requirements-s3.txt adds what it takes to keep the files in a bucket, about 30 MB.
ARG LOCK=requirements.txt
COPY requirements*.txt .
RUN python -m venv .venv \
    && .venv/bin/python -m pip install --quiet --no-cache-dir --require-hashes -r "$LOCK"
COPY . .
RUN .venv/bin/python -m tools.translations compile \
    && .venv/bin/python -m compileall -q debts ledger tools

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="结清 Jieqing" \
      org.opencontainers.image.description="A personal debt-status ledger" \
      org.opencontainers.image.licenses="MIT"
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin jieqing \
    && install -d -o jieqing -g jieqing -m 0700 /data
COPY --from=build /opt/jieqing /opt/jieqing
WORKDIR /opt/jieqing
# All that is written lies in /data, so the rest may be read-only: docker run --read-only --tmpfs /tmp …
ENV JIEQING_HOME=/data \
    HOST=0.0.0.0 \
    PORT=8000 \
    PATH=/opt/jieqing/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
USER jieqing
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "tools.healthcheck"]
STOPSIGNAL SIGTERM
CMD ["python", "-m", "tools.serve"]
