const VARIANT = /^(.+\S)\s*\(([^()]+)\)$/;

/**
 * Part a variant's name, so that a narrow page cuts the style and never the size.
 *
 * @param {string} name such as "Trail Jacket (Black, M)"
 * @returns {{ style: string, values: string }} `values` is "" for a style of one variant
 */
export function splitVariantName(name) {
    const [, style, values] = VARIANT.exec(name) || [null, name, ""];
    return { style, values };
}
