"""`python -m load`: sends requests to the running system and prints rate and latency."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

import httpx


async def _send(client: httpx.AsyncClient, path: str, until: float, taken: list[float], wrong: list[str]) -> None:
    while (started := time.perf_counter()) < until:
        try:
            answer = await client.get(path)
            if answer.status_code >= 500:
                wrong.append(str(answer.status_code))
        except httpx.HTTPError as error:
            wrong.append(type(error).__name__)
        taken.append(time.perf_counter() - started)


async def _run(url: str, path: str, clients: int, seconds: float) -> int:
    taken: list[float] = []
    wrong: list[str] = []
    async with httpx.AsyncClient(base_url=url, timeout=10) as client:
        try:
            await client.get("/healthz")
        except httpx.HTTPError as error:
            print(f"error: {url} does not answer ({error}); start it with `make run`", file=sys.stderr)
            return 1
        until = time.perf_counter() + seconds
        await asyncio.gather(*(_send(client, path, until, taken, wrong) for _ in range(clients)))
    taken.sort()
    print(f"{len(taken) / seconds:.0f} requests/s, {len(wrong)} failed of {len(taken)}")
    print(f"p50 {taken[len(taken) // 2] * 1000:.1f} ms, p99 {taken[int(len(taken) * 0.99)] * 1000:.1f} ms")
    return 1 if wrong else 0


def main() -> int:
    """Return 0 when no request failed."""
    parser = argparse.ArgumentParser(description="Send requests to the running system.")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--path", default="/healthz", help="for example /components/<id>/...")
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    return asyncio.run(_run(options.url, options.path, options.clients, options.seconds))


if __name__ == "__main__":
    sys.exit(main())
