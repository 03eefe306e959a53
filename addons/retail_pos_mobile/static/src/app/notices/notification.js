import { onWillUnmount } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Notification } from "@web/core/notifications/notification";
import { patch } from "@web/core/utils/patch";

const SHRINKS = { transform: ["scaleX(1)", "scaleX(0)"] };

patch(Notification.prototype, {
    setup() {
        super.setup(...arguments);
        onWillUnmount(() => this.stopCountdown());
    },
    /**
     * @override Odoo counts down in the page's own thread, which lays the page out anew in each frame for
     * four seconds, also for a message that is gone. The browser shrinks the bar without it.
     */
    startNotificationTimer() {
        this.stopCountdown();
        if (!this.props.sticky) {
            const duration = this.props.autocloseDelay;
            const bar = this.autocloseProgress.el;
            bar.style.width = "100%";
            this.shrinking = bar.animate(SHRINKS, { duration, fill: "forwards" });
            this.closing = browser.setTimeout(() => this.close(), duration);
        }
    },
    freeze() {
        this.stopCountdown();
        super.freeze();
    },
    stopCountdown() {
        this.shrinking?.cancel();
        browser.clearTimeout(this.closing);
    },
});
