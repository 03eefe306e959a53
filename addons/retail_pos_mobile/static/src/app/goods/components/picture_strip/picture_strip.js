import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** The pictures of a style, large, to swipe through: its own, and one of each colour that has one. */
export class PictureStrip extends Component {
    static template = "retail_pos_mobile.PictureStrip";
    static props = {
        style: Object,
        variant: { type: [Object, { value: undefined }, { value: null }], optional: true },
    };

    setup() {
        this.strip = useRef("strip");
        this.state = useState({ position: 0 });
        useEffect(
            () => this.show(this.positionOf(this.props.variant)),
            () => [this.props.variant?.id]
        );
    }
    get pictures() {
        const { style } = this.props;
        const byMark = new Map();
        for (const variant of style.product_variant_ids) {
            if (variant._picture && !byMark.has(variant._picture)) {
                byMark.set(variant._picture, variant);
            }
        }
        const ofVariants = [...byMark].map(([key, record]) => ({ key, record }));
        // A style without a picture of its own shows that of its first variant
        return ofVariants.length ? ofVariants : [{ key: "style", record: style }];
    }
    labelOf(position) {
        return _t("Picture %s", position + 1);
    }
    positionOf(variant) {
        return this.pictures.findIndex(({ key }) => key === variant?._picture);
    }
    url({ record }) {
        const { name } = record.model;
        return `/web/image?model=${name}&field=image_1024&id=${record.id}&unique=${record.write_date}`;
    }
    /** Without a connection the large picture may not be on the phone; that of the card is. */
    onError({ target }) {
        const ofCard = this.props.style.getImageUrl();
        if (target.getAttribute("src") !== ofCard) {
            target.src = ofCard;
        }
    }
    onScroll({ target }) {
        this.state.position = Math.round(target.scrollLeft / target.clientWidth);
    }
    show(position) {
        if (position >= 0 && this.strip.el) {
            const { clientWidth } = this.strip.el;
            this.strip.el.scrollTo({ left: position * clientWidth, behavior: "smooth" });
        }
    }
}
