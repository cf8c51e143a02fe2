"""The run: which parts are there, which are made anew, and the cluster that makes them."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import Any

import dask
import distributed

from fixer.config import Wanted
from fixer.fleet.plan import Chunk, FleetError, chunks
from fixer.fleet.rows import Tally, about, names
from fixer.fleet.work import WORK, ChunkError, Order, make
from fixer.later import NamedTuple

#: It says of few of its functions what they take and give.
_dask: Any = distributed
#: How many chunks may be under way for each worker.
_AHEAD = 4
#: How often a chunk is given out again that ended more workers than Dask itself allows.
_AGAIN = 10
#: Seconds to wait for a cluster.
_PATIENCE = 30


class Plan(NamedTuple):
    """What is to be made, and what is there."""

    order: Order
    todo: list[Chunk]
    there: int = 0
    #: The figures of the parts that are there.
    tally: Tally = Tally()


class Done(NamedTuple):
    """What became of a chunk: figures, or why there are none."""

    chunk: Chunk
    tally: Tally = Tally()
    failure: str = ""


@contextmanager
def planned(source: str, output: str, wanted: Wanted, rows: int) -> Iterator[Plan]:
    """What is to be made of `source`; until the end, `output` is this run's alone.

    Parts of this input that are not of this run, for its rows are others or fixed in another way,
    go. Raises FleetError and OSError.
    """
    source, output = os.path.realpath(source), os.path.realpath(output)
    if os.path.isdir(source) and os.path.commonpath([source, output]) == source:
        raise FleetError(f"the output cannot lie in the input: {output}")
    wanted_parts = {chunk.digest: chunk for chunk in chunks(source, wanted, rows)}
    os.makedirs(output, exist_ok=True)
    with _locked(output):
        shutil.rmtree(os.path.join(output, WORK), ignore_errors=True)
        there: dict[str, Tally] = {}
        old: list[str] = []
        for name in names(output):
            path = os.path.join(output, name)
            found = about(path)
            if found is None or found.input != source:
                of = f", but of {found.input}" if found else ""
                raise FleetError(f"{path} is no part of this input{of}: name another output")
            chunk = wanted_parts.get(found.digest)
            if chunk is None or found.tally.missing or found.digest in there:
                old.append(path)
                continue
            there[found.digest] = found.tally
            if name != chunk.part:  # the same chunk stands at another place of the input now
                os.replace(path, os.path.join(output, chunk.part))
        for path in old:
            os.remove(path)
        order = Order(source, output, wanted)
        todo = [chunk for chunk in wanted_parts.values() if chunk.digest not in there]
        tally = Tally()
        for each in there.values():
            tally = tally.plus(each)
        yield Plan(order, todo, len(there), tally)
        shutil.rmtree(os.path.join(output, WORK), ignore_errors=True)


@contextmanager
def _locked(output: str) -> Iterator[None]:
    """Keep other runs away from an output; the system lets go of it when the process ends."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with open(os.path.join(output, ".fixer-fleet.lock"), "w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FleetError(f"another run writes to {output}") from error
        yield


@contextmanager
def cluster(workers: int | None, address: str | None) -> Iterator[Any]:
    """A cluster of processes on this machine, or the one at an address. Raises FleetError.

    On this machine nobody else can connect: a scheduler runs whatever it is sent, so it listens on
    the loopback only, and to those who have the certificate that was made for this run. What Dask
    would tell of itself over HTTP is not there.
    """
    for name in ("distributed", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with ExitStack() as stack:
        try:
            if address is None:
                # A new Python would look for its own library in the current folder first.
                os.environ["PYTHONSAFEPATH"] = "1"
                routes: dict[str, list[str]] = {
                    "distributed.scheduler.http.routes": [],
                    "distributed.worker.http.routes": [],
                }
                stack.enter_context(dask.config.set(routes))
                scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="fixer-"))
                local = _dask.LocalCluster(
                    n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1",
                    security=True, dashboard_address="127.0.0.1:0",
                    scheduler_kwargs={"dashboard": False}, local_directory=scratch,
                    silence_logs=logging.CRITICAL,
                )  # fmt: skip
                stack.enter_context(local)
                client = _dask.Client(local, security=local.security, timeout=_PATIENCE)
            else:
                client = _dask.Client(address, timeout=_PATIENCE)
            stack.enter_context(client)
            client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, RuntimeError, ValueError) as error:
            raise FleetError(f"there is no cluster: {error}") from error
        yield client


def run(client: Any, plan: Plan) -> Generator[Done, None, None]:
    """Have the parts made, and give what became of each as it is done. Raises FleetError.

    A few chunks for each worker are under way; what they hold never comes here. The chunk of a
    worker that ended is given to another one.
    """
    todo = iter(plan.todo)
    again: dict[str, int] = {}
    chunk_of: dict[str, Chunk] = {}

    def submit(chunk: Chunk) -> Any:
        key = f"fix-{chunk.digest}-{again.get(chunk.digest, 0)}"
        chunk_of[key] = chunk
        return client.submit(make, chunk, plan.order, key=key, pure=False)

    workers = len(client.nthreads())
    ahead = [submit(chunk) for chunk in islice(todo, max(workers, 1) * _AHEAD)]
    futures = _dask.as_completed(ahead)
    del ahead  # whoever holds on to a future has the cluster hold on to it
    for future in futures:
        chunk = chunk_of.pop(future.key)
        try:
            done = Done(chunk, future.result())
        except _dask.KilledWorker:
            again[chunk.digest] = again.get(chunk.digest, 0) + 1
            if again[chunk.digest] <= _AGAIN:
                futures.add(submit(chunk))
                continue
            done = Done(chunk, failure="its workers ended, again and again")
        except (ChunkError, OSError) as error:
            done = Done(chunk, failure=str(error))
        except FleetError:
            raise
        except ImportError as error:
            raise FleetError(f"the workers cannot run fix: {error}") from error
        except CancelledError as error:
            raise FleetError("the cluster is gone") from error
        except Exception as error:  # a defect of ours must not cost the other chunks
            done = Done(chunk, failure=f"a defect of fix: {type(error).__name__}: {error}")
        for following in islice(todo, 1):
            futures.add(submit(following))
        yield done


def fleet(
    source: str, output: str, wanted: Wanted, *, rows: int, workers: int | None,
    address: str | None, watch: Callable[[Iterator[Done], int], Iterator[Done]],
) -> Iterator[tuple[Plan, Done | None]]:  # fmt: skip
    """All of it: the plan, and then what became of each chunk of it. `watch` may show how far it
    is. Raises FleetError and OSError."""
    with planned(source, output, wanted, rows) as plan:
        yield plan, None
        if plan.todo:
            most = min(workers, len(plan.todo)) if workers else workers
            with cluster(most, address) as client:
                for done in watch(run(client, plan), len(plan.todo)):
                    yield plan, done
