# The official image with the OCA modules, the bridge's code that draws receipts, and with what they
# and ours import that it lacks.
# Ours are mounted, see docker-compose.yml. Versions come from the files that `make run` uses.
FROM odoo:19.0

USER root
COPY config/requirements.txt config/requirements-oca.txt /tmp/
COPY iot_bridge /tmp/iot_bridge
RUN grep -E '^(appdirs|argcomplete|importlib-resources|lightgbm|narwhals|numpy|openupgradelib|pandas|pypinyin|python-barcode|python-escpos|PyYAML|scipy)==' /tmp/requirements.txt > /tmp/missing.txt \
    && pip install --no-cache-dir --no-compile --no-deps --target=/opt/retail \
        -r /tmp/missing.txt -r /tmp/requirements-oca.txt /tmp/iot_bridge \
    && rm -r /tmp/*.txt /tmp/iot_bridge
# the Chinese that receipts embed in PDF
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-wqy-zenhei \
    && rm -rf /var/lib/apt/lists/*
ENV PYTHONPATH=/opt/retail
USER odoo
