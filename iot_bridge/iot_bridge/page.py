"""The local page: how the devices are, a test print, the log. For whoever has a manager's token."""

import time
import uuid
from html import escape

from aiohttp import web

from . import __version__, discovery, qr, states
from .errors import BridgeError
from .own import TEST_RECEIPT

COOKIE = "iot_bridge"
DAY = 86400
CHINESE = {
    "Bridge": "设备桥接",
    "Token of a manager": "店长令牌",
    "Sign in": "登录",
    "Sign out": "退出",
    "That token is not a manager's.": "该令牌不是店长令牌。",
    "Printers": "打印机",
    "Devices": "其他设备",
    "Jobs": "打印任务",
    "Log": "日志",
    "Test print": "测试打印",
    "Search the network": "搜索网络打印机",
    "Found on the network": "网络中找到的打印机",
    "No printer was found.": "未找到打印机。",
    "waiting": "等待",
    "No printer is configured.": "尚未配置打印机。",
    "No job yet.": "暂无打印任务。",
    "possible copy": "可能重复",
    "queued": "排队中",
    "sending": "打印中",
    "printed": "已打印",
    "sent": "已发送",
    "failed": "未打印",
    "connected": "已连接",
    "disconnected": "未连接",
    "connecting": "连接中",
    "Model": "型号",
    "Pair this bridge": "配对此桥接",
    "Scan the code in the till's app: Me, Devices.": "在收银应用中扫描此码：我的 > 设备。",
    "Print the code": "打印配对码",
    "Scan to add it": "扫描以添加",
    "The server does not answer.": "服务器无应答。",
    "The token is printed by iot-bridge token add NAME --manager.": "令牌由命令 iot-bridge token add 名称 --manager 生成。",
}
STYLE = """
:root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --bad: #c62828; }
body { font: 16px/1.5 system-ui, "Noto Sans SC", sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
.card { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; margin: .5rem 0;
  display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center }
.card > div { flex: 1 1 14rem } .advice { opacity: .8 }
.state { font-weight: 600 } .good { color: var(--good) } .bad { color: var(--bad) }
button, input { font: inherit; min-height: 44px; padding: 0 1rem; border-radius: .5rem; border: 1px solid var(--line) }
.qr, .card > .qr { background: #fff; flex: none; width: 12rem } .qr svg { display: block; width: 100%; height: auto } code { font-size: 1.1rem }
button { background: #71639e; color: #fff; border: 0; cursor: pointer } form { margin: 0 }
table { border-collapse: collapse; width: 100%; font-size: .9rem } td { border-bottom: 1px solid var(--line); padding: .3rem .5rem .3rem 0; vertical-align: top }
td.time { white-space: nowrap; width: 9rem } td:last-child { width: 50% } header { display: flex; justify-content: space-between; align-items: center; gap: 1rem }
@media (prefers-color-scheme: dark) { :root { --good: #4caf50; --bad: #ff7961 } }
"""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def routes(bridge, address_of):
    def signed_in(request):
        token = request.cookies.get(COOKIE)
        try:
            caller = (
                bridge.caller(token, address_of(request, bridge.config.behind_proxy))
                if token
                else None
            )
        except BridgeError:
            return None
        return caller if caller and caller.is_manager else None

    async def show(request):
        say = _words(request)
        if not signed_in(request):
            # the code is no secret: a manager's phone turns it into something, and nothing else does
            return _answer(say, _pairing(bridge, say) + _sign_in_form(say))
        return _answer(say, _pairing(bridge, say, True) + _overview(bridge, say), True)

    async def sign_in(request):
        say = _words(request)
        form = await request.post()
        token = str(form.get("token", "")).strip()
        caller = bridge.caller(token, address_of(request, bridge.config.behind_proxy))
        if not caller.is_manager:
            return _answer(
                say, _sign_in_form(say, say("That token is not a manager's.")), status=403
            )
        response = web.HTTPSeeOther(_here(request))
        secure = request.secure or _is_https(request, bridge.config.behind_proxy)
        response.set_cookie(
            *(COOKIE, token), max_age=DAY, httponly=True, samesite="Strict", secure=secure
        )
        return response

    async def sign_out(request):
        response = web.HTTPSeeOther(_here(request))
        response.del_cookie(COOKIE)
        return response

    async def test(request):
        # another site's form carries no cookie (SameSite=Strict), so whoever is signed in meant it
        caller = signed_in(request)
        if caller:
            form = await request.post()
            await bridge.submit_receipt(
                caller, str(uuid.uuid4()), str(form.get("printer", "")), TEST_RECEIPT
            )
        return web.HTTPSeeOther(_here(request))

    async def print_code(request):
        caller, code = signed_in(request), bridge.membership.code
        if caller and code:
            await bridge.submit_receipt(caller, str(uuid.uuid4()), None, pairing_receipt(code))
        return web.HTTPSeeOther(_here(request))

    async def search(request):
        say = _words(request)
        if not signed_in(request):
            return web.HTTPSeeOther(_here(request))
        found = await discovery.scan()
        return _answer(say, _found(found, say) + _overview(bridge, say), True)

    return [
        web.get("/", show),
        web.post("/page/sign-in", sign_in),
        web.post("/page/sign-out", sign_out),
        web.post("/page/test", test),
        web.post("/page/print-code", print_code),
        web.post("/page/search", search),
    ]


def _is_https(request, behind_proxy):
    return behind_proxy and request.headers.get("X-Forwarded-Proto") == "https"


def _here(request):
    """The page's own address, also when a proxy serves it under a folder."""
    return ".." + "/" if request.path.startswith("/page/") else "./"


def _words(request):
    chinese = request.headers.get("Accept-Language", "").startswith("zh")

    def say(text):
        return escape(CHINESE.get(text, text) if chinese else text)

    say.chinese = chinese
    return say


def _answer(say, body, signed_in=False, status=200):
    out = f'<form method="post" action="page/sign-out"><button>{say("Sign out")}</button></form>'
    html = (
        f'<!doctype html><html lang="{"zh" if say.chinese else "en"}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{say('Bridge')}</title><style>{STYLE}</style>"
        f"<header><h1>{say('Bridge')} {__version__}</h1>{out if signed_in else ''}</header>{body}"
    )
    return web.Response(text=html, content_type="text/html", status=status, headers=HEADERS)


def pairing_receipt(code):
    """What the printer beside the bridge puts on paper, to be scanned from there."""
    return {
        "blocks": [
            {"type": "text", "text": "BRIDGE 设备桥接", "align": "center", "size": 2},
            {"type": "qr", "data": code},
            {"type": "text", "text": code, "align": "center"},
        ]
    }


def _pairing(bridge, say, signed_in=False):
    code = bridge.membership.code
    if not code:
        return ""
    button = f'<form method="post" action="page/print-code"><button>{say("Print the code")}</button></form>'
    advice = say("Scan the code in the till's app: Me, Devices.")
    return (
        f'<div class="card"><div class="qr">{qr.svg(code)}</div><div><h2>{say("Pair this bridge")}</h2>'
        f"<p>{advice}</p><code>{escape(code)}</code></div>"
        f"{button if signed_in else ''}</div>"
    )


def _sign_in_form(say, error=""):
    return (
        f'<p class="bad">{error}</p><form method="post" action="page/sign-in">'
        f'<label>{say("Token of a manager")}<br><input name="token" type="password" '
        f'autocomplete="current-password" required autofocus></label> <button>{say("Sign in")}</button></form>'
        f"<p class=advice>{say('The token is printed by iot-bridge token add NAME --manager.')}</p>"
    )


def _overview(bridge, say):
    printers = "".join(_printer(printer, say) for printer in bridge.printer_states(say.chinese))
    printers = printers or f"<p>{say('No printer is configured.')}</p>"
    devices = "".join(_device(device, say) for device in bridge.devices.values())
    jobs = "".join(_job(job, say) for job in bridge.store.jobs(20))
    events = "".join(
        f"<tr><td class=time>{_time(at)}<td>{escape(subject)}<td>{escape(text)}"
        for at, subject, text in bridge.store.events(50)
    )
    return (
        f"{_trouble(bridge, say)}<h2>{say('Printers')}</h2>{printers}"
        f'<form method="post" action="page/search"><button>{say("Search the network")}</button></form>'
        + (f"<h2>{say('Devices')}</h2>{devices}" if devices else "")
        + f"<h2>{say('Jobs')}</h2>"
        + (f"<table>{jobs}</table>" if jobs else f"<p>{say('No job yet.')}</p>")
        + f"<h2>{say('Log')}</h2><table>{events}</table>"
    )


def _trouble(bridge, say):
    trouble = bridge.membership.trouble
    if not trouble:
        return ""
    title = say("The server does not answer.")
    return (
        f'<div class="card"><div><span class="state bad">{title}</span><br>'
        f'<span class="advice">{escape(trouble)}</span></div></div>'
    )


def _printer(printer, say):
    good = "good" if printer["state"] in states.CAN_PRINT else "bad"
    waiting = f" · {printer['waiting']} {say('waiting')}" if printer["waiting"] else ""
    name = escape(printer["name"])
    return (
        f'<div class="card"><div><b>{escape(printer["title"])}</b> ({escape(printer["kind"])})<br>'
        f'<span class="state {good}">{escape(printer["says"])}</span>{waiting}<br>'
        f'<span class="advice">{escape(printer["advice"])} {escape(printer["detail"])}</span></div>'
        f'<form method="post" action="page/test"><input type="hidden" name="printer" value="{name}">'
        f"<button>{say('Test print')}</button></form></div>"
    )


def _device(device, say):
    good = "good" if device.status == "connected" else "bad"
    return (
        f'<div class="card"><div><b>{escape(device.name)}</b><br><span class="state {good}">'
        f'{say(device.status)}</span> <span class="advice">{escape(device.message)}</span></div></div>'
    )


def _job(job, say):
    copy = f" ({say('possible copy')})" if job.possible_copy else ""
    return (
        f"<tr><td class=time>{_time(job.created)}<td>{escape(job.printer)}<td>{escape(job.device)}"
        f"<td>{say(job.state)}{copy} {escape(job.note)}"
    )


def printer_code(printer):
    """What the code of a printer says, which a manager scans to add it."""
    return f"RETAIL-PRINTER:{printer['host']}:{printer['port']}"


def _found(found, say):
    rows = "".join(
        f"<tr><td>{escape(printer['host'])}:{printer['port']}<td>{say('Model')}: {escape(printer['model'] or '?')}"
        f'<td>{say("Scan to add it")}<div class="qr">{qr.svg(printer_code(printer))}</div>'
        for printer in found
    )
    empty = f"<p>{say('No printer was found.')}</p>"
    return f"<h2>{say('Found on the network')}</h2>" + (f"<table>{rows}</table>" if rows else empty)


def _time(moment):
    return time.strftime("%m-%d %H:%M:%S", time.localtime(moment))
