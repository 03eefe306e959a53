"""What a phone keeps on its disk, read and damaged from outside the app."""

OPEN = """
const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
});
const first = `point-of-sale-${odoo.pos_config_id}-${odoo.info.db}`;
const till = localStorage.getItem(`retail_database_${first}`) || first;
const outbox = `retail-outbox-${odoo.info.db}`;
const change = async (name, work) => {
    const database = await done(indexedDB.open(name));
    const transaction = database.transaction([...database.objectStoreNames], "readwrite");
    const completed = new Promise((resolve) => (transaction.oncomplete = resolve));
    const names = [...database.objectStoreNames];
    const result = await work((table) => transaction.objectStore(table), names);
    await completed;
    database.close();
    return result;
};
"""
# What happens to phones, by name: each a JavaScript body that damages the database of the till
DAMAGES = {
    "a table of the server is empty": 'await change(till, (table) => table("pos.config").clear());',
    "a load was cut off": """
        await change(till, (table) => table("product.template").clear());
        localStorage.setItem(`retail_written_${till}`, '{"product.template": 9}');
    """,
    "goods are garbage": """
        await change(till, (table) => table("product.template").put({
            id: 99999999, attribute_line_ids: "x", product_variant_ids: {},
        }));
    """,
    "a cart is garbage": """
        await change(till, (table) => {
            table("pos.order").put({ uuid: "garbage-garbage", id: "pos.order_x" });
            table("pos.order.line").put({ uuid: "garbage-line-of-it", id: 7, order_id: null });
        });
    """,
    "it is of another make": """
        posmodel.data.indexedDB.db.close();
        await done(indexedDB.deleteDatabase(till));
        const request = indexedDB.open(till, 99);
        request.onupgradeneeded = () => {
            for (const [key, name] of [["id", "pos.order"], ["id", "pos.session"]]) {
                request.result.createObjectStore(name, { keyPath: key }).put({ id: 1 });
            }
        };
        (await done(request)).close();
    """,
    "it is gone": """
        posmodel.data.indexedDB.db.close();
        await done(indexedDB.deleteDatabase(till));
    """,
}


class PhoneDisk:
    """The databases of the till that a Playwright page shows.

    disk = PhoneDisk(page)
    disk.damage("it is gone")
    """

    def __init__(self, page):
        self.page = page

    def unsent(self):
        """The keys of what the outbox keeps, in its order."""
        return self._run(
            'return change(outbox, async (table) => (await done(table("entries").getAll()))'
            ".filter(({ model }) => model).map(({ uuid }) => uuid));"
        )

    def tables(self):
        """How many records each table of the till has."""
        return self._run(
            "return change(till, async (table, names) => Object.fromEntries(await Promise.all("
            "names.map(async (name) => [name, await done(table(name).count())]))));"
        )

    def damage(self, name):
        self._run(DAMAGES[name])

    def _run(self, body):
        return self.page.evaluate(f"async () => {{ {OPEN} {body} }}")
