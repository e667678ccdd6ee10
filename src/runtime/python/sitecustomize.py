"""
Found first on PYTHONPATH by the uvicorn, gunicorn and hypercorn instances that share a port, and loaded by Python
before anything else. When such a server is told to end it closes keep-alive connections on which the next request
may already be under way. This makes it answer that request first, and say in the answer that the connection closes.
It changes those servers alone, when they are loaded, and leaves everything else as it was.
"""

import os
import signal
import sys
import time
from importlib.machinery import PathFinder
from importlib.util import module_from_spec

# Clients with a keep-alive connection get this long to send one more request and be told to close.
GRACE_SECONDS = 1.5
CLOSE = (b"connection", b"close")
# What was accepted last becomes a connection that the server knows of only after a moment.
ACCEPTED_SECONDS = 0.02
# Where the shared socket is in an instance.
SOCKET_FD = 3


def patch_uvicorn(module):
    """Also the instances that gunicorn runs by uvicorn's class. SIGINT, by which apps are stopped, is as ever."""
    import asyncio

    server_class = module.Server
    handle_exit, shutdown = server_class.handle_exit, server_class.shutdown

    def handle_exit_and_note(self, sig, frame):
        self.drover_drains = sig == signal.SIGTERM
        return handle_exit(self, sig, frame)

    async def drain_and_shutdown(self, sockets=None):
        if getattr(self, "drover_drains", False):
            await drain(self)
        await shutdown(self, sockets)

    async def drain(self):
        for server in self.servers:
            server.close()
        state = self.server_state
        cycles = [getattr(connection, "cycle", None) for connection in state.connections]
        for holder in [state] + [cycle for cycle in cycles if cycle is not None]:
            if CLOSE not in holder.default_headers:
                holder.default_headers.append(CLOSE)
        until = time.monotonic() + GRACE_SECONDS
        await asyncio.sleep(ACCEPTED_SECONDS)
        while state.connections and not self.force_exit and time.monotonic() < until:
            await asyncio.sleep(0.02)

    server_class.handle_exit = handle_exit_and_note
    server_class.shutdown = drain_and_shutdown


def patch_gunicorn_threads(module):
    worker_class = module.ThreadWorker
    handle_exit, murder_keepalived = worker_class.handle_exit, worker_class.murder_keepalived

    def drain(self, sig, frame):
        if getattr(self, "drover_until", None) is not None:
            return
        self.drover_until = time.monotonic() + GRACE_SECONDS
        for listener in self.sockets:
            self.poller.unregister(listener)
        # As if there were no room for one more kept connection.
        self.max_keepalived = 0

    def murder_keepalived_and_leave(self):
        murder_keepalived(self)
        until = getattr(self, "drover_until", None)
        if until is not None and (self.nr_conns == 0 or time.monotonic() > until):
            handle_exit(self, signal.SIGTERM, None)

    worker_class.handle_exit = drain
    worker_class.murder_keepalived = murder_keepalived_and_leave


def patch_hypercorn(module):
    """It waits for idle connections by itself, but does not say in an answer that the connection closes."""
    from h11 import Response

    protocol_class = module.H11Protocol
    send = protocol_class._send_h11_event

    async def send_and_tell(self, event):
        ending = self.context.terminated
        if isinstance(event, Response) and (ending.is_set() if hasattr(ending, "is_set") else ending):
            event = Response(status_code=event.status_code, headers=[*event.headers, CLOSE])
        await send(self, event)

    protocol_class._send_h11_event = send_and_tell


def patch_hypercorn_ending(module):
    import asyncio

    raise_shutdown = module.raise_shutdown

    async def stop_accepting_and_raise(trigger):
        async def stop_accepting():
            await trigger()
            asyncio.get_running_loop().remove_reader(SOCKET_FD)
            await asyncio.sleep(ACCEPTED_SECONDS)

        await raise_shutdown(stop_accepting)

    module.raise_shutdown = stop_accepting_and_raise


PATCHES = {
    "uvicorn.server": patch_uvicorn,
    "gunicorn.workers.gthread": patch_gunicorn_threads,
    "hypercorn.protocol.h11": patch_hypercorn,
    "hypercorn.asyncio.run": patch_hypercorn_ending,
}


class PatchingFinder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        patch = PATCHES.get(name)
        spec = PathFinder.find_spec(name, path, target) if patch else None
        if spec is None or spec.loader is None:
            return None
        exec_module = spec.loader.exec_module

        def exec_and_patch(module):
            exec_module(module)
            try:
                patch(module)
            except AttributeError:
                pass  # Another version, which is built differently, is left as it is.

        spec.loader.exec_module = exec_and_patch
        return spec


def leave_no_trace():
    """Takes this folder off the paths, and loads the `sitecustomize` that it stood in front of."""
    own = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != own]
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    others = os.pathsep.join(entry for entry in paths if os.path.abspath(entry) != own)
    if others:
        os.environ["PYTHONPATH"] = others
    else:
        os.environ.pop("PYTHONPATH", None)
    spec = PathFinder.find_spec("sitecustomize")
    if spec is not None and spec.loader is not None:
        sys.modules["sitecustomize"] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules["sitecustomize"])


sys.meta_path.insert(0, PatchingFinder)
leave_no_trace()
