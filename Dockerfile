# Built in one image and run in another, which has neither compiler nor pip cache.
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE manifest.yml app.py ./
COPY bot ./bot
COPY handlers ./handlers
COPY operations ./operations
COPY playground ./playground
COPY simulation ./simulation
COPY store ./store
RUN python -m venv /opt/second-coffee \
    && /opt/second-coffee/bin/pip install --no-cache-dir --disable-pip-version-check .

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Second Coffee" \
      org.opencontainers.image.licenses="MIT"
RUN groupadd --gid 10001 coffee \
    && useradd --uid 10001 --gid coffee --home-dir /data --create-home --shell /usr/sbin/nologin coffee
COPY --from=build /opt/second-coffee /opt/second-coffee
ENV PATH=/opt/second-coffee/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=3000 \
    LOG_FORMAT=json
USER coffee
WORKDIR /data
VOLUME /data
EXPOSE 3000
# Ends within 10 seconds when asked to: give it 15 before you kill it.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", "import os, urllib.request as http; http.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
ENTRYPOINT ["second-coffee"]
CMD ["run"]
