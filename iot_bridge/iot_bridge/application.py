"""HTTP: the routes together, CORS, the way in for Chromium's local network access, and errors as JSON."""

import asyncio
import logging

from aiohttp import web

from . import native, own, page
from .cloud import Cloud
from .errors import BridgeError

logger = logging.getLogger(__name__)
LARGEST_BODY = 4 * 1024 * 1024
METHODS = "GET, POST, DELETE"
HEADERS = "Authorization, Content-Type, X-Requested-With"


def make(bridge):
    """The application of a BRIDGE; it starts and stops with it."""

    def caller_of(request):
        token = request.match_info.get("token") or _bearer(request)
        return bridge.caller(token, _address(request, bridge.config.behind_proxy))

    app = web.Application(middlewares=[_cors(bridge.config), _errors], client_max_size=LARGEST_BODY)
    app.add_routes(page.routes(bridge, _address))
    app.add_routes(own.routes(bridge, caller_of))
    app.add_routes(native.routes(bridge, caller_of))
    app.router.add_route("OPTIONS", "/{path:.*}", _preflight)

    async def run(_):
        await bridge.start()
        asking = asyncio.create_task(Cloud(bridge).run())
        yield
        asking.cancel()
        await bridge.stop()

    app.cleanup_ctx.append(run)
    return app


def _bearer(request):
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _address(request, behind_proxy):
    """Where the request comes from; a proxy in front is believed only where the file says that it is."""
    forwarded = request.headers.get("X-Real-IP") if behind_proxy else None
    return forwarded or request.remote


async def _preflight(request):
    return web.Response(status=204)


def _cors(config):
    """Answer browsers: the till's page is from another origin. Tokens guard what is behind.

    Without `origins` every page may ask, and needs a token; with it, those pages alone.
    """

    @web.middleware
    async def middleware(request, handler):
        response = await handler(request)
        origin = request.headers.get("Origin")
        if origin and (not config.origins or origin in config.origins):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Vary"] = "Origin"
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = METHODS
                response.headers["Access-Control-Allow-Headers"] = HEADERS
                response.headers["Access-Control-Max-Age"] = "600"
                # a page from elsewhere may reach this network: what Chromium asks before it does
                if "Access-Control-Request-Private-Network" in request.headers:
                    response.headers["Access-Control-Allow-Private-Network"] = "true"
        return response

    return middleware


@web.middleware
async def _errors(request, handler):
    try:
        return await handler(request)
    except BridgeError as error:
        return _json(error.status, str(error))
    except web.HTTPException as error:
        return _json(error.status, error.reason) if error.status >= 400 else error
    except web.RequestPayloadError:
        return _json(400, "the body is not packed as its head says")
    except RecursionError:
        return _json(400, "the body is nested too deeply")
    except Exception:  # a trace belongs into the log, not into an answer
        # not the path itself, which may hold a token
        resource = request.match_info.route.resource
        logger.exception("%s %s", request.method, resource and resource.canonical)
        return _json(500, "an error in the bridge, see its log")


def _json(status, message):
    return web.json_response({"error": message}, status=status)
