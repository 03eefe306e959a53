"""A till under faults: a network that cuts, processes that are killed, and what is left of each sale.

`world` puts a server, a PostgreSQL of its own, a network and phones together; `matrix` says which faults
meet which jobs; `ledger` compares what the phones told with what the database has. See
docs/decisions/faults.md.
"""
