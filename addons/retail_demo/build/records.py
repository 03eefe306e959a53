"""Small helpers that every builder uses."""

from datetime import datetime, time

import pytz

from odoo import fields

from .tables import MODULE

TIME_ZONE = "Asia/Shanghai"
# The builders make no chatter: two thousand "created" messages help nobody
QUIET = {"tracking_disable": True, "mail_create_nolog": True, "mail_notrack": True}


def name_records(env, prefix, records_by_key):
    """Give the records external ids `retail_demo.<prefix>_<key>`, so that others can refer to them."""
    env["ir.model.data"]._update_xmlids(
        [
            {"xml_id": xml_id(prefix, key), "record": record, "noupdate": True}
            for key, record in records_by_key.items()
        ]
    )


def xml_id(prefix, key):
    """Return the external id under which a builder named a record."""
    return f"{MODULE}.{prefix}_{str(key).lower().replace('-', '_').replace('.', '_')}"


def by_xml_id(env, prefix, key):
    """Return the record that a builder named."""
    return env.ref(xml_id(prefix, key))


def translate(records, field, chinese):
    """Give each record its Chinese value of a translated field; the English one was created."""
    for record, value in zip(records, chinese):
        record.update_field_translations(field, {"zh_CN": value})


def today(env):
    """Return today's date in the chain's time zone."""
    return fields.Datetime.context_timestamp(
        env.user.with_context(tz=TIME_ZONE), fields.Datetime.now()
    ).date()


def utc(day, minutes):
    """Return the naive UTC moment so many minutes after the chain's midnight of a day."""
    local = datetime.combine(day, time(minutes // 60, minutes % 60))
    return pytz.timezone(TIME_ZONE).localize(local).astimezone(pytz.utc).replace(tzinfo=None)
