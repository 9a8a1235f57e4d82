"""A TCP proxy in front of Postgres that can be cut, slowed and stopped."""
import asyncio
import threading


class Proxy:
    def __init__(self, target_port):
        self.target, self.delay, self.port = target_port, 0.0, None
        self._ends, self._server = set(), None
        self._loop, started = asyncio.new_event_loop(), threading.Event()
        threading.Thread(target=self._run, args=(started,), daemon=True).start()
        started.wait()

    def cut(self):
        """Every connection breaks; new ones are taken."""
        self._call(self._cut)

    def refuse(self):
        """Every connection breaks and nobody gets through any more, as with a server that is gone."""
        self._call(lambda: (self._server.close(), self._cut()))

    def stop(self):
        """Nothing passes in either direction, and nobody is told, as with a pulled cable."""
        self._call(self._open.clear)

    def go(self):
        """Everything passes again, at full speed."""
        self.delay = 0.0
        self._call(self._open.set)
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()

    def _call(self, action):
        done = threading.Event()
        self._loop.call_soon_threadsafe(lambda: (action(), done.set()))
        done.wait()

    def _cut(self):
        for end in list(self._ends):
            end.transport.abort()

    def _run(self, started):
        asyncio.set_event_loop(self._loop)
        self._open = asyncio.Event()
        self._open.set()
        self._loop.run_until_complete(self._listen())
        started.set()
        self._loop.run_forever()

    async def _listen(self):
        if self._server is None or not self._server.is_serving():
            self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port or 0, backlog=512)
            self.port = self._server.sockets[0].getsockname()[1]

    async def _accept(self, reader, writer):
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        self._ends |= {writer, far_writer}
        await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))
        self._ends -= {writer, far_writer}

    async def _pass(self, reader, writer):
        try:
            while piece := await reader.read(1 << 16):
                await self._open.wait()
                if self.delay:
                    await asyncio.sleep(self.delay)
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()
