"""A TCP proxy in front of Postgres that can be cut, slowed and stopped."""
import asyncio
import os
import subprocess
import sys


class Proxy:
    """In a process of its own, so that it is not in the way of what goes through it."""

    def __init__(self, target_port):
        self._process = subprocess.Popen([sys.executable, __file__, str(target_port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self._process.stdout.readline())

    def cut(self):
        """Every connection breaks; new ones are taken."""
        self._tell("cut")

    def refuse(self):
        """Every connection breaks and nobody gets through any more, as with a server that is gone."""
        self._tell("refuse")

    def stop(self):
        """Nothing passes in either direction, and nobody is told, as with a pulled cable."""
        self._tell("stop")

    def slow(self, seconds):
        """Each piece that passes is held for so long."""
        self._tell(f"slow {seconds}")

    def go(self):
        """Everything passes again, at full speed."""
        self._tell("go")

    def end(self):
        self._process.stdin.close()
        self._process.wait()

    def _tell(self, order):
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()
        self._process.stdout.readline()


class Relay:
    """What goes on in that process."""

    def __init__(self, target):
        self._target, self._delay, self._ends, self._server, self._port = target, 0.0, set(), None, 0
        self._open = asyncio.Event()
        self._open.set()

    async def serve(self):
        await self._listen()
        print(self._port, flush=True)
        loop = asyncio.get_running_loop()
        while order := (await loop.run_in_executor(None, sys.stdin.readline)).split():
            match order:
                case ["cut"]:
                    self._cut()
                case ["refuse"]:
                    self._server.close()
                    self._cut()
                case ["stop"]:
                    self._open.clear()
                case ["slow", seconds]:
                    self._delay = float(seconds)
                case ["go"]:
                    self._delay = 0.0
                    self._open.set()
                    await self._listen()
            print("done", flush=True)
        # The other end is gone; whoever waits for a connection waits no longer.
        os._exit(0)

    def _cut(self):
        for end in list(self._ends):
            end.transport.abort()

    async def _listen(self):
        if self._server is None or not self._server.is_serving():
            self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._port, backlog=512)
            self._port = self._server.sockets[0].getsockname()[1]

    async def _accept(self, reader, writer):
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
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
                if self._delay:
                    await asyncio.sleep(self._delay)
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()


if __name__ == "__main__":
    asyncio.run(Relay(int(sys.argv[1])).serve())
