"""Odoo's JSON-RPC as a browser speaks it: one session, one user."""

import requests


class RpcError(Exception):
    """The server refused. `name` is the Python exception, such as odoo.exceptions.AccessError."""

    def __init__(self, error):
        data = error.get("data", {})
        self.name = data.get("name", "")
        super().__init__(data.get("message") or error.get("message"))


class Rpc:
    """One signed-in user.

    guide = demo_server.rpc("guide01")
    guide.call("stock.warehouse", "search_read", [("is_store", "=", True)], fields=["name"])
    """

    def __init__(self, url, database, login, password):
        self.url = url
        self.session = requests.Session()
        self.user = self.post(
            "/web/session/authenticate",
            {"db": database, "login": login, "password": password},
        )

    def call(self, model, method, *args, **kwargs):
        """Call a public method; methods of records take the list of ids first."""
        return self.post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def post(self, path, params):
        """The result of any JSON-RPC route; raises RpcError."""
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self.session.post(self.url + path, json=body, timeout=300).json()
        if "error" in answer:
            raise RpcError(answer["error"])
        return answer.get("result")  # none where a method returns None
