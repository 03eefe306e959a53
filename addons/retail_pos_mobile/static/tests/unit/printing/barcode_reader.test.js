import { expect, test } from "@odoo/hoot";
import { advanceTime } from "@odoo/hoot-mock";
import { definePosModels } from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import { setupPosEnv } from "@point_of_sale/../tests/unit/utils";
import { BarcodeReader } from "@point_of_sale/app/services/barcode_reader_service";

definePosModels();

const ENOUGH = 100; // questions, after which a page that stands still would be known

const setupReader = async (status) => {
    await setupPosEnv();
    const asked = [];
    const answers = [];
    const hardwareProxy = {
        connectionInfo: { status },
        message(name) {
            asked.push(name);
            if (asked.length > ENOUGH) {
                return new Promise(() => {});
            }
            return this.connectionInfo.status === "connected"
                ? new Promise((resolve) => answers.push(resolve))
                : Promise.reject();
        },
    };
    const reader = new BarcodeReader(null, { hardware_proxy: hardwareProxy });
    const scanned = [];
    reader.scan = (code) => scanned.push(code);
    return { reader, hardwareProxy, asked, answers, scanned };
};

test("P4.1.2: a till whose bridge is not there asks no scanner, and does not stand still", async () => {
    const { reader, hardwareProxy, asked, answers, scanned } = await setupReader("disconnected");
    reader.connectToProxy();
    await advanceTime(4000);
    expect(asked).toEqual([]);
    hardwareProxy.connectionInfo.status = "connected";
    await advanceTime(5000);
    expect(asked).toEqual(["scanner"]);
    answers[0]("2600001234565");
    await advanceTime(0);
    expect(scanned).toEqual(["2600001234565"]);
});

test("P4.1.2: a bridge that goes away while it is asked is not asked without end", async () => {
    const { reader, hardwareProxy, asked, answers } = await setupReader("connected");
    reader.connectToProxy();
    await advanceTime(0);
    hardwareProxy.connectionInfo.status = "disconnected";
    answers[0](undefined);
    await advanceTime(4000);
    expect(asked).toEqual(["scanner"]);
});

test("P4.1.2: a till that was told to ask no more stops", async () => {
    const { reader, asked } = await setupReader("disconnected");
    reader.connectToProxy();
    reader.disconnectFromProxy();
    await advanceTime(5000);
    expect(asked.length).toBe(1);
    expect(reader.remoteActive).toBe(0);
});
