/** Whether records are made of what the till sells anyhow: nothing about a sale has changed then. */
export const hydration = { isOn: false };

/** Make records, without what the till does when there is something new. */
export function hydrate(models, data) {
    hydration.isOn = true;
    try {
        return models.loadConnectedData(data);
    } finally {
        hydration.isOn = false;
    }
}
