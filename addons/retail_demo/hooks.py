import logging
from time import perf_counter

from .build.cards import build_cards
from .build.catalogue import build_catalogue
from .build.closing import build_closing
from .build.company import build_companies, build_languages
from .build.counts import build_counts
from .build.members import build_members
from .build.paying import build_paying
from .build.people import build_guides, build_users
from .build.pictures import build_logo, build_pictures
from .build.points import build_points
from .build.promotions import build_promotions
from .build.records import QUIET
from .build.risk import build_risk
from .build.sales import build_sales
from .build.stock import build_stock
from .build.stores import build_stores, build_tills
from .build.targets import build_targets
from .build.today import build_today
from .build.trade import play_trade

_logger = logging.getLogger(__name__)


def post_init_hook(env):
    """Build the demo chain, each part on what the parts before it made."""
    env = env(context={**env.context, **QUIET, "lang": "en_US"})
    for build in (
        build_languages,
        build_companies,
        build_stores,
        build_tills,
        build_users,
        build_guides,
        build_catalogue,
        build_pictures,
        build_logo,
        build_promotions,
        build_members,
    ):
        _timed(build, env)
    trade = _timed(play_trade, env)
    sessions = _timed(build_sales, env, trade)
    _timed(build_stock, env, trade, sessions)
    _timed(build_closing, env, sessions)
    _timed(build_points, env)
    _timed(build_cards, env)
    _timed(build_paying, env)
    _timed(build_targets, env)
    _timed(build_counts, env)
    _timed(build_today, env)
    _timed(build_risk, env)


def _timed(build, env, *args):
    """Run a builder and log how long it took: somebody waits for the demo chain."""
    start = perf_counter()
    result = build(env, *args)
    env.flush_all()
    _logger.info("%s: %.1f s", build.__name__, perf_counter() - start)
    return result
