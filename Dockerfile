# One image for every process: the command says which (serve, worker, relay, migrate, backups).

FROM python:3.11-slim-trixie AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
WORKDIR /src

# The lock changes less often than the code: its layer is kept until it does. Traces are sent where they are asked for.
COPY requirements-traces.txt ./
RUN python -m venv /opt/vankien \
    && /opt/vankien/bin/pip install --require-hashes --only-binary :all: --requirement requirements-traces.txt

COPY pyproject.toml README.md LICENSE ./
COPY service ./service
COPY workers ./workers
COPY templates_docx ./templates_docx
COPY packs ./packs
COPY examples ./examples
# What built the package has no work at run time.
RUN /opt/vankien/bin/pip install --no-index --no-deps --no-build-isolation . \
    && /opt/vankien/bin/pip uninstall --yes editables hatchling trove-classifiers \
    && /opt/vankien/bin/pip check \
    && /opt/vankien/bin/pip uninstall --yes setuptools pip


FROM python:3.11-slim-trixie

# For backups of PostgreSQL: pg_dump may be newer than the server, never older.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17=17.* \
    && rm -rf /var/lib/apt/lists/*

# The numbers are fixed because files on volumes and secrets are owned by them.
RUN groupadd --gid 10001 vankien \
    && useradd --uid 10001 --gid vankien --no-log-init --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin vankien \
    && install --directory --owner=vankien --group=vankien --mode=0750 /var/lib/vankien /backups

COPY --from=build /opt/vankien /opt/vankien

# The root may be read-only: everything that is kept goes to one folder, which a volume takes.
ENV PATH=/opt/vankien/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    VANKIEN_VAR=/var/lib/vankien
WORKDIR /var/lib/vankien
USER 10001:10001

# No HEALTHCHECK: each process is asked something else, see docker-compose.yml.
ENTRYPOINT ["vankien"]
CMD ["--help"]
