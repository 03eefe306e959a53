"""Which column of a file means what."""

from dataclasses import dataclass, field

from .reasons import FileError

# What a header may call a column, the best name first; compared without case, spaces and underscores
SYNONYMS = {
    "style": (
        "stylenumber",
        "style",
        "styleno",
        "货号",
        "款号",
        "pid",
        "articlenumber",
        "sku",
        "artikelnummer",
    ),
    "colour": ("colour", "color", "颜色", "farbe"),
    "size": ("size", "尺码", "尺寸", "groesse", "größe"),
    "name": ("name", "productname", "品名", "商品名称", "名称", "bezeichnung"),
    "brand": ("brand", "品牌", "marke"),
    "price": ("price", "listprice", "rrp", "吊牌价", "零售价", "价格", "preis"),
    "barcode": ("barcode", "ean", "ean13", "条码", "条形码"),
    "stock": ("stock", "quantity", "qty", "库存", "库存数", "数量", "bestand"),
    "launch_date": ("launchdate", "releasedate", "launch", "上市日期"),
    "season": ("season", "季节", "saison"),
    "year": ("collectionyear", "year", "年度", "年份", "jahr"),
}
CATEGORY_SYNONYMS = (
    ("maincategory", "大类"),
    ("category", "类别", "分类", "中类", "warengruppe"),
    ("subcategory", "小类"),
)


@dataclass(frozen=True)
class Mapping:
    """The names of the columns; an empty name means that the file does not have it.

    `day`, `units` and `price_day`, `current_price` belong to the files of sales and of prices. A price file without
    `current_price` is a wide one: a column a day, the last filled one is the price of today.
    """

    style: str = ""
    colour: str = ""
    size: str = ""
    name: str = ""
    brand: str = ""
    price: str = ""
    barcode: str = ""
    stock: str = ""
    launch_date: str = ""
    season: str = ""
    year: str = ""
    categories: tuple = ()
    category_labels: tuple = ()
    day: str = ""
    units: str = ""
    price_day: str = ""
    current_price: str = ""
    colours: dict = field(default_factory=dict)
    empty_colour: str = "No Colour"
    empty_size: str = "One Size"

    def colour_name(self, cell):
        """The colour in the words of the shop, if the mapping knows it; the file's own word else.

        >>> mapping = Mapping(colours={"schwarz": "Black"})
        >>> mapping.colour_name("Schwarz"), mapping.colour_name("mint"), mapping.colour_name("")
        ('Black', 'mint', 'No Colour')
        """
        return self.colours.get(cell.casefold(), cell) or self.empty_colour

    def category_name(self, level, cell):
        """What is in a cell, dressed by the label of its level if there is one.

        >>> Mapping(category_labels=("Group {}",)).category_name(0, "1"), Mapping().category_name(0, "Shoes")
        ('Group 1', 'Shoes')
        """
        labels = self.category_labels
        return labels[level].replace("{}", cell) if cell and level < len(labels) else cell


def find_column(header, column):
    """Where COLUMN is in the HEADER, or None: its very name first, then the only one that reads alike.

    >>> find_column(["pid", "Size", "size"], "size"), find_column(["Style_Number"], "style number")
    (2, 0)
    >>> find_column(["Name", "Colour"], "Color"), find_column(["SIZE", "Size"], "size")
    (1, None)
    """
    if column in header:
        return header.index(column)
    plain = _plain(column)
    alike = [place for place, name in enumerate(header) if _plain(name) == plain]
    return alike[0] if len(alike) == 1 else None


def positions(header, columns):
    """Where each of COLUMNS is in the HEADER; the first that is not there raises FileError.

    >>> positions(["pid", "size"], {"size": "size", "colour": ""})
    {'size': 1}
    """
    found = {}
    for meaning, column in columns.items():
        if column:
            place = find_column(header, column)
            if place is None:
                raise FileError("missing_column", column=column, header=", ".join(header))
            found[meaning] = place
    return found


def guess_mapping(header):
    """A mapping of a catalogue with the usual names of columns, in English, Chinese or German.

    >>> guess = guess_mapping(["货号", "颜色", "尺码", "吊牌价", "大类", "Launch_Date", "…"])
    >>> guess.style, guess.colour, guess.size, guess.price, guess.categories, guess.launch_date, guess.brand
    ('货号', '颜色', '尺码', '吊牌价', ('大类',), 'Launch_Date', '')
    """
    plain = {_bare(name): name for name in header}

    def first(names):
        return next((plain[name] for name in names if name in plain), "")

    return Mapping(
        **{meaning: first(names) for meaning, names in SYNONYMS.items()},
        categories=tuple(filter(None, map(first, CATEGORY_SYNONYMS))),
    )


def _bare(name):
    """A name without case, spaces, underscores and dashes."""
    return "".join(char for char in name.casefold() if char not in " _-")


def _plain(name):
    """A bare name in one spelling of English."""
    return _bare(name).replace("colour", "color")
