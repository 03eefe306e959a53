"""Plays the trade of the last sixty days on paper, for the builders that book it."""

from datetime import timedelta

from ..lib.assortment import colour_share, size_shares, variant_code
from ..lib.seasons import season_factor, season_of
from ..lib.trade import Article, Chain, Shop
from .records import by_xml_id, today
from .tables import read_csv, read_json, split

DAYS = 60
SEED = "linyue trade"


def play_trade(env):
    """Return the `Trade` of the chain's stores from sixty days ago until yesterday."""
    day = today(env)
    shops = [
        Shop(row["code"], row["baskets_a_day"], row["taste"], row["opens"], row["closes"])
        for row in read_json("data/chain.json")["stores"]
    ]
    chain = Chain(list(_articles(env)), shops, SEED)
    return chain.play(day - timedelta(days=DAYS), day - timedelta(days=1))


def _articles(env):
    sizes = {row["set"]: split(row["codes"]) for row in read_csv("sizes")}
    for row in read_csv("styles"):
        style = by_xml_id(env, "style", row["style_number"])
        season = season_factor(season_of(style.launch_date)[0], today(env))
        run = sizes[row["sizes"]] or [None]
        for position, colour in enumerate(split(row["colours"])):
            for size, size_share in zip(run, size_shares(len(run))):
                yield Article(
                    code=variant_code(row["style_number"], colour, size),
                    category=row["category"],
                    launched=style.launch_date,
                    weight=float(row["popularity"]) * season * colour_share(position) * size_share,
                    price=float(row["list_price"]),
                    supply=row["supply"],
                )
