"""The database of a benchmark: a copy of the template, dropped afterwards."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import psycopg2


class NotReady(Exception):
    """The machine is not set up for benchmarks; the message says what is missing."""


def configure(conf):
    """Read Odoo's configuration file, once, before anything else of Odoo is touched."""
    from odoo.tools import config

    if not conf:
        raise NotReady("No configuration file: set RETAIL_CONF or pass --conf.")
    if not Path(conf).exists():
        raise NotReady(f"The configuration file {conf} does not exist.")
    quiet = ["--log-level=warn", "--log-handler=py.warnings:ERROR"]
    config.parse_config(["-c", conf, "--workers=0", *quiet], setup_logging=True)


@contextmanager
def copied_database(template, name, modules=(), *, keep=False):
    """Copy TEMPLATE with its files and give a function that opens a transaction on the copy.

    `with transaction() as env:` commits at its end and rolls back on an error. The copy is dropped
    on leaving, unless `keep`.
    """
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry

    if not template:
        raise NotReady("No template database: set RETAIL_BENCH_TEMPLATE or pass --template.")
    database = f"bench_{name}_{os.getpid()}"[:63]
    _create(database, template)
    try:
        registry = Registry(database)
        missing = sorted(set(modules) - set(registry._init_modules))
        if missing:
            raise NotReady(f"The template {template} lacks: {', '.join(missing)}.")

        @contextmanager
        def transaction():
            with registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                yield env
                env.flush_all()

        transaction.database = database
        yield transaction
    finally:
        if not keep:
            _drop(database)


def _create(database, template):
    with _maintenance() as cr:
        try:
            cr.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        except psycopg2.Error as error:
            raise NotReady(f"The template {template} cannot be copied: {error}".strip()) from error
    # a bundle that the template has compiled is a row here and a file there: without it no page starts
    files = _files_of(template)
    if files.is_dir():
        shutil.copytree(files, _files_of(database), copy_function=os.link)


def _drop(database):
    import odoo.sql_db
    from odoo.modules.registry import Registry

    Registry.delete(database)
    odoo.sql_db.close_db(database)
    with _maintenance() as cr:
        cr.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    shutil.rmtree(_files_of(database), ignore_errors=True)


def _files_of(database):
    from odoo.tools import config

    # under pytest-odoo `config.filestore` is bent to the files that all test processes share
    return Path(type(config).filestore(config, database))


@contextmanager
def _maintenance():
    """A cursor outside any transaction, as CREATE DATABASE wants it."""
    import odoo.sql_db

    with odoo.sql_db.db_connect("postgres").cursor() as cr:
        cr._cnx.autocommit = True
        try:
            yield cr
        finally:
            cr._cnx.autocommit = False
