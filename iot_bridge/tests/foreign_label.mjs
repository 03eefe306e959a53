/**
 * Reads ZPL of a label of 40 x 30 mm and writes the PNG that zpl-renderer-js, a printer of somebody else,
 * makes of it.
 */
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import process from "node:process";
import { ready } from "zpl-renderer-js";

const { api } = await ready;
const picture = await api.zplToBase64Async(readFileSync(0, "utf8"), 40, 30, 8);
process.stdout.write(Buffer.from(picture, "base64"));
