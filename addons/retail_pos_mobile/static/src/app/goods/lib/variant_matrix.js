/**
 * Lay the variants of a style out as a table: sizes across, colours (and whatever else there is) down.
 *
 * @param {Object[]} attributes in order: `isSize`, `values` ([{ id, name, color }])
 * @param {Object[]} variants `id`, `valueIds`
 * @returns {{ columns: Object[], rows: Object[] }} columns `{ key, label }`; rows `{ key, label,
 *  color, cells }` with a variant id, or null where there is no such variant, for each column
 */
export function layOutVariants(attributes, variants) {
    const across = attributes.find(({ isSize }) => isSize);
    const down = attributes.filter((attribute) => attribute !== across);
    const columns = (across?.values || [{ id: 0, name: "" }]).map(({ id, name }) => ({
        key: id,
        label: name,
    }));
    const cells = new Map(
        variants.map(({ id, valueIds }) => [keyOf(valueIds, across, columns, down), id])
    );
    const rows = combinations(down).map((values) => {
        const key = values.map(({ id }) => id).join("-");
        return {
            key,
            label: values.map(({ name }) => name).join(", "),
            color: values.find(({ color }) => color)?.color || "",
            cells: columns.map((column) => cells.get(`${key}|${column.key}`) ?? null),
        };
    });
    const isUsed = (column, i) => rows.some((row) => row.cells[i] !== null);
    const used = columns.map(isUsed);
    return {
        columns: columns.filter((_, i) => used[i]),
        rows: rows
            .filter((row) => row.cells.some((id) => id !== null))
            .map((row) => ({ ...row, cells: row.cells.filter((_, i) => used[i]) })),
    };
}

function keyOf(valueIds, across, columns, down) {
    const column = across ? columns.find(({ key }) => valueIds.includes(key))?.key : 0;
    const row = down.map(({ values }) => values.find(({ id }) => valueIds.includes(id))?.id);
    return `${row.join("-")}|${column}`;
}

function combinations(attributes) {
    return attributes.reduce(
        (rows, { values }) => rows.flatMap((row) => values.map((value) => [...row, value])),
        [[]]
    );
}
