/**
 * Some dozens of styles with all that belongs to them, as the server wrote them: by model a table of
 * columns, see lib/columns.py. `_style` says which style a row belongs to.
 */
export class Block {
    constructor(tables) {
        this.tables = tables;
        this.rows = {};
    }

    /** @returns {number[]} the styles of this block */
    get styleIds() {
        const { count, columns } = this.tables["product.template"];
        return Array.from({ length: count }, (_, row) => valueOf(columns.id, row));
    }
    /**
     * @param {string} model
     * @param {string[]} [names] the columns that are needed; all where there are none
     * @returns {Object[]} all records of a model
     */
    records(model, names) {
        const { count, columns } = this.tables[model];
        const wanted = count ? names : undefined;
        return Array.from({ length: count }, (_, row) =>
            wanted
                ? Object.fromEntries(wanted.map((name) => [name, valueOf(columns[name], row)]))
                : this.record(model, row)
        );
    }
    /** @returns {Object} by model, the records of one style as Odoo's server sends them */
    recordsOf(styleId) {
        const found = {};
        for (const model of Object.keys(this.tables)) {
            found[model] = this.ofStyle(model, styleId);
        }
        return found;
    }
    /** @returns {Object[]} those of one model */
    ofStyle(model, styleId) {
        return (this._rowsOf(model).get(styleId) || []).map((row) => this.record(model, row));
    }
    record(model, row) {
        const record = {};
        for (const [name, column] of Object.entries(this.tables[model].columns)) {
            if (name !== "_style") {
                const value = valueOf(column, row);
                record[name] = Array.isArray(value) ? [...value] : value;
            }
        }
        return record;
    }
    _rowsOf(model) {
        if (!this.rows[model]) {
            const { count, columns } = this.tables[model];
            const owners = columns[model === "product.template" ? "id" : "_style"];
            const rows = (this.rows[model] = new Map());
            for (let row = 0; row < count; row++) {
                const style = valueOf(owners, row);
                rows.set(style, [...(rows.get(style) || []), row]);
            }
        }
        return this.rows[model];
    }
}

export function valueOf(column, row) {
    if (Array.isArray(column)) {
        return column[row];
    }
    return "all" in column ? column.all : column.of[column.at[row]];
}
