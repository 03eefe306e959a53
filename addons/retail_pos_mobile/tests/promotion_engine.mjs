// Runs the phone's engine outside a browser: reads {carts, returns} from stdin, writes the results.
import { readFileSync, writeFileSync } from "node:fs";
import { evaluate } from "../static/src/app/promotion/engine.js";
import { fromUnits, returnedShare, toUnits } from "../static/src/app/promotion/money.js";

const { carts, returns, amounts } = JSON.parse(readFileSync(0, "utf8"));
writeFileSync(
    1,
    JSON.stringify({
        carts: carts.map(({ cart, programmes }) => evaluate(cart, programmes)),
        returns: returns.map((arguments_) => returnedShare(...arguments_)),
        amounts: amounts.map(([amount, rounding]) => {
            const units = toUnits(amount, rounding);
            return [units, fromUnits(units, rounding)];
        }),
    })
);
