"""The command line: `python -m planner plan|simulate|compare|generate|convert|form`."""

# pylint: disable=print-used
import argparse
import sys
import time

import numpy as np
import pandas as pd

from . import cluster, converters, dataset, policies, simulation, synthetic
from .advice import Planner
from .dataset import DataError
from .forecast import Settings, cores
from .history import KINDS

BASELINES = ("minmax", "moving_average", "seasonal_average", "native_suggest")


def arguments(argv):
    parser = argparse.ArgumentParser(prog="python -m planner", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    replays = argparse.ArgumentParser(add_help=False)
    _data_options(replays)
    replays.add_argument(
        "--start", help="first period replayed, a date or a number from 0; default: the last third"
    )
    replays.add_argument("--periods", type=int, help="how many periods; default: to the end")
    replays.add_argument(
        "--observe",
        choices=("recorded", "sold"),
        default="recorded",
        help="what a policy sees of the periods replayed: their recorded sales, or what its own "
        "stock let it sell",
    )
    simulate = commands.add_parser(
        "simulate", parents=[replays], help="replay a history with one policy"
    )
    simulate.add_argument("--policy", choices=sorted(policies.POLICIES), default="ours")
    simulate.add_argument("--orders", help="write the orders per period here, CSV")
    simulate.add_argument("--costs", help="write holding and shortage cost per period here, CSV")
    compare = commands.add_parser(
        "compare", parents=[replays], help="replay a history with all policies"
    )
    compare.add_argument(
        "--orders", help="write the orders of each policy here, CSV with a column policy"
    )

    plan = commands.add_parser("plan", help="what to order now, after the last period of the data")
    _data_options(plan)
    plan.add_argument("--out", help="write the advice here, CSV; default: standard output")

    plan.add_argument(
        "--engine", help="quantities alone, made on dask://HOST:PORT, or in the same parts: local"
    )
    plan.add_argument(
        "--supply", help="CSV product,quantity: what the sending warehouse has, to be shared"
    )
    plan.add_argument(
        "--move-cost",
        type=float,
        help="money a unit moved between locations; without it no transfers",
    )
    plan.add_argument("--moves", help="write the transfers here, CSV")
    plan.add_argument(
        "--size-run",
        type=float,
        default=0.0,
        help="share of the other sizes' sales that a missing size loses",
    )
    plan.add_argument(
        "--no-reasons", action="store_true", help="do not ask what each factor changes"
    )

    generate = commands.add_parser("generate", help="write a made data set")
    generate.add_argument("kind", choices=(*synthetic.KINDS, "chain"))
    generate.add_argument("out")
    generate.add_argument("--pairs", type=int, default=200)
    generate.add_argument("--periods", type=int, default=160)
    generate.add_argument("--stockouts", type=float, default=0.0)
    generate.add_argument("--seed", type=int, default=0)
    generate.add_argument("--frequency", choices=("daily", "weekly", "monthly"), default="weekly")
    convert = commands.add_parser("convert", help="write a public data set in our form")
    convert.add_argument("kind", choices=sorted(converters.CONVERTERS))
    convert.add_argument("folder")
    convert.add_argument("out")
    convert.add_argument("--most", type=int, help="only so many pairs, the most sold")
    commands.add_parser("form", help="the form of the CSV files")
    return parser.parse_args(argv)


def positive(text):
    """A whole number from 1 on, of an option."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _data_options(parser):
    data = parser.add_argument_group("data (see `python -m planner form`)")
    data.add_argument("--sales", required=True)
    data.add_argument("--pairs", nargs="+", help="one file, or several: stock, attributes, terms")
    data.add_argument("--in-stock", help="in-stock flags in the wide form")
    data.add_argument("--prices", help="prices in the wide form")
    data.add_argument("--frequency", choices=("daily", "weekly", "monthly"))
    terms = parser.add_argument_group("terms, where the data does not give them")
    terms.add_argument(
        "--lead",
        type=int,
        default=2,
        help="full periods between order and arrival: ordered at the end of t, there at the start "
        "of t + lead + 1 (default 2)",
    )
    terms.add_argument(
        "--arrives",
        choices=("after", "within"),
        default="after",
        help="within: there at the start of t + lead instead",
    )
    terms.add_argument("--review", type=int, default=1, help="periods between orders (default 1)")
    terms.add_argument(
        "--holding", type=float, help="money a unit on hand and period (default 0.2)"
    )
    terms.add_argument("--shortage", type=float, help="money a unit of demand lost (default 1)")
    terms.add_argument(
        "--service", type=float, help="service level to aim at when the shortage cost is unknown"
    )
    model = parser.add_argument_group("models")
    model.add_argument(
        "--refit", type=int, default=13, help="weeks or months between full fits (default 13)"
    )
    model.add_argument("--samples", type=int, default=128)
    model.add_argument("--seed", type=int, default=0)
    model.add_argument(
        "--threads",
        type=positive,
        default=cores(),
        help="on which the trees grow; the orders are the same (default: one a core, here %(default)s)",
    )
    model.add_argument("--no-learner", action="store_true", help="statistical forecasts alone")


def main(argv=None):
    """Run a command; 0, or 2 with one line on standard error when the data cannot be used."""
    options = arguments(argv)
    try:
        COMMANDS[options.command](options)
    except (DataError, ValueError) as error:
        print(f"planner: {error}", file=sys.stderr)
        return 2
    return 0


def _read(options):
    data = dataset.read(
        options.sales, options.pairs, options.in_stock, options.prices, options.frequency
    )
    for note in data.notes:
        print(f"note: {note}", file=sys.stderr)
    lead = options.lead - (options.arrives == "within")
    if lead < 0 or options.review < 1:
        raise DataError("lead must be at least 0 (1 with --arrives within), review at least 1")
    terms = simulation.terms_of(
        data, lead, options.review, options.holding, options.shortage, options.service
    )
    return data, terms


def _settings(options):
    return Settings(
        refit=options.refit,
        samples=options.samples,
        seed=options.seed,
        threads=options.threads,
        learner=not options.no_learner,
    )


def _start(options, data):
    if options.start is None:
        return max(data.periods - max(data.periods // 3, 1), 1)
    if options.start.isdigit():
        return int(options.start)
    try:
        date = np.datetime64(options.start, "D")
    except ValueError:
        raise DataError(f"--start {options.start} is no date and no number") from None
    return int(np.searchsorted(data.dates, date))


def _replay(options, data, terms, name):
    start = _start(options, data)
    stop = data.periods if options.periods is None else min(start + options.periods, data.periods)
    began = time.perf_counter()
    result = simulation.replay(
        data.history(),
        policies.make(name, _settings(options)),
        terms,
        start,
        on_hand=data.on_hand,
        due=data.due,
        stop=stop,
        observe=options.observe,
    )
    return {"policy": name, **result.row(), "seconds": time.perf_counter() - began}, result, start


def _orders(result, data, start, terms, name=None):
    """One row an order: when placed (the period at whose end), where, what, how many, when it
    arrives."""
    row, column = np.nonzero(result.orders)
    order = np.lexsort((row, column))
    row, column = row[order], column[order]
    placed = start - 1 + column
    step = int((data.dates[-1] - data.dates[-2]).astype(int))

    def day(period):
        inside = np.minimum(period, data.periods - 1)
        return data.dates[inside] + (period - inside) * step

    table = pd.DataFrame(
        {
            "period": day(placed).astype(str),
            "location": data.locations[row],
            "product": data.products[row],
            "quantity": result.orders[row, column],
            "arrives": day(placed + terms.lead + 1).astype(str),
        }
    )
    if name:
        table.insert(0, "policy", name)
    return table


def _print(rows):
    columns = ("policy", "total", "holding", "shortage", "service", "seconds")
    lines = [columns] + [
        (
            r["policy"],
            f"{r['total']:.2f}",
            f"{r['holding']:.2f}",
            f"{r['shortage']:.2f}",
            f"{r['service']:.4f}",
            f"{r['seconds']:.1f}",
        )
        for r in rows
    ]
    widths = [max(len(line[n]) for line in lines) for n in range(len(columns))]
    for line in lines:
        print(
            "  ".join(
                cell.rjust(w) if n else cell.ljust(w)
                for n, (cell, w) in enumerate(zip(line, widths, strict=True))
            )
        )


def simulate(options):
    data, terms = _read(options)
    row, result, start = _replay(options, data, terms, options.policy)
    if options.orders:
        _orders(result, data, start, terms).to_csv(options.orders, index=False)
    if options.costs:
        stop = start + result.holding.shape[1]
        pd.DataFrame(
            {
                "period": data.dates[start:stop].astype(str),
                "holding": result.holding.sum(axis=0),
                "shortage": result.shortage.sum(axis=0),
                "on_hand": result.on_hand.sum(axis=0),
            }
        ).to_csv(options.costs, index=False)
    _print([row])


def compare(options):
    data, terms = _read(options)
    rows, orders = [], []
    for name in ("ours", *BASELINES):
        row, result, start = _replay(options, data, terms, name)
        rows.append(row)
        orders.append(_orders(result, data, start, terms, name))
    if options.orders:
        pd.concat(orders).to_csv(options.orders, index=False)
    _print(rows)


def plan(options):
    data, terms = _read(options)
    history = data.history()
    opening = simulation.opening(history, terms)
    on_hand = opening[0] if data.on_hand is None else data.on_hand
    due = opening[1] if data.on_hand is None and data.due is None else data.due
    pipeline = np.zeros((data.pairs, max(terms.lead, 1)))
    if due is not None:
        pipeline[:, : due.shape[1]] = due[:, : pipeline.shape[1]]
    if data.on_hand is None:
        print("note: no on_hand given: a usual stock is assumed", file=sys.stderr)
    if options.engine:
        quantity = cluster.plan(
            history, on_hand, pipeline, terms, _settings(options), options.engine
        )
        columns = {"location": data.locations, "product": data.products, "quantity": quantity}
        pd.DataFrame(columns).to_csv(options.out or sys.stdout, index=False)
        return
    planner = Planner(_settings(options)).fit(history, terms)
    style = history.groups.get("style")
    if style is not None:
        style = np.unique(
            style * (history.groups["location"].max() + 1) + history.groups["location"],
            return_inverse=True,
        )[1]
    supply = None
    if options.supply:
        supply = _supply(options.supply, data)
    advice = planner.advise(
        history,
        on_hand,
        pipeline,
        terms,
        style=style,
        run_weight=options.size_run,
        supply=supply,
        move_cost=options.move_cost,
        explain=not options.no_reasons,
    )
    table = pd.DataFrame(
        {
            "location": data.locations,
            "product": data.products,
            "quantity": advice.quantity,
            "asked": advice.asked,
            "on_hand": on_hand,
            "on_the_way": pipeline.sum(axis=1),
            "lead_demand": advice.lead_demand.round(3),
            "cycle_demand": advice.cycle_demand.round(3),
            "low": advice.low,
            "high": advice.high,
            "left": advice.left.round(3),
            "service": advice.service.round(4),
            "kind": [KINDS[k] for k in advice.kind],
            **{f"without_{name}": values for name, values in advice.without.items()},
            "reason": [advice.reason(row) for row in range(data.pairs)],
        }
    )
    table.to_csv(options.out or sys.stdout, index=False)
    if options.moves and advice.moves:
        giver, taker, units, saved = advice.moves
        pd.DataFrame(
            {
                "product": data.products[giver],
                "from": data.locations[giver],
                "to": data.locations[taker],
                "quantity": units,
                "saved": saved.round(2),
            }
        ).to_csv(options.moves, index=False)


def _supply(path, data):
    """[products] units the sending warehouse has, from a CSV product,quantity; none where not
    named."""
    table = pd.read_csv(path, dtype={"product": str})
    if not {"product", "quantity"} <= set(table.columns):
        raise DataError(f"{path}: needs columns product and quantity")
    stock = table.groupby("product")["quantity"].sum()
    names = pd.Series(data.products).groupby(data.groups["product"]).first()
    return stock.reindex(names).fillna(0).to_numpy(dtype=float)


def generate(options):
    if options.kind == "chain":
        data = synthetic.chain(options.pairs, options.periods, options.seed)
        print(*data.save(options.out), sep="\n")
        return
    data = synthetic.generate(
        options.kind,
        options.pairs,
        options.periods,
        options.seed,
        frequency=options.frequency,
        stockouts=options.stockouts,
    )
    print(*data.save(options.out), sep="\n")


def convert(options):
    print(*converters.convert(options.kind, options.folder, options.out, options.most), sep="\n")


def form(_options):
    print(dataset.__doc__)


COMMANDS = {
    "plan": plan,
    "simulate": simulate,
    "compare": compare,
    "generate": generate,
    "convert": convert,
    "form": form,
}
