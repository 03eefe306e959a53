// The page of a revoked phone: it deletes all that the phone keeps, and says so once it is true.
(async () => {
    const PATIENCE = 10; // rounds, after which it says what it waits for
    const ROUND_MS = 1000;

    const databases = async () => (await indexedDB.databases?.()) || [];
    const round = () => new Promise((resolve) => setTimeout(resolve, ROUND_MS));
    // A database that another page has open is deleted when that page lets go of it
    const deleteDatabase = (name) =>
        new Promise((resolve) => {
            const request = indexedDB.deleteDatabase(name);
            request.onsuccess = request.onerror = resolve;
        });
    const show = (id) =>
        document.querySelectorAll("[data-forgetting]").forEach((text) => {
            text.classList.toggle("d-none", text.dataset.forgetting !== id);
        });

    const workers = (await navigator.serviceWorker?.getRegistrations()) || [];
    await Promise.all(workers.map((worker) => worker.unregister()));
    const kept = (await globalThis.caches?.keys()) || [];
    await Promise.all(kept.map((key) => caches.delete(key)));
    localStorage.clear();
    sessionStorage.clear();
    // Again and again, for what a page that closes writes at its end
    for (let rounds = 1; (await databases()).length; rounds++) {
        const deleted = (await databases()).map(({ name }) => deleteDatabase(name));
        await Promise.race([Promise.all(deleted), round()]);
        if (rounds === PATIENCE) {
            show("blocked");
        }
    }
    show("done");
})();
