# The official image with the OCA modules, and with what they and ours import that it lacks.
# Ours are mounted, see docker-compose.yml. Versions come from the files that `make run` uses.
FROM odoo:19.0

USER root
COPY config/requirements.txt config/requirements-oca.txt /tmp/
RUN grep -E '^(lightgbm|narwhals|numpy|openupgradelib|pandas|pypinyin|scipy)==' /tmp/requirements.txt > /tmp/missing.txt \
    && pip install --no-cache-dir --no-compile --no-deps --target=/opt/retail \
        -r /tmp/missing.txt -r /tmp/requirements-oca.txt \
    && rm /tmp/*.txt
ENV PYTHONPATH=/opt/retail
USER odoo
