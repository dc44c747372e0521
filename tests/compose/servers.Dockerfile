# Stand-ins for the official images of PostgreSQL and Redis, from Debian's packages, where no registry can be reached:
# same programs, same user (999), same folders. tests/compose builds them under the names that docker-compose.yml uses.
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS postgres
RUN groupadd --gid 999 postgres \
    && useradd --uid 999 --gid 999 --home-dir /var/lib/postgresql --shell /bin/bash postgres \
    && mkdir -p /etc/postgresql-common/createcluster.d \
    && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/none.conf \
    && apt-get update -q \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends postgresql-15 >/dev/null \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o 999 -g 999 /var/lib/postgresql/data
ENV PATH=/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

FROM ${BASE} AS redis
RUN groupadd --gid 999 redis \
    && useradd --uid 999 --gid 999 --home-dir /data --shell /usr/sbin/nologin redis \
    && apt-get update -q \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends redis-server redis-tools >/dev/null \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o 999 -g 999 /data
