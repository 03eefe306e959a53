"""What the journeys stand on: a running Odoo with the demo chain, and a way to talk to it."""
