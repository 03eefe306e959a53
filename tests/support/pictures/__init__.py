"""The pictures of the cashier's manual, taken from the demo chain: `make pictures`."""
