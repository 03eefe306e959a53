import { Component, onWillStart, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { InspectionDrafts } from "@retail_pos_mobile/app/goods/inspection/inspection_drafts";
import { base64Of, shrinkPicture } from "@retail_pos_mobile/app/returns/pictures";
import { useKeptAnswer } from "@retail_pos_mobile/app/shell/kept_answer";
import { KeptPage } from "@retail_pos_mobile/app/shell/kept_page/kept_page";
import { PageHeader } from "@retail_pos_mobile/app/shell/page_header/page_header";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

const { DateTime } = luxon;
export const RESULTS = [
    { key: "pass", label: _t("Pass"), icon: "fa-check", style: "btn-success" },
    { key: "fail", label: _t("Fail"), icon: "fa-times", style: "btn-danger" },
    { key: "skip", label: _t("Leave out"), icon: "fa-minus", style: "btn-secondary" },
];

/** One round, point by point; kept on the phone until it is finished. */
export class InspectionScreen extends Component {
    static template = "retail_pos_mobile.InspectionScreen";
    static components = { KeptPage, PageHeader };
    static props = { checklistId: Number };
    static storeOnOrder = false;
    static section = "goods";

    setup() {
        this.pos = usePos();
        this.notification = useService("notification");
        this.results = RESULTS;
        this.drafts = new InspectionDrafts(`retail-inspections-${odoo.info?.db}`);
        this.state = useState({ answers: {}, isSending: false });
        this.answer = useKeptAnswer("inspections", () =>
            this.pos.data.call("retail.inspecting", "read_inspections", [this.pos.config.id])
        );
        onWillStart(() => this.takeUp());
    }
    get draftKey() {
        return `${this.pos.config.id}-${this.props.checklistId}`;
    }
    /** Go on with a round that was interrupted, by a customer or an empty battery. */
    async takeUp() {
        try {
            this.state.answers = (await this.drafts.get(this.draftKey)) || {};
        } catch (error) {
            console.warn("The draft of this inspection cannot be read", error);
        }
    }
    async keep() {
        try {
            await this.drafts.put(this.draftKey, JSON.parse(JSON.stringify(this.state.answers)));
        } catch (error) {
            console.warn("The draft of this inspection cannot be kept", error);
        }
    }
    get checklist() {
        return this.answer.data?.checklists.find(({ id }) => id === this.props.checklistId);
    }
    get title() {
        return this.checklist?.name || _t("Inspection");
    }
    get points() {
        return this.checklist?.points || [];
    }
    given(point) {
        return this.state.answers[point.id] || {};
    }
    async change(point, values) {
        this.state.answers[point.id] = { ...this.given(point), ...values };
        await this.keep();
    }
    needsPicture(point) {
        const { result } = this.given(point);
        const { picture_when } = point;
        return (
            result !== "skip" &&
            (picture_when === "always" || (picture_when === "fail" && result === "fail"))
        );
    }
    async onPicture(point, ev) {
        const [file] = ev.target.files;
        ev.target.value = "";
        if (!file) {
            return;
        }
        try {
            await this.change(point, { picture: await shrinkPicture(file) });
        } catch ({ message }) {
            this.notification.add(message, { type: "danger" });
        }
    }
    /** @returns {string} what a point still wants; "" when nothing */
    missing(point) {
        const { result, finding, picture } = this.given(point);
        if (!result) {
            return _t("Look at it");
        }
        if (result === "fail" && !finding?.trim()) {
            return _t("Say what is wrong");
        }
        return this.needsPicture(point) && !picture ? _t("Take a picture") : "";
    }
    get looked() {
        return this.points.filter((point) => !this.missing(point)).length;
    }
    get isComplete() {
        return this.points.length > 0 && this.looked === this.points.length;
    }
    get progress() {
        return _t("%(looked)s of %(all)s", { looked: this.looked, all: this.points.length });
    }
    get findings() {
        return this.points.filter((point) => this.given(point).result === "fail").length;
    }
    async finish() {
        this.state.isSending = true;
        try {
            const { state, result, error } = await this.pos.outbox.send({
                model: "retail.inspecting",
                method: "_finish_from_phone",
                values: {
                    config_id: this.pos.config.id,
                    checklist_id: this.checklist.id,
                    inspected_at: DateTime.utc().toFormat("yyyy-MM-dd HH:mm:ss"),
                    answers: this.points.map((point) => {
                        const { result, finding, picture } = this.given(point);
                        return {
                            point_id: point.id,
                            result,
                            finding: result === "fail" ? finding : "",
                            picture: picture ? base64Of(picture) : false,
                        };
                    }),
                },
                label: this.title,
            });
            if (state === "refused") {
                this.notification.add(error, { type: "danger" });
                return;
            }
            this.notification.add(
                state === "done"
                    ? _t("%s was sent", result.name)
                    : _t("Kept on this phone. It is sent when online."),
                { type: "success" }
            );
            await this.drafts.remove(this.draftKey).catch(() => {});
            this.pos.navigate("InspectionsScreen");
        } finally {
            this.state.isSending = false;
        }
    }
}

registry.category("pos_pages").add("InspectionScreen", {
    name: "InspectionScreen",
    component: InspectionScreen,
    route: `/pos/ui/${odoo.pos_config_id}/goods/inspect/{int:checklistId}`,
    params: {},
});
