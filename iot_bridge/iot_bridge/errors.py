"""What goes wrong and is told to whoever asked, in a sentence."""


class BridgeError(Exception):
    """A refusal. `status` is the HTTP status of the answer."""

    status = 400


class ConfigError(BridgeError):
    """The configuration file says something that cannot be."""


class BadRequest(BridgeError):
    """The request is not of the form that the protocol asks for."""


class NotFound(BridgeError):
    status = 404


class Conflict(BridgeError):
    """The same job id with another content."""

    status = 409


class LinkError(BridgeError):
    """The device cannot be reached, or was lost in the middle. `state` says which, see states.py."""

    status = 503

    def __init__(self, message, state="unreachable"):
        super().__init__(message)
        self.state = state
