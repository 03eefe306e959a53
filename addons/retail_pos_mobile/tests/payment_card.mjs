// Runs the phone's search for card numbers outside a browser: reads texts from stdin, writes what it finds.
import { readFileSync, writeFileSync } from "node:fs";
import { findCardNumbers } from "../static/src/app/card_numbers/payment_card.js";

writeFileSync(1, JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(findCardNumbers)));
