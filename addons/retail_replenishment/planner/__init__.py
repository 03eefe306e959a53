"""How much of each product to send to each store: forecast, order, share, replay.

Plain Python on arrays, without Odoo. One row of every array is a *pair*, a product at a location;
one
column is a *period* (a day, a week or a month, whatever the data has). Shapes are written `[P, T]`:
P pairs, T periods; H periods ahead; S sampled paths of demand. Quantities are in the product's own
unit, money in any currency as long as it is one.

- `history`: what was sold, when goods were there to sell; cleaning, kinds of series
- `baseline`, `learner`, `forecast`: a full predictive distribution of the demand of each pair
- `ordering`: the quantity with the least expected holding and shortage cost
- `sharing`: fair shares of a short supply, transfers between stores, supplier minimums
- `advice`: one period's orders, each with its reasons
- `policies`, `simulation`: replay of a history with our policy or a common one
- `dataset`: the CSV form; `synthetic`, `converters`: data to develop on
- `cluster`: the same over `fugue` on Dask

Run it: `python -m planner --help`. How it decides, with figures: `docs/planner.md`.
"""
