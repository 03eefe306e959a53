"""What `make` runs: from a bare Debian machine to a running, tested chain.

Standard library only, because it runs before anything is installed. One concern a file:

- `place`         where everything lies
- `progress`      lines with durations; `Failure`, the one clear line
- `process`       other programs: run, watch, log
- `account`       the unprivileged user, and the way to the checkout for it
- `machine`       what the machine is and lacks: Python, disk, ports
- `stamps`        what has been done already, keyed on a hash of its inputs
- `debian`        system packages
- `source`        Odoo itself
- `environment`   Python packages and linters
- `cluster`       PostgreSQL
- `databases`     create, copy, drop databases with their files
- `modules`       the add-ons in `addons/`
- `odoo`          the configuration file and Odoo's command line
- `templates`     databases built once and copied often
- `server`        start, wait, stop
- `checks`        lint and tests
- `commands`      what each `make` target does
"""
