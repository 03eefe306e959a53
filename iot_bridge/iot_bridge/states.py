"""States of a printer, what they mean, and what to do about them."""

READY = "ready"
UNKNOWN = "unknown"  # a printer that cannot speak
CAN_PRINT = {READY, UNKNOWN, "paper_low", "busy"}

STATES = {
    "ready": ("Ready", "就绪", "", ""),
    "unknown": (
        "Cannot tell",
        "状态未知",
        "This printer takes data but does not say how it is. Look at it when paper is missing.",
        "该打印机只接收数据，不回报状态。如未出纸，请直接查看打印机。",
    ),
    "paper_low": (
        "Paper low",
        "纸将用尽",
        "Have a new roll at hand; it goes on printing.",
        "请备好新纸卷；仍可继续打印。",
    ),
    "paper_out": (
        "Out of paper",
        "缺纸",
        "Put in a new roll. What waits is printed by itself.",
        "请装入新纸卷，等待中的小票会自动打印。",
    ),
    "cover_open": (
        "Cover open",
        "上盖未关",
        "Close the cover until it clicks. What waits is printed by itself.",
        "请合上打印机上盖，等待中的小票会自动打印。",
    ),
    "busy": (
        "Busy",
        "正忙",
        "Another program prints on it, or it is starting. It is tried again by itself.",
        "其他程序正在使用，或打印机正在启动。系统会自动重试。",
    ),
    "cutter": (
        "Cutter jammed",
        "切刀卡住",
        "Switch it off, open the cover, take out the paper, switch it on again.",
        "请关闭电源，打开上盖取出卡纸，再重新开机。",
    ),
    "error": (
        "Error",
        "故障",
        "Switch it off and on. If the lamp goes on blinking, have it looked at.",
        "请关机后重新开机。如指示灯仍闪烁，请报修。",
    ),
    "offline": (
        "Switched offline",
        "脱机",
        "It feeds paper by its button or waits for its online button.",
        "打印机正在手动走纸，或需按联机键恢复。",
    ),
    "unreachable": (
        "Not to be found",
        "无法连接",
        "Is it switched on, and its cable plugged in? Is the address in the configuration its own?",
        "请检查电源和连接线，并核对配置中的地址。",
    ),
}


def describe(state, chinese=False):
    """The title and the advice of STATE.

    >>> describe("paper_out")[0], describe("paper_out", chinese=True)[0]
    ('Out of paper', '缺纸')
    """
    title, title_zh, advice, advice_zh = STATES[state]
    return (title_zh, advice_zh) if chinese else (title, advice)


def from_status(printer, offline, error, paper):
    """The state that the four answers to DLE EOT 1 to 4 tell; the bits are those of Epson's reference.

    >>> from_status(0x12, 0x12, 0x12, 0x12)
    'ready'
    >>> from_status(0x1A, 0x32, 0x12, 0x72), from_status(0x1A, 0x16, 0x12, 0x12)
    ('paper_out', 'cover_open')
    >>> from_status(0x12, 0x12, 0x12, 0x1E), from_status(0x1A, 0x52, 0x1A, 0x12)
    ('paper_low', 'cutter')
    """
    if offline & 0x04:
        return "cover_open"
    if paper & 0x60 or offline & 0x20:
        return "paper_out"
    if error & 0x08:
        return "cutter"
    if offline & 0x40 or error & 0x60:
        return "error"
    if printer & 0x08:
        return "offline"
    return "paper_low" if paper & 0x0C else READY
