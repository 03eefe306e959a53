"""The same plan over many machines: `fugue` on a Dask cluster.

What a pair needs of the others is little: the sums of its groups. So the pairs are dealt out in
parts, no product in two of them; each part cleans its own history and adds up its groups; the sums
of the parts, added, go back to every part with the models, which are fitted once on a sample of
whole parts. Each part then forecasts and orders as it would in one piece. Paths of demand depend on
the seed alone (`distribution.paths`), so the orders are the same however many parts and workers
there are.

An engine is "local" (this process), or "dask://HOST:PORT" of a running scheduler.
"""

import base64
import copy
import pickle
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .advice import Planner, by_product
from .history import clean
from .ordering import Terms
from .panel import group_sums

SAMPLED = 20_000


@dataclass
class Part:
    """The pairs `rows` of the whole, with all that their orders need."""

    rows: np.ndarray
    history: object
    on_hand: np.ndarray
    pipeline: np.ndarray
    terms: Terms


def plan(history, on_hand, pipeline, terms, settings, engine="local", size=2_000):
    """[P] orders of all pairs, made on ENGINE in eight parts or more, of SIZE pairs or so."""
    size = min(size, -(-history.pairs // 8))
    parts = [
        Part(rows, history.of(rows), on_hand[rows], pipeline[rows], terms.of(rows, history.pairs))
        for rows in by_product(history.groups["product"], size)
    ]
    kinds = {name: int(codes.max()) + 1 for name, codes in history.groups.items()}
    run = _runner(engine)
    totals = _added(run(parts, _Sums(kinds, settings.censoring)))
    sample = _sample(parts, history)
    planner = Planner(settings)
    planner.fit(sample, terms.of(_rows(parts, history), history.pairs), totals=totals)
    out = np.zeros(history.pairs)
    for rows, quantity in run(parts, _Orders(planner, totals)):
        out[rows] = quantity
    return out


def _rows(parts, history):
    """The rows of the first parts, up to `SAMPLED`: what the models are fitted on."""
    rows = parts[0].rows
    for part in parts[1:]:
        if len(rows) + len(part.rows) > SAMPLED:
            break
        rows = np.concatenate([rows, part.rows])
    return np.sort(rows)


def _sample(parts, history):
    return history.of(_rows(parts, history))


@dataclass
class _Sums:
    """Adds up the groups of a part."""

    kinds: dict
    censoring: bool

    def __call__(self, part):
        return group_sums(clean(part.history, self.censoring), part.history.groups, self.kinds)


@dataclass
class _Orders:
    """Orders the pairs of a part."""

    planner: Planner
    totals: dict

    def __call__(self, part):
        planner = copy.copy(self.planner)
        planner.forecaster = planner.forecaster.adopt(part.history, self.totals)
        quantity = planner.quantities(
            part.history, part.on_hand, part.pipeline, part.terms, totals=self.totals
        )
        return part.rows, quantity


def _added(sums):
    """Group sums of all parts together."""
    out = {}
    for part in sums:
        for name, (units, seen) in part.items():
            if name in out:
                out[name] = (out[name][0] + units, out[name][1] + seen)
            else:
                out[name] = (units, seen)
    return out


def _runner(engine):
    """A function (parts, work) → what WORK answers for each part, in order."""
    if engine == "local":
        return lambda parts, work: [work(part) for part in parts]
    if not engine.startswith("dask://"):
        raise ValueError(f"no engine {engine!r}: local, or dask://HOST:PORT")
    try:
        import fugue.api
        from distributed import Client
    except ImportError as error:
        raise ValueError(f"{engine} needs fugue and distributed: {error}") from error
    import fugue_dask  # noqa: F401  registers the engine

    def run(parts, work):
        table = pd.DataFrame(
            {
                "part": np.arange(len(parts)),
                "content": [_packed((work, part)) for part in parts],
            }
        )
        address = engine.replace("dask://", "tcp://")
        with Client(address) as client, fugue.api.engine_context(client):
            done = fugue.api.transform(
                table, _answer, schema="part:long,content:str", partition={"by": "part"}
            )
            answers = fugue.api.as_pandas(done).sort_values("part")
        return [_unpacked(content) for content in answers["content"]]

    return run


def _answer(table: pd.DataFrame) -> pd.DataFrame:
    """Do the work of each row; runs on the workers."""
    content = []
    for packed in table["content"]:
        work, part = _unpacked(packed)
        content.append(_packed(work(part)))
    return table.assign(content=content)


def _packed(thing):
    """THING as text: Dask takes columns of bytes for text that it may decode."""
    return base64.b85encode(pickle.dumps(thing)).decode()


def _unpacked(text):
    return pickle.loads(base64.b85decode(text))
