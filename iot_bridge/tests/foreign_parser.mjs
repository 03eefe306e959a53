/**
 * Reads bytes of ESC/POS and writes what npos, a parser of somebody else, finds in them, as JSON.
 */
import { readFileSync } from "node:fs";
import process from "node:process";
import npos from "npos";

const bytes = readFileSync(0);
const parser = npos.parser();
// it knows the functions of GS ( by their letter, and lacks that of two-dimensional codes
parser.rules[0x1d]["(k"] = ["d16"];
const { tree, error } = parser.analyze(bytes);
if (error) {
    throw error;
}
const nodes = tree.map(({ ascii, fn, offset, length }) => ({
    command: `${ascii} ${fn}`.trim(),
    data: bytes.subarray(offset, offset + length).toString("base64"),
}));
process.stdout.write(JSON.stringify(nodes));
