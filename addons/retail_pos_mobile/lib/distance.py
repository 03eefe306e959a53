"""How far apart two places are."""

from math import asin, cos, hypot, radians, sin

EARTH_RADIUS = 6371.0088  # km, the mean radius of the WGS 84 ellipsoid


def kilometres(here, there):
    """Return the distance as the crow flies between (latitude, longitude) pairs, in km.

    By the haversine formula; None where a place is not known, which is how Odoo keeps it: 0, 0.

    >>> round(kilometres((31.2304, 121.4737), (30.2741, 120.1551)))  # Shanghai to Hangzhou
    165
    >>> kilometres((31.2304, 121.4737), (31.2304, 121.4737))
    0.0
    >>> round(kilometres((0, 179.5), (0, -179.5)))  # across the date line
    111
    >>> kilometres((0.0, 0.0), (31.2304, 121.4737)) is None
    True
    """
    if not any(here) or not any(there):
        return None
    (lat, lon), (other_lat, other_lon) = (map(radians, place) for place in (here, there))
    chord = hypot(
        sin((other_lat - lat) / 2), sin((other_lon - lon) / 2) * (cos(lat) * cos(other_lat)) ** 0.5
    )
    return 2 * EARTH_RADIUS * asin(min(chord, 1))
