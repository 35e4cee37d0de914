"""Three nodes in processes of their own, 200 clients, and messages that do not stop while the nodes are restarted."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from websocket_gateway import Client, Router, Tokens
from websocket_gateway.embedded import SqliteMessages
from websocket_gateway.face import HttpNodes

NODES, CLIENTS = 3, 200
SECRET = "a secret of this test only"


class Cluster:
    """Nodes to drain, stop, kill and start."""

    def __init__(self, folder: Path, nodes: int, **settings: str) -> None:
        self.folder = folder
        self.settings = settings
        sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(nodes)]
        self.ports = [int(one.getsockname()[1]) for one in sockets]
        for one in sockets:
            one.close()
        self.processes: dict[int, subprocess.Popen[bytes]] = {}

    def url(self, node: int, scheme: str = "http") -> str:
        return f"{scheme}://127.0.0.1:{self.ports[node]}"

    def start(self, node: int) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "GATEWAY_URL": self.url(node),
            "GATEWAY_STORE": str(self.folder / "messages.sqlite"),
            "GATEWAY_SECRET": SECRET,
            "GATEWAY_LOOK_S": "2",
            **self.settings,
        }
        app = "websocket_gateway.face:from_environment"
        command = [sys.executable, "-m", "uvicorn", "--factory", app, "--log-level=critical"]
        self.processes[node] = subprocess.Popen([*command, f"--port={self.ports[node]}"], env=environment)

    async def until_ready(self, http: httpx.AsyncClient, node: int) -> None:
        async with asyncio.timeout(60):
            while True:
                assert self.processes[node].poll() is None, "it ended"
                try:
                    if (await http.get(f"{self.url(node)}/ready")).status_code == 200:
                        return
                except httpx.TransportError:
                    await asyncio.sleep(0.05)

    async def restart(self, http: httpx.AsyncClient, node: int) -> int:
        """Let the clients go, stop the process, start it again; return how many had not gone by themselves."""
        left = (await http.post(f"{self.url(node)}/drain", json={"window_s": 4}, timeout=60)).json()["connections"]
        self.processes[node].send_signal(signal.SIGTERM)
        await asyncio.to_thread(self.processes[node].wait, 30)
        self.start(node)
        await self.until_ready(http, node)
        return int(left)

    async def kill(self, http: httpx.AsyncClient, node: int) -> None:
        self.processes[node].kill()
        await asyncio.to_thread(self.processes[node].wait)
        self.start(node)
        await self.until_ready(http, node)


@contextmanager
def cluster(folder: Path, nodes: int = NODES, **settings: str):
    made = Cluster(folder, nodes, **settings)
    try:
        for node in range(nodes):
            made.start(node)
        yield made
    finally:
        for process in made.processes.values():
            process.kill()
            process.wait()


class Crowd:
    """Clients that write down what they get."""

    def __init__(self, made: Cluster, count: int) -> None:
        tokens, urls = Tokens(SECRET.encode()), [made.url(node, "ws") for node in range(len(made.ports))]
        self.names = [f"client-{number}" for number in range(count)]
        self.got: dict[str, list[str]] = {name: [] for name in self.names}
        self.clients = {
            name: Client(urls, tokens.make(name), self.keep(name), draw=random.Random(name)) for name in self.names
        }
        self.tasks: list[asyncio.Task[None]] = []

    def keep(self, name: str):
        async def keep(number: int, body: str) -> None:
            self.got[name].append(body)

        return keep

    async def __aenter__(self) -> Crowd:
        self.tasks = [asyncio.create_task(client.run()) for client in self.clients.values()]
        return self

    async def __aexit__(self, *error: object) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def until(self, condition) -> None:
        async with asyncio.timeout(120):
            while not condition():
                for task in self.tasks:
                    assert not task.done(), task.exception()
                await asyncio.sleep(0.02)

    async def until_connected(self) -> None:
        await self.until(lambda: all(client.connections for client in self.clients.values()))


class Sender:
    """Sends each client message after message, and remembers what was sent."""

    def __init__(self, made: Cluster, http: httpx.AsyncClient, names: list[str]) -> None:
        self.store = SqliteMessages(made.folder / "messages.sqlite")
        self.router = Router(self.store, HttpNodes(http))
        self.names = names
        self.rounds = 0

    async def send_for_ever(self) -> None:
        while True:
            self.rounds += 1
            await self.router.send([(name, f"{name} {self.rounds}") for name in self.names])
            await asyncio.sleep(0.2)


def memory_of(process: subprocess.Popen[bytes]) -> int:
    """Return the bytes of memory that a process holds."""
    pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the memory of a process is read from Linux' /proc")
@pytest.mark.anyio
async def test_a_client_that_does_not_read_is_bounded_and_cut_off(tmp_path: Path, proved) -> None:
    from websockets.asyncio.client import connect

    letter, letters, rounds = "x" * 15_000, 2_000, 20
    # Without compression, or all of it would fit into the buffers on the way.
    plain = {"compression": None, "max_queue": 1}
    with cluster(tmp_path, nodes=1, GATEWAY_SLOW_S="2", GATEWAY_LOOK_S="600") as made:
        async with httpx.AsyncClient(timeout=60) as http:
            await made.until_ready(http, 0)
            token = Tokens(SECRET.encode()).make("slow")
            url = f"{made.url(0, 'ws')}/connect?token={token}"
            async with Crowd(made, 20) as crowd, connect(url, **plain):
                await crowd.until_connected()
                sender = Sender(made, http, crowd.names)
                await sender.router.send([(name, "warm") for name in crowd.names])
                before = memory_of(made.processes[0])
                await sender.router.send([("slow", letter)] * letters)
                for number in range(rounds):
                    await sender.router.send([(name, str(number)) for name in crowd.names])
                await crowd.until(lambda: min(map(len, crowd.got.values())) > rounds)
                most = memory_of(made.processes[0])
                async with asyncio.timeout(60):
                    while (state := (await http.get(f"{made.url(0)}/ready")).json())["connections"] > len(crowd.names):
                        most = max(most, memory_of(made.processes[0]))
                        await asyncio.sleep(0.05)
                waiting = len(await sender.store.after("slow", 0, letters))
                await sender.store.close()
    assert waiting == letters, "nothing of it is lost: it waits in the store"
    assert state["cut_off"] == 1 and state["connections"] == len(crowd.names), "the others are still here"
    assert most - before < letters * len(letter) / 3
    proved(
        "slow-client",
        sent_to_it_mb=round(letters * len(letter) / 1e6, 1),
        memory_of_the_node_grew_mb=round((most - before) / 1e6, 1),
        cut_off=state["cut_off"],
        others=len(crowd.names),
        their_messages_while_it_hung=rounds * len(crowd.names),
        of_these_lost=0,
    )


def figures(crowd: Crowd, rounds: int) -> dict[str, int]:
    lost = doubled = disordered = 0
    for name, got in crowd.got.items():
        wanted = [f"{name} {number}" for number in range(1, rounds + 1)]
        lost += len(set(wanted) - set(got))
        doubled += len(got) - len(set(got))
        disordered += got != sorted(got, key=lambda body: int(body.split()[1]))
    return {"lost": lost, "doubled": doubled, "clients_out_of_order": disordered}


@pytest.mark.anyio
async def test_a_rolling_restart_loses_nothing(tmp_path: Path, proved) -> None:
    with cluster(tmp_path) as made:
        async with httpx.AsyncClient(timeout=30) as http:
            for node in range(NODES):
                await made.until_ready(http, node)
            async with Crowd(made, CLIENTS) as crowd:
                await crowd.until_connected()
                sender = Sender(made, http, crowd.names)
                sending = asyncio.create_task(sender.send_for_ever())
                left = [await made.restart(http, node) for node in range(NODES)]
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)
                # The last round may have been cancelled before it was kept, or after.
                first = crowd.clients[crowd.names[0]]
                rounds = first.seen + len(await sender.store.after(crowd.names[0], first.seen, 10**6))
                await crowd.until(lambda: all(client.seen >= rounds for client in crowd.clients.values()))
                moves = sum(client.connections for client in crowd.clients.values()) - CLIENTS
                repeated = sum(client.repeated for client in crowd.clients.values())
                await sender.store.close()
    found = figures(crowd, rounds)
    assert found == {"lost": 0, "doubled": 0, "clients_out_of_order": 0}
    assert moves >= CLIENTS and rounds > NODES
    shown = {"nodes": NODES, "clients": CLIENTS, "messages": rounds * CLIENTS, "moves": moves}
    proved(
        "rolling-restart",
        **shown,
        lost=found["lost"],
        doubled=found["doubled"],
        repeated_on_the_wire=repeated,
        cut_off=sum(left),
    )
    proved("order", **shown, clients_out_of_order=found["clients_out_of_order"])


@pytest.mark.anyio
async def test_a_killed_node_loses_nothing_in_either_direction(tmp_path: Path) -> None:
    pairs, each = 10, 20
    with cluster(tmp_path) as made:
        async with httpx.AsyncClient(timeout=30) as http:
            for node in range(NODES):
                await made.until_ready(http, node)
            async with Crowd(made, 2 * pairs) as crowd:
                await crowd.until_connected()

                async def talk(number: int) -> None:
                    speaker, hearer = crowd.names[number], crowd.names[pairs + number]
                    for count in range(1, each + 1):
                        await crowd.clients[speaker].say(hearer, f"{hearer} {count}")
                        await asyncio.sleep(0.05)

                talking = asyncio.gather(*(talk(number) for number in range(pairs)))
                for node in range(NODES):
                    await made.kill(http, node)
                await talking
                hearers = crowd.names[pairs:]
                await crowd.until(lambda: all(len(crowd.got[name]) >= each for name in hearers))
                await crowd.until(lambda: not any(client.unaccepted for client in crowd.clients.values()))
    for name in hearers:
        assert crowd.got[name] == [f"{name} {count}" for count in range(1, each + 1)]
