"""What a phone's network does to the pages that ask the server for something."""

import json

CALLS = "**/web/dataset/call_kw/**"
REFUSAL = "The store is being counted until ten o'clock."
FAULT = "unsupported operand type(s) for +: 'int' and 'NoneType'"
STATES = ("slow", "fault", "refused", "down", "offline")


class Network:
    """The network of a Playwright context, which one line breaks and another mends.

    - slow: an answer does not come before the network is mended
    - fault: the server's own fault, as Odoo tells it with a traceback
    - refused: a word of the server that is meant for people
    - down: what a proxy says while the server restarts
    - offline: no network at all
    """

    def __init__(self, context, state):
        self.context = context
        self.state = state
        self.is_broken = False
        self.held = []
        if state != "offline":
            context.route(CALLS, self._answer)

    def break_(self):
        self.is_broken = True
        if self.state == "offline":
            self.context.set_offline(True)

    def mend(self):
        self.is_broken = False
        if self.state == "offline":
            self.context.set_offline(False)
        while self.held:
            self.held.pop().continue_()

    def _answer(self, route):
        if not self.is_broken:
            route.continue_()
        elif self.state == "slow":
            self.held.append(route)
        elif self.state == "down":
            route.fulfill(status=500, content_type="text/html", body="<h1>Bad Gateway</h1>")
        else:
            name, message = {
                "fault": ("builtins.TypeError", FAULT),
                "refused": ("odoo.exceptions.UserError", REFUSAL),
            }[self.state]
            data = {"name": name, "message": message, "debug": "Traceback (most recent call last)"}
            error = {"code": 0, "message": "Odoo Server Error", "data": {**data, "context": {}}}
            body = json.dumps({"jsonrpc": "2.0", "error": error})
            route.fulfill(content_type="application/json", body=body)
