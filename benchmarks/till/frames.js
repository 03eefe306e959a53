// What a phone shows, frame by frame: the benchmarks of the till read it afterwards.
//
// A sample is taken of each frame when the page has done with it, its time right behind the frame that the
// browser has drawn, and of each key or scan the moment at which it happened. What was shown when is worked out
// at the end, so that watching costs next to nothing.
window.frames_shown = {
    frames: [],
    events: [],
    /** @param {() => any} look what is on the screen now, as text */
    watch(look) {
        let seen;
        const note = () => this.frames.push([performance.now(), seen]);
        // Told in each frame behind whatever else asked for it: a page that is drawn now is seen now
        const laidOut = new ResizeObserver(() => {
            seen = look();
            scheduler.postTask(note, { priority: "user-blocking" }); // before what else waits for the frame
        });
        const next = () => {
            requestAnimationFrame(next);
            laidOut.disconnect();
            laidOut.observe(document.documentElement);
        };
        next();
    },
    /** Something begins that the screen will answer: `at` in the browser's clock. */
    note(what, at = performance.now()) {
        this.events.push({ what, at, frame: this.frames.length });
    },
    /** Milliseconds from each event to the first frame behind it that IS_SHOWN(what, seen), else null. */
    waits(isShown) {
        return this.events.map(({ what, at, frame }) => {
            const shown = this.frames.slice(frame).find(([, seen]) => isShown(what, seen));
            return { what, at, ms: shown ? shown[0] - at : null };
        });
    },
};
