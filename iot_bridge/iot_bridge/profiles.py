"""What a kind of printer can do. A printer of the configuration names one and may differ in details."""

from dataclasses import dataclass, fields, replace

from .errors import ConfigError

CHARSETS = ("gb18030", "gbk", "big5", "shift_jis", "euc_kr", "codepages", "picture")
CONFIRMATIONS = ("process-id", "status", "none")


@dataclass(frozen=True)
class Profile:
    """One kind of printer.

    `charset`: a multi-byte encoding (its non-ASCII characters are two columns wide), `codepages` for
    those that python-escpos knows of the printer `escpos`, or `picture`, for printers that lack the
    characters: text is drawn here and sent as dots.

    `confirm`: how the printer tells that a job is on paper. `process-id` (GS ( H, Epson TM) and
    `status` (GS r, most others) are answered in the order of the data, so that the answer comes after
    the job; `none` for those that cannot speak.

    `counter`: whether the printer counts its cuts for good (GS g 2, Epson TM), from which a bridge that
    was killed learns whether a job came out.
    """

    dots: int = 576  # across the paper
    columns: int = 48  # of font A
    charset: str = "gb18030"
    escpos: str = "default"  # the profile of python-escpos, for code pages
    confirm: str = "status"
    counter: bool = False
    cut: bool = True
    qr: bool = True
    pulse: int = 2  # the pin of the drawer's plug: 2 or 5

    def changed(self, **details):
        """This profile with DETAILS, checked; raises ConfigError."""
        unknown = set(details) - {field.name for field in fields(self)}
        if unknown:
            raise ConfigError(f"a printer has no setting {', '.join(sorted(unknown))}")
        changed = replace(self, **details)
        if changed.charset not in CHARSETS:
            raise ConfigError(f"charset is one of {', '.join(CHARSETS)}")
        if changed.confirm not in CONFIRMATIONS:
            raise ConfigError(f"confirm is one of {', '.join(CONFIRMATIONS)}")
        if not (changed.dots % 8 == 0 and 0 < changed.dots <= 2048 and 16 <= changed.columns <= 96):
            raise ConfigError("dots is a multiple of 8, columns is from 16 to 96")
        if changed.pulse not in (2, 5):
            raise ConfigError("pulse is pin 2 or 5")
        return changed


NARROW = {"dots": 384, "columns": 32}
PROFILES = {
    "epson-80": Profile(confirm="process-id", counter=True),
    "epson-58": Profile(confirm="process-id", counter=True, **NARROW),
    "epson-80-western": Profile(
        charset="codepages",
        escpos="TM-T88V",
        columns=42,
        dots=512,
        confirm="process-id",
        counter=True,
    ),
    "generic-80": Profile(),
    "generic-58": Profile(**NARROW),
    "western-80": Profile(charset="codepages"),
    "western-58": Profile(charset="codepages", **NARROW),
    "picture-80": Profile(charset="picture"),
    "picture-58": Profile(charset="picture", **NARROW),
}


def find(name):
    """The profile NAME; raises ConfigError."""
    if name not in PROFILES:
        raise ConfigError(f"there is no profile {name}; there are {', '.join(PROFILES)}")
    return PROFILES[name]
